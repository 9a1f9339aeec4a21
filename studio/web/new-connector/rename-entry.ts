import { toErrorBody } from '../api/client.ts';
import { draftApi } from '../api/drafts.ts';
import type { ErrorBody } from '../api/types.generated.ts';
import { applyEdits, parseText } from './manifest-content.ts';
import type { DraftModel } from './model.ts';
import { type EntryRename, listRenameEdits } from './renames.ts';

/** Renames an entry with every reference to it, as one undo step. Resolves with the error if the name is refused. */
export async function renameEntry(model: DraftModel, rename: EntryRename): Promise<ErrorBody | undefined> {
  const { draft, renames, sampled } = model;
  try {
    for (let text = ''; text !== draft.text.peek(); ) {
      text = draft.text.peek();
      const renamed = await draftApi.rename({ text, ...rename });
      // An edit in the meantime is part of the next attempt.
      if (text !== draft.text.peek()) continue;
      renames.value = [...renames.peek(), rename];
      if (rename.section === 'streams' && sampled.peek() === rename.from) sampled.value = rename.to;
      draft.edit(applyEdits(renamed.text, listRenameEdits(rename, parseText(renamed.text).content ?? {})));
      return undefined;
    }
    return undefined;
  } catch (thrown) {
    return toErrorBody(thrown);
  }
}

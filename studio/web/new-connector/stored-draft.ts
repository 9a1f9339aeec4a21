import { effect } from '@preact/signals';
import type { OmittedPart, RecordedCase } from '../api/types.generated.ts';
import { keepText, keepValue, readKeptText, readKeptValue } from '../app/tab-storage.ts';
import type { DraftModel, ValuedProposal } from './model.ts';
import type { EntryRename } from './renames.ts';

/** Draft as this tab session keeps it. It contains no secret. */
export interface KeptDraft {
  readonly text: string;
  readonly proposals: readonly ValuedProposal[];
  readonly accepted: readonly string[];
  readonly omitted: readonly OmittedPart[];
  readonly cases: readonly RecordedCase[];
  readonly samples: Readonly<Record<string, string>>;
  readonly renames: readonly EntryRename[];
}

/** Key under which this tab session keeps the manifest. */
export const TEXT_KEY = 'mapwright-new-connector';

/** Key under which it keeps the rest of the draft. */
export const PARTS_KEY = 'new-connector';

/** Keeps the draft for this tab session, so that it survives a reload. Returns the function that stops it. */
export function keepDraft(model: Omit<DraftModel, 'stop'>): () => void {
  const stops = [
    effect(() => keepText(TEXT_KEY, model.draft.text.value)),
    effect(() => {
      const { proposals, accepted, omitted, renames, samples, cases } = model;
      const parts: Omit<KeptDraft, 'text'> = {
        proposals: proposals.value,
        accepted: [...accepted.value],
        omitted: omitted.value,
        renames: renames.value,
        cases: cases.value,
        samples: samples.value,
      };
      keepValue(PARTS_KEY, parts);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Resolves with the kept draft. */
export async function readKeptDraft(): Promise<KeptDraft | undefined> {
  const text = readKeptText(TEXT_KEY);
  if (text === undefined) return undefined;
  const parts = (await readKeptValue(PARTS_KEY)) as Omit<KeptDraft, 'text'> | undefined;
  return { proposals: [], accepted: [], omitted: [], cases: [], samples: {}, renames: [], ...parts, text };
}

/** Removes the kept draft. */
export function forgetDraft(): void {
  keepText(TEXT_KEY, undefined);
  keepValue(PARTS_KEY, undefined);
}

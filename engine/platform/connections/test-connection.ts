import type { CheckOptions, ChecksResult } from '../../workbench/check/index.ts';
import { type ConnectionChanges, changedDraft } from './changed-draft.ts';
import { connectionRow } from './connection.ts';
import type { ConnectionDraft } from './draft.ts';
import { checkedContext } from './draft-context.ts';
import type { Platform } from './platform.ts';
import { testDraft } from './tested.ts';

/** Test Connection for a connection that is to be created. Throws whatever is wrong with the draft. */
export const testNewConnection = async (
  platform: Platform,
  draft: ConnectionDraft,
  options: CheckOptions,
): Promise<ChecksResult> => testDraft(platform, { draft, context: await checkedContext(platform, draft), options });

/** Test Connection for a saved connection as it is, or as it would be with changes. Throws as `editConnection` does. */
export async function testConnection(
  platform: Platform,
  ref: string,
  { changes = {}, ...options }: CheckOptions & { readonly changes?: ConnectionChanges },
): Promise<ChecksResult> {
  const row = await connectionRow(platform.store.db, ref);
  const { draft } = await changedDraft(platform, row, changes);
  return testDraft(platform, { draft, context: await checkedContext(platform, draft, row.id), options });
}

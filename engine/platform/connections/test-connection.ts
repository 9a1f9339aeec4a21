import type { CheckOptions, ConnectionTestResult } from '../../workbench/check/index.ts';
import { buildChangedDraft, type ConnectionChanges } from './changed-draft.ts';
import { readConnectionRow } from './connection.ts';
import { testDraft } from './connection-test.ts';
import type { ConnectionDraft } from './draft.ts';
import { expectValidDraft } from './draft-context.ts';
import type { Platform } from './platform.ts';

/** Runs Test Connection for a new connection. Throws problems of the draft. */
export const testDraftConnection = async (
  platform: Platform,
  draft: ConnectionDraft,
  options: CheckOptions,
): Promise<ConnectionTestResult> =>
  testDraft(platform, { draft, context: await expectValidDraft(platform, draft), options });

/** Runs Test Connection for a saved connection, optionally with changes. Throws the errors of `editConnection`. */
export async function testConnection(
  platform: Platform,
  ref: string,
  { changes = {}, ...options }: CheckOptions & { readonly changes?: ConnectionChanges },
): Promise<ConnectionTestResult> {
  const row = await readConnectionRow(platform.store.db, ref);
  const { draft } = await buildChangedDraft(platform, row, changes);
  return testDraft(platform, { draft, context: await expectValidDraft(platform, draft, row.id), options });
}

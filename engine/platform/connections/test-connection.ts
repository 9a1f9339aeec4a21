import type { CheckOptions, ConnectionTestResult } from '../../workbench/check/index.ts';
import { buildChangedDraft, type ConnectionChanges } from './changed-draft.ts';
import { readConnectionRow } from './connection.ts';
import { revealRotated, testDraft } from './connection-test.ts';
import type { ConnectionDraft } from './draft.ts';
import { expectValidDraft } from './draft-context.ts';
import { rotateSecrets } from './edit-connection.ts';
import type { Platform } from './platform.ts';

/** Runs Test Connection for a new connection. Throws problems of the draft. */
export const testDraftConnection = async (
  platform: Platform,
  draft: ConnectionDraft,
  options: CheckOptions,
): Promise<ConnectionTestResult> =>
  testDraft(platform, { draft, context: await expectValidDraft(platform, draft), options });

/** Stores the secrets that the vendor replaced, unless the tested ones are new and not saved yet. */
async function storeRotated(
  platform: Platform,
  id: string,
  { changes, result }: { readonly changes: ConnectionChanges; readonly result: ConnectionTestResult },
): Promise<void> {
  const entries = Object.entries(revealRotated(result)).filter(([name]) => changes.settings?.[name] === undefined);
  if (entries.length > 0) await rotateSecrets(platform, id, { secrets: Object.fromEntries(entries), force: true });
}

/** Runs Test Connection for a saved connection, optionally with changes. Throws the errors of `editConnection`. */
export async function testConnection(
  platform: Platform,
  ref: string,
  { changes = {}, ...options }: CheckOptions & { readonly changes?: ConnectionChanges },
): Promise<ConnectionTestResult> {
  const row = await readConnectionRow(platform.store.db, ref);
  const { draft } = await buildChangedDraft(platform, row, changes);
  const context = await expectValidDraft(platform, draft, row.id);
  const result = await testDraft(platform, { draft, context, options });
  await storeRotated(platform, row.id, { changes, result });
  return result;
}

import { buildChangedDraft, type ConnectionChanges } from './changed-draft.ts';
import { readConnectionRow } from './connection.ts';
import type { ConnectionDraft } from './draft.ts';
import type { Platform } from './platform.ts';

/**
 * Builds the draft of a new connection from a saved one and changes, including its secrets, provided that their hosts are
 * unchanged. Throws CONNECTION_UNKNOWN, KEY_WRONG, SECRET_UNREADABLE, SECRET_BOUND_ELSEWHERE, SECRET_UNSEALED.
 */
export async function copyConnection(
  platform: Platform,
  ref: string,
  changes: ConnectionChanges & Pick<ConnectionDraft, 'name'>,
): Promise<ConnectionDraft> {
  const row = await readConnectionRow(platform.store.db, ref);
  const { draft } = await buildChangedDraft(platform, row, { description: '', ...changes });
  return draft;
}

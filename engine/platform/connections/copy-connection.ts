import { buildChangedDraft, type ConnectionChanges } from './changed-draft.ts';
import { readConnectionRow } from './connection.ts';
import type { ConnectionDraft } from './draft.ts';
import type { Platform } from './platform.ts';

/**
 * A draft of a new connection that is as a saved one but for the changes, with its secrets: they are sealed anew for it,
 * as long as they go to the hosts that they were entered for. Throws CONNECTION_UNKNOWN, KEY_WRONG, SECRET_UNREADABLE,
 * SECRET_BOUND_ELSEWHERE, SECRET_UNSEALED.
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

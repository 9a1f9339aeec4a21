import { type ConnectionChanges, changedDraft } from './changed-draft.ts';
import { connectionRow } from './connection.ts';
import type { ConnectionDraft } from './draft.ts';
import type { Platform } from './platform.ts';

/**
 * A draft of a new connection that is as a saved one but for the changes, with its secrets: they are sealed anew for it,
 * as long as they go to the hosts that they were entered for. Throws CONNECTION_UNKNOWN, KEY_WRONG, SECRET_UNREADABLE,
 * SECRET_BOUND_ELSEWHERE, SECRET_UNSEALED.
 */
export async function likeConnection(
  platform: Platform,
  ref: string,
  changes: ConnectionChanges & Pick<ConnectionDraft, 'name'>,
): Promise<ConnectionDraft> {
  const row = await connectionRow(platform.store.db, ref);
  const { draft } = await changedDraft(platform, row, { description: '', ...changes });
  return draft;
}

import { type EngineError, toEngineError } from '../../base/errors/index.ts';
import { type ConnectionChanges, changedDraft } from './changed-draft.ts';
import { connectionRow } from './connection.ts';
import { connectionProblems } from './draft-context.ts';
import type { Platform } from './platform.ts';

/**
 * Everything that is wrong with a saved connection as it would be with changes, for a form to show at once. Rejects with
 * CONNECTION_UNKNOWN alone.
 */
export async function connectionChangeProblems(
  platform: Platform,
  ref: string,
  changes: ConnectionChanges,
): Promise<readonly EngineError[]> {
  const row = await connectionRow(platform.store.db, ref);
  try {
    const { draft } = await changedDraft(platform, row, changes);
    return await connectionProblems(platform, draft, row.id);
  } catch (error) {
    return [toEngineError(error)];
  }
}

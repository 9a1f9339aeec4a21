import { type EngineError, toEngineError } from '../../base/errors/index.ts';
import { buildChangedDraft, type ConnectionChanges } from './changed-draft.ts';
import { readConnectionRow } from './connection.ts';
import { findConnectionProblems } from './draft-context.ts';
import type { Platform } from './platform.ts';

/**
 * Everything that is wrong with a saved connection as it would be with changes, for a form to show at once. Rejects with
 * CONNECTION_UNKNOWN alone.
 */
export async function findConnectionChangeProblems(
  platform: Platform,
  ref: string,
  changes: ConnectionChanges,
): Promise<readonly EngineError[]> {
  const row = await readConnectionRow(platform.store.db, ref);
  try {
    const { draft } = await buildChangedDraft(platform, row, changes);
    return await findConnectionProblems(platform, draft, row.id);
  } catch (error) {
    return [toEngineError(error)];
  }
}

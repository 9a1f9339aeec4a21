import { type EngineError, toEngineError } from '../../base/errors/index.ts';
import { buildChangedDraft, type ConnectionChanges } from './changed-draft.ts';
import { readConnectionRow } from './connection.ts';
import { findConnectionProblems } from './draft-context.ts';
import type { Platform } from './platform.ts';

/**
 * Lists all problems that a saved connection would have after changes, for display in a form. Rejects only with
 * CONNECTION_UNKNOWN.
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

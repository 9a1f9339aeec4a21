import type { Selectable } from 'kysely';
import { engineError } from '../../base/errors/index.ts';
import type { Store, Tx } from '../../inventory/store/store.ts';
import type { RunRow } from '../../inventory/store/tables.ts';

/**
 * Reads a run and locks it until the transaction ends. Always call this before updating its slices and after writing records of a
 * slice, to prevent deadlocks. Throws RUN_UNKNOWN.
 */
export async function lockRun(tx: Tx, { kind }: Store, runId: string): Promise<Selectable<RunRow>> {
  const query = tx.selectFrom('run').selectAll().where('id', '=', runId);
  // SQLite has a single writer and no FOR UPDATE clause.
  const row = await (kind === 'postgres' ? query.forUpdate() : query).executeTakeFirst();
  if (!row) throw engineError('RUN_UNKNOWN', { run: runId });
  return row;
}

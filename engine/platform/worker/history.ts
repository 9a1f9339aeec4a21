import type { Tx } from '../../inventory/store/store.ts';

/** Runs of a connection of which all is kept; of older ones the report. */
const KEPT_RUNS = 20;

/** Drops the details of a connection's old runs. */
export async function forgetOldRuns(tx: Tx, connectionId: string): Promise<void> {
  const old = await tx
    .selectFrom('run')
    .select('id')
    .where('connection_id', '=', connectionId)
    .where('finished_at', 'is not', null)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .offset(KEPT_RUNS)
    .limit(KEPT_RUNS)
    .execute();
  if (old.length === 0) return;
  const ids = old.map(({ id }) => id);
  await tx.deleteFrom('request').where('run_id', 'in', ids).execute();
  await tx.deleteFrom('reject').where('run_id', 'in', ids).execute();
  await tx.deleteFrom('parent').where('run_id', 'in', ids).execute();
  await tx.deleteFrom('slice').where('run_id', 'in', ids).execute();
  await tx.updateTable('run').set({ setup: '{}' }).where('id', 'in', ids).execute();
}

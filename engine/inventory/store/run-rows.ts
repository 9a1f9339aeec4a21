import type { RunReport } from '../../base/report/report.generated.ts';
import type { Tx } from './store.ts';
import type { RunRow } from './tables.ts';

/** Columns that differ between runs when they are added. */
type NewRun = Pick<RunRow, 'id' | 'connection_id' | 'reason' | 'slot' | 'state' | 'setup' | 'full' | 'created_at'> &
  Pick<RunRow, 'started_at'>;

/** Adds a run without results. */
export async function addRun(tx: Tx, run: NewRun): Promise<void> {
  await tx
    .insertInto('run')
    .values({ ...run, stage: 0, cancelled: 0, finished_at: null, report: null, error: null })
    .execute();
}

/** End of a run; an interrupted run of a single process has no report. */
export interface RunEnd {
  readonly state: 'PROCESSED' | 'ERRORED' | 'CANCELLED';
  readonly at: number;
  readonly report?: RunReport | undefined;
  /** Replaces the run's setup, once its secrets are no longer needed. */
  readonly setup?: string;
}

/** Writes the end of a run to its row. */
export async function finishRun(tx: Tx, runId: string, { state, at, report, setup }: RunEnd): Promise<void> {
  await tx
    .updateTable('run')
    .set({
      state,
      cancelled: state === 'CANCELLED' ? 1 : 0,
      finished_at: at,
      ...(report ? { report: JSON.stringify(report), error: report.error && JSON.stringify(report.error) } : {}),
      ...(state === 'PROCESSED' && report ? { full: report.mode === 'full' ? 1 : 0 } : {}),
      ...(setup === undefined ? {} : { setup }),
    })
    .where('id', '=', runId)
    .execute();
}

/** Number of runs of a connection that keep their details; older ones keep only their report. */
const KEPT_RUNS = 20;

/** Deletes the details of a connection's old runs. */
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

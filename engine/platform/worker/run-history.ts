import type { Database } from '../../inventory/store/store.ts';
import { listRuns, type RunSummary } from './runs.ts';
import { addWritten, listWritten, NOTHING_WRITTEN, type SliceProgress } from './slice.ts';

/** Run in the history of its connection. */
export interface RunCounts extends Pick<RunSummary, 'id' | 'state' | 'createdAt' | 'startedAt' | 'finishedAt'> {
  /** Records that the run added, of all entities. */
  readonly added: number;
  /** Records that the run changed, or found again after they were absent. */
  readonly changed: number;
  readonly rejected: number;
}

/** Runs of the history. */
export const MAX_HISTORY = 30;

async function countRecords(db: Database, { id, report, ...run }: RunSummary): Promise<RunCounts> {
  const slices = await db
    .selectFrom('slice')
    .select('checkpoint')
    .where('run_id', '=', id)
    .where('checkpoint', 'is not', null)
    .execute();
  const written = slices
    .map(({ checkpoint }) => (JSON.parse(checkpoint ?? '{}') as SliceProgress).written)
    .reduce(addWritten, NOTHING_WRITTEN);
  const entities = listWritten(written).map(([, counts]) => counts);
  return {
    id,
    state: run.state,
    createdAt: run.createdAt,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    added: entities.reduce((sum, { added }) => sum + added, 0),
    changed: entities.reduce((sum, { changed, returned }) => sum + changed + returned, 0),
    rejected: Object.values(report?.entities ?? {}).reduce((sum, entity) => sum + entity.rejected, 0),
  };
}

/** Lists the finished runs of a connection with their effect on the store, newest first. */
export async function listRunHistory(db: Database, connectionId: string): Promise<readonly RunCounts[]> {
  const runs = await listRuns(db, { connectionId, limit: MAX_HISTORY });
  const history: RunCounts[] = [];
  // One after the other: a run may have thousands of slices, and each query returns control to other requests.
  for (const run of runs) if (run.finishedAt !== null) history.push(await countRecords(db, run));
  return history;
}

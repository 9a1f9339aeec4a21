import type { Tx } from '../../inventory/store/store.ts';
import type { SliceRow } from '../../inventory/store/tables.ts';
import type { Queue } from './queue.ts';

/** Ordinal of planning slices; reading slices count from 0. */
export const PLANNING = -1;

const INITIAL = {
  state: 'WAITING',
  attempt: 0,
  failures: 0,
  not_before: 0,
  checkpoint: null,
  worker: null,
  leased_until: null,
  started_at: null,
  finished_at: null,
  error: null,
} as const;

/** Planned slice. */
export type NewSlice = Pick<SliceRow, 'id' | 'run_id' | 'stage' | 'ordinal' | 'stream' | 'part'>;

/** Rows per statement. */
const ROWS = 500;

/** Stores the slices of a run and adds them to the queue. */
export async function addSlices(tx: Tx, queue: Queue, slices: readonly NewSlice[]): Promise<void> {
  for (let from = 0; from < slices.length; from += ROWS) {
    const some = slices.slice(from, from + ROWS);
    await tx
      .insertInto('slice')
      .values(some.map((slice) => ({ ...slice, ...INITIAL })))
      .execute();
  }
  const [first] = slices;
  if (!first) return;
  const { tries } = await tx.selectFrom('run').select('tries').where('id', '=', first.run_id).executeTakeFirstOrThrow();
  await queue.add(
    tx,
    slices.map(({ id, ordinal }) => ({ slice: id, ordinal, tries })),
  );
}

/** Adds the open slices of a run, or of all runs, to the queue: resumed ones, and those of a restored backup or an upgrade. */
export async function queueOpenSlices(tx: Tx, queue: Queue, runId?: string): Promise<void> {
  let query = tx
    .selectFrom('slice')
    .innerJoin('run', 'run.id', 'slice.run_id')
    .select(['slice.id as slice', 'slice.ordinal', 'run.tries'])
    .where('slice.state', 'in', ['WAITING', 'RUNNING']);
  if (runId !== undefined) query = query.where('run.id', '=', runId);
  await queue.add(tx, await query.execute());
}

/** Adds a slice that plans a stage. A stage is planned late, because it depends on the items of the previous one. */
export const addPlanningSlice = (
  tx: Tx,
  queue: Queue,
  { id, runId, stage }: { readonly id: string; readonly runId: string; readonly stage: number },
): Promise<void> =>
  addSlices(tx, queue, [{ id, run_id: runId, stage, ordinal: PLANNING, stream: '', part: '{"kind":"all"}' }]);

import type { Tx } from '../../inventory/store/store.ts';
import type { SliceRow } from '../../inventory/store/tables.ts';
import type { Queue } from './queue.ts';

/** Ordinals of the slices that plan; those that read count from 0. */
export const PLANNING = -1;

const FRESH = {
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

/** A slice as it is planned. */
export type NewSlice = Pick<SliceRow, 'id' | 'run_id' | 'stage' | 'ordinal' | 'stream' | 'part'>;

/** Rows that one statement takes. */
const ROWS = 500;

/** Stores slices and makes them known. */
export async function addSlices(tx: Tx, queue: Queue, slices: readonly NewSlice[]): Promise<void> {
  for (let from = 0; from < slices.length; from += ROWS) {
    const some = slices.slice(from, from + ROWS);
    await tx
      .insertInto('slice')
      .values(some.map((slice) => ({ ...slice, ...FRESH })))
      .execute();
  }
  await queue.announce(
    tx,
    slices.map(({ id, ordinal }) => ({ slice: id, ordinal })),
  );
}

/** The slice whose work is to plan a stage: it is known only now what the stage before has found. */
export const addPlanningSlice = (
  tx: Tx,
  queue: Queue,
  { id, runId, stage }: { readonly id: string; readonly runId: string; readonly stage: number },
): Promise<void> =>
  addSlices(tx, queue, [{ id, run_id: runId, stage, ordinal: PLANNING, stream: '', part: '{"kind":"all"}' }]);

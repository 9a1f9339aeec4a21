import type { Tx } from '../../inventory/store/store.ts';
import type { SliceRow } from '../../inventory/store/tables.ts';
import { createId } from '../connections/new-id.ts';
import type { WorkerParts } from './parts.ts';
import type { Queue } from './queue.ts';
import type { SlicePart } from './slice.ts';

/** Ordinal of planning slices; reading slices count from 0. */
export const PLANNING = -1;

const INITIAL = {
  state: 'WAITING',
  attempt: 0,
  failures: 0,
  not_before: 0,
  checkpoint: null,
  worker: null,
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

/** Returns how many reading slices a stage has. Exact within a transaction that locks the run. */
export async function countReadingSlices(tx: Tx, runId: string, stage: number): Promise<number> {
  const { last } = await tx
    .selectFrom('slice')
    .select((has) => has.fn.max('ordinal').as('last'))
    .where('run_id', '=', runId)
    .where('stage', '=', stage)
    .executeTakeFirstOrThrow();
  return (last ?? PLANNING) + 1;
}

/** Slices of a stage, which read a stream. */
export interface ReadingSlices {
  readonly runId: string;
  readonly stage: number;
  readonly stream: string;
  /** Number of slices that the stage has. */
  readonly first: number;
  readonly parts: readonly SlicePart[];
}

/** Adds slices after the `first` ones of the stage. The transaction must lock the run. */
export async function addReadingSlices(
  tx: Tx,
  { platform, queue }: Pick<WorkerParts, 'platform' | 'queue'>,
  { runId, stage, stream, first, parts }: ReadingSlices,
): Promise<void> {
  const slices = parts.map((part, index) => ({
    ...{ id: createId(platform), run_id: runId, stage, ordinal: first + index, stream },
    part: JSON.stringify(part),
  }));
  await addSlices(tx, queue, slices);
}

/** Returns whether a stage, or one before it, has unfinished slices. */
export async function hasOpenSlices(tx: Tx, runId: string, stage: number): Promise<boolean> {
  const open = await tx
    .selectFrom('slice')
    .select('id')
    .where('run_id', '=', runId)
    .where('stage', '<=', stage)
    .where('state', '!=', 'DONE')
    .limit(1)
    .executeTakeFirst();
  return open !== undefined;
}

/** Adds a slice that plans a stage. A stage is planned late, because it depends on the items of the previous one. */
export const addPlanningSlice = (
  tx: Tx,
  queue: Queue,
  { id, runId, stage }: { readonly id: string; readonly runId: string; readonly stage: number },
): Promise<void> =>
  addSlices(tx, queue, [{ id, run_id: runId, stage, ordinal: PLANNING, stream: '', part: '{"kind":"all"}' }]);

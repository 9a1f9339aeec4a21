import type { Database } from '../../inventory/store/store.ts';
import type { CompiledStream } from '../../pipeline/connector/index.ts';
import { createParents } from '../../pipeline/run/parents.ts';
import { listPartitions } from '../../pipeline/run/partitions.ts';
import { createId } from '../connections/new-id.ts';
import { type ClaimedSlice, updateClaimed } from './claim.ts';
import { closeRun } from './close-run.ts';
import { lockRun } from './lock-run.ts';
import type { WorkerParts } from './parts.ts';
import { addSlices, type NewSlice } from './planning-slice.ts';
import type { ParentPosition, SlicePart } from './slice.ts';
import type { WorkerRun } from './worker-run.ts';

/** Approximate number of slices of a stream: enough for many workers, with negligible overhead. */
const SLICES = 40;
/** Maximum number of partitions of a slice, which limits the work lost with a worker. */
const MAX_PARTITIONS = 50;

const sliceSize = (count: number): number => Math.min(MAX_PARTITIONS, Math.max(1, Math.ceil(count / SLICES)));

const readParentPositions = (db: Database, runId: string, stream: string): Promise<readonly ParentPosition[]> =>
  db
    .selectFrom('parent')
    .select(['slice', 'seq'])
    .where('run_id', '=', runId)
    .where('stream', '=', stream)
    .orderBy('slice')
    .orderBy('seq')
    .execute();

/** Splits a stream into slices of parents or, without parents, of time windows. */
async function planParts(db: Database, run: WorkerRun, stream: CompiledStream): Promise<readonly SlicePart[]> {
  if (stream.partition) {
    const positions = await readParentPositions(db, run.id, stream.partition.parent);
    const size = sliceSize(positions.length);
    return positions
      .filter((_, at) => at % size === 0)
      .map((first, at) => ({ kind: 'parents', first, count: Math.min(size, positions.length - at * size) }));
  }
  const { connector, setup, now } = run;
  let count = 0;
  const parents = createParents();
  for await (const _ of listPartitions({ connector, stream, parents, cursors: setup.cursors, now })) count += 1;
  if (count <= 1) return [{ kind: 'all' }];
  const size = sliceSize(count);
  return Array.from({ length: Math.ceil(count / size) }, (_, at) => ({
    kind: 'ordinals',
    from: at * size,
    to: Math.min(count, (at + 1) * size),
  }));
}

interface Stage {
  readonly stage: number;
  readonly stream: CompiledStream | undefined;
  readonly parts: readonly SlicePart[];
}

/** Finds the first stage from `from` that has slices; `stream` is undefined if all streams are read. */
async function findNextStage(db: Database, run: WorkerRun, from: number): Promise<Stage> {
  for (const [stage, stream] of run.connector.streams.entries()) {
    if (stage < from) continue;
    const parts = await planParts(db, run, stream);
    if (parts.length > 0) return { stage, stream, parts };
  }
  return { stage: run.connector.streams.length, stream: undefined, parts: [] };
}

/** Plans the next stage of a run, or closes the run if all streams are read. */
export async function planStage(parts: WorkerParts, run: WorkerRun, slice: ClaimedSlice) {
  const { platform, queue, tell } = parts;
  const { store, clock } = platform;
  const next = await findNextStage(store.db, run, slice.stage);
  const { stream } = next;
  if (!stream) return closeRun(parts, run, slice);
  const slices = next.parts.map(
    (part, ordinal): NewSlice => ({
      id: createId(platform),
      run_id: run.id,
      stage: next.stage,
      ordinal,
      stream: stream.name,
      part: JSON.stringify(part),
    }),
  );
  await store.transaction(async (tx) => {
    await lockRun(tx, store, run.id);
    await updateClaimed(tx, slice, { state: 'DONE', finished_at: clock.now() });
    await tx
      .updateTable('run')
      .set((has) => ({
        stage: next.stage,
        state: 'PROCESSING',
        started_at: has.fn.coalesce('started_at', has.val(clock.now())),
      }))
      .where('id', '=', run.id)
      .execute();
    await addSlices(tx, queue, slices);
  });
  tell({
    type: 'slices-planned',
    connectionId: run.connectionId,
    runId: run.id,
    stream: stream.name,
    slices: slices.length,
  });
}

import type { Database } from '../../inventory/store/store.ts';
import type { CompiledStream } from '../../pipeline/connector/index.ts';
import { listParentStreams } from '../../pipeline/connector/sources.ts';
import { listPartitions } from '../../pipeline/run/partitions.ts';
import { createId } from '../connections/new-id.ts';
import { type ClaimedSlice, updateClaimed } from './claim.ts';
import { closeRun } from './close-run.ts';
import { lockRun } from './lock-run.ts';
import type { WorkerParts } from './parts.ts';
import { addSlices, type NewSlice } from './planning-slice.ts';
import type { ParentPosition, SlicePart } from './slice.ts';
import { findSplitParent } from './split-parent.ts';
import { readAllParents, type WorkerRun } from './worker-run.ts';

/** Approximate number of slices of a stream: enough for many workers, with negligible overhead. */
const SLICES = 40;
/** Maximum number of partitions of a slice, which limits the work lost with a worker. */
const MAX_PARTITIONS = 50;

/** Maximum number of slices whose partitions are counted. */
const MAX_ORDINAL_SLICES = 200;

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

/** Splits a stream into slices of parents where possible, and otherwise into ranges of its partitions. */
async function planParts(db: Database, run: WorkerRun, stream: CompiledStream): Promise<readonly SlicePart[]> {
  const split = findSplitParent(stream);
  if (split === undefined) return planOrdinals(db, run, stream);
  const positions = await readParentPositions(db, run.id, split);
  const size = sliceSize(positions.length);
  return positions
    .filter((_, at) => at % size === 0)
    .map((first, at) => ({ kind: 'parents', first, count: Math.min(size, positions.length - at * size) }));
}

/** Splits the partitions of a stream by their order. A slice lists all of them again, so there are not many slices. */
async function planOrdinals(db: Database, { id, connector, setup, now }: WorkerRun, stream: CompiledStream) {
  let [count, hasEmptyList] = [0, false];
  const onEmptyList = () => {
    hasEmptyList = true;
  };
  const parents = await readAllParents(db, id, listParentStreams(stream.sources));
  const context = { connector, stream, parents, cursors: setup.cursors, now, onEmptyList };
  for await (const _ of listPartitions(context)) count += 1;
  const all: readonly SlicePart[] = [{ kind: 'all' }];
  // The slice of an empty stream reports the warning.
  if (count === 0) return stream.sources.length === 0 || hasEmptyList ? all : [];
  // The partitions of a stream that is its own parent become known while it is read.
  if (count === 1 || stream.isRecursive) return all;
  const size = Math.max(sliceSize(count), Math.ceil(count / MAX_ORDINAL_SLICES));
  return Array.from(
    { length: Math.ceil(count / size) },
    (_, at): SlicePart => ({ kind: 'ordinals', from: at * size, to: Math.min(count, (at + 1) * size) }),
  );
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

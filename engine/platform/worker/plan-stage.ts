import type { Database } from '../../inventory/store/store.ts';
import type { CompiledStream } from '../../pipeline/connector/index.ts';
import { listParentStreams } from '../../pipeline/connector/sources.ts';
import { listPartitions } from '../../pipeline/run/partitions.ts';
import { createId } from '../connections/new-id.ts';
import { type ClaimedSlice, updateClaimed } from './claim.ts';
import { closeRun } from './close-run.ts';
import { lockRun } from './lock-run.ts';
import { type ParentsPart, sliceSize, splitParents } from './parent-parts.ts';
import type { WorkerParts } from './parts.ts';
import { addPlanningSlice, addReadingSlices, countReadingSlices, hasOpenSlices, PLANNING } from './planning-slice.ts';
import type { ParentPosition, SlicePart } from './slice.ts';
import { findSplitParent } from './split-parent.ts';
import { readAllParents, type WorkerRun } from './worker-run.ts';

/** Maximum number of slices whose partitions are counted. */
const MAX_ORDINAL_SLICES = 200;

const readParentPositions = (db: Database, runId: string, stream: string): Promise<readonly ParentPosition[]> =>
  db
    .selectFrom('parent')
    .select(['slice', 'seq'])
    .where('run_id', '=', runId)
    .where('stream', '=', stream)
    .orderBy('slice')
    .orderBy('seq')
    .execute();

/** Reads the parts of a stage that were planned while the parents were being read. */
async function readPlannedParts(db: Database, runId: string, stage: number): Promise<readonly ParentsPart[]> {
  const rows = await db
    .selectFrom('slice')
    .select('part')
    .where('run_id', '=', runId)
    .where('stage', '=', stage)
    .where('ordinal', '>', PLANNING)
    .execute();
  return rows.map(({ part }) => JSON.parse(part) as ParentsPart);
}

/** Splits a stream into slices of parents where possible, and otherwise into ranges of its partitions. */
async function planParts(db: Database, run: WorkerRun, stage: number, stream: CompiledStream) {
  const split = findSplitParent(stream);
  if (split === undefined) return { planned: [], parts: await planOrdinals(db, run, stream) };
  const planned = await readPlannedParts(db, run.id, stage);
  const positions = await readParentPositions(db, run.id, split);
  return { planned, parts: splitParents(positions, sliceSize(positions.length), planned) };
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
  /** Slices that exist. */
  readonly planned: number;
  /** Slices to add. */
  readonly parts: readonly SlicePart[];
}

/** Finds the first stage from `from` that has slices; `stream` is undefined if all streams are read. */
async function findNextStage(db: Database, run: WorkerRun, from: number): Promise<Stage> {
  for (const [stage, stream] of run.connector.streams.entries()) {
    if (stage < from) continue;
    const { planned, parts } = await planParts(db, run, stage, stream);
    if (planned.length + parts.length > 0) return { stage, stream, planned: planned.length, parts };
  }
  return { stage: run.connector.streams.length, stream: undefined, planned: 0, parts: [] };
}

/** Plans the next stage of a run, or closes the run if all streams are read. */
export async function planStage(parts: WorkerParts, run: WorkerRun, slice: ClaimedSlice) {
  const { platform, queue, tell } = parts;
  const { store, clock } = platform;
  const next = await findNextStage(store.db, run, slice.stage);
  const { stream } = next;
  if (!stream) return closeRun(parts, run, slice);
  const { stage, parts: added } = next;
  await store.transaction(async (tx) => {
    await lockRun(tx, store, run.id);
    await updateClaimed(tx, slice, { state: 'DONE', finished_at: clock.now() });
    await tx
      .updateTable('run')
      .set((has) => ({
        stage,
        state: 'PROCESSING',
        started_at: has.fn.coalesce('started_at', has.val(clock.now())),
      }))
      .where('id', '=', run.id)
      .execute();
    const first = await countReadingSlices(tx, run.id, stage);
    await addReadingSlices(tx, parts, { runId: run.id, stage, stream: stream.name, first, parts: added });
    // All slices that were planned while the parents were being read have ended.
    if (!(await hasOpenSlices(tx, run.id, stage)))
      await addPlanningSlice(tx, queue, { id: createId(platform), runId: run.id, stage: stage + 1 });
  });
  tell({
    type: 'slices-planned',
    connectionId: run.connectionId,
    runId: run.id,
    stream: stream.name,
    slices: next.planned + added.length,
  });
}

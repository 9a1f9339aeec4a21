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

/** A stream is cut into about so many slices: enough for many workers, few enough to cost nothing. */
const SLICES = 40;
/** Most partitions of a slice: small enough to be lost and done again. */
const MOST_PARTITIONS = 50;

const sliceSize = (count: number): number => Math.min(MOST_PARTITIONS, Math.max(1, Math.ceil(count / SLICES)));

const readParentPositions = (db: Database, runId: string, stream: string): Promise<readonly ParentPosition[]> =>
  db
    .selectFrom('parent')
    .select(['slice', 'seq'])
    .where('run_id', '=', runId)
    .where('stream', '=', stream)
    .orderBy('slice')
    .orderBy('seq')
    .execute();

/** The slices of a stream: some parents each; where it has none, some windows of time each. */
async function planParts(db: Database, run: WorkerRun, stream: CompiledStream): Promise<readonly SlicePart[]> {
  if (stream.partition) {
    const places = await readParentPositions(db, run.id, stream.partition.parent);
    const size = sliceSize(places.length);
    return places
      .filter((_, at) => at % size === 0)
      .map((first, at) => ({ kind: 'parents', first, count: Math.min(size, places.length - at * size) }));
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

/** The first stage from `from` on that has something to read; without a stream when all are read. */
async function findNextStage(db: Database, run: WorkerRun, from: number): Promise<Stage> {
  for (const [stage, stream] of run.connector.streams.entries()) {
    if (stage < from) continue;
    const parts = await planParts(db, run, stream);
    if (parts.length > 0) return { stage, stream, parts };
  }
  return { stage: run.connector.streams.length, stream: undefined, parts: [] };
}

/** Plans the next stage of a run; closes the run when all of its streams are read. */
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

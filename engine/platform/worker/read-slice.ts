import type { Database } from '../../inventory/store/store.ts';
import type { CompiledStream } from '../../pipeline/connector/index.ts';
import type { Batch } from '../../pipeline/run/batch.ts';
import { deleteWrittenJobs, endOpenJobs } from '../../pipeline/run/job.ts';
import type { JobBook } from '../../pipeline/run/job-book.ts';
import { createParents, type Parent, type Parents } from '../../pipeline/run/parents.ts';
import { depthReached, noPartitions, warnOnce } from '../../pipeline/run/partition-warnings.ts';
import { observePartitions, type Partition } from '../../pipeline/run/partitions.ts';
import { readBatchesInOrder } from '../../pipeline/run/stream-batches.ts';
import { createVendorClient } from '../../pipeline/run/vendor-client.ts';
import { createId } from '../connections/new-id.ts';
import type { ClaimedSlice } from './claim.ts';
import type { ParentsPart } from './parent-parts.ts';
import type { WorkerParts } from './parts.ts';
import { addPlanningSlice, hasOpenSlices } from './planning-slice.ts';
import { createRequestRetries } from './request-retries.ts';
import type { SlicePart, SliceProgress } from './slice.ts';
import { createSliceStore, type SliceStore } from './slice-store.ts';
import { findSplitParent, findWholeParents } from './split-parent.ts';
import { readParents, type WorkerRun } from './worker-run.ts';

async function readParentsOfPart(
  db: Database,
  { id }: WorkerRun,
  { stream, part: { first, count } }: { readonly stream: string; readonly part: ParentsPart },
): Promise<readonly Parent[]> {
  const rows = await db
    .selectFrom('parent')
    .select('parent')
    .where('run_id', '=', id)
    .where('stream', '=', stream)
    .where((is) =>
      is.or([is('slice', '>', first.slice), is.and([is('slice', '=', first.slice), is('seq', '>=', first.seq)])]),
    )
    .orderBy('slice')
    .orderBy('seq')
    .limit(count)
    .execute();
  return rows.map(({ parent }) => JSON.parse(parent) as Parent);
}

/**
 * Returns the parents that the partitions of a slice are made of: some items of the parent that is shared out, all of others.
 * Those of a stream that is its own parent are added while it is read.
 */
async function readSliceParents(
  db: Database,
  run: WorkerRun,
  { stream, part }: { readonly stream: CompiledStream; readonly part: SlicePart },
): Promise<Pick<Parents, 'of' | 'add'>> {
  const split = findSplitParent(stream);
  const own = createParents();
  if (stream.isRecursive) own.add(stream.name, await readParents(db, run.id, stream.name));
  if (part.kind === 'parents' && split !== undefined)
    own.add(split, await readParentsOfPart(db, run, { stream: split, part }));
  if (findWholeParents(stream).length === 0) return own;
  const partners = await run.partners();
  const isOwn = (name: string) => name === split || (stream.isRecursive && name === stream.name);
  return { add: own.add, of: (name) => (isOwn(name) ? own : partners).of(name) };
}

interface SlicePartitions {
  readonly stream: CompiledStream;
  readonly part: SlicePart;
  readonly held: SliceStore;
  readonly parents: Pick<Parents, 'of'>;
}

/** Generates the partitions of a slice. */
async function* listPartitionsOfSlice(
  { connector, setup, now }: WorkerRun,
  { stream, part, held, parents }: SlicePartitions,
): AsyncGenerator<Partition> {
  const { warnings } = held.counters;
  const observer = {
    onDelta: held.delta,
    onNone: () => warnings.push(noPartitions(stream)),
    onDeepest: () => warnOnce(warnings, depthReached(stream)),
  };
  const all = observePartitions({ connector, stream, parents, cursors: setup.cursors, now }, observer);
  for await (const one of all)
    if (part.kind !== 'ordinals' || (one.ordinal >= part.from && one.ordinal < part.to)) yield one;
}

/** Slice to read, with its abort signal. */
export interface SliceWork {
  readonly slice: ClaimedSlice;
  readonly signal: AbortSignal;
}

/**
 * Reads a slice from its checkpoint, page by page, and stores the records of each page together with the new checkpoint.
 * Rejects with SLICE_LOST if another worker claimed it.
 */
export async function readSlice(parts: WorkerParts, run: WorkerRun, { slice, signal }: SliceWork): Promise<void> {
  const { platform, ports } = parts;
  const { connector, sessions, rate } = run;
  const stream = connector.streams[slice.stage];
  if (stream?.name !== slice.stream) throw new RangeError(`stage ${slice.stage} is not the stream ${slice.stream}`);
  const held = createSliceStore(parts, { run, slice, stream });
  const { counters, onRequest } = held;
  const retries = createRequestRetries(parts, { run, slice });
  const client = createVendorClient(connector, ports, {
    counters,
    sessions: sessions(signal),
    rate,
    onRequest,
    onRetry: retries.onRetry,
  });
  const partners = await run.partners();
  const reading = { connector, ports, client, parents: partners, counters, runId: run.id, jobs: held.jobs, signal };
  const part = JSON.parse(slice.part) as SlicePart;
  const parents = await readSliceParents(platform.store.db, run, { stream, part });
  const list = () => listPartitionsOfSlice(run, { stream, part, held, parents });
  const wanted = { list, resume: held.resume, leave: (batch: Batch) => batch };
  const ended = { connector, stream, client, counters };
  try {
    for await (const batch of readBatchesInOrder(reading, stream, wanted)) {
      if (stream.isRecursive && !batch.member) parents.add(stream.name, batch.parents);
      await held.add(batch);
    }
  } catch (error) {
    await endJobsOfCancelledRun(platform.store.db, { slice, ended, jobs: held.jobs });
    throw error;
  } finally {
    await retries.close();
  }
  signal.throwIfAborted();
  await finishSlice(parts, held, slice);
  await deleteWrittenJobs(ended, held.jobs);
}

interface OpenJobs {
  readonly slice: ClaimedSlice;
  readonly ended: Parameters<typeof endOpenJobs>[0];
  readonly jobs: JobBook;
}

/** Aborts the jobs of a slice whose run was cancelled, and removes them from its checkpoint: a retry creates them again. */
async function endJobsOfCancelledRun(db: Database, { slice, ended, jobs }: OpenJobs): Promise<void> {
  if (Object.keys(jobs.table).length === 0) return;
  const run = await db.selectFrom('run').select('state').where('id', '=', slice.run_id).executeTakeFirst();
  if (run?.state !== 'CANCELLED') return;
  await endOpenJobs(ended, jobs);
  const row = await db.selectFrom('slice').select('checkpoint').where('id', '=', slice.id).executeTakeFirst();
  const { at, ...rest } = JSON.parse(row?.checkpoint ?? '{}') as Partial<SliceProgress>;
  if (!at?.jobs) return;
  const checkpoint = JSON.stringify({ ...rest, at: { ...at, jobs: {} } });
  await db
    .updateTable('slice')
    .set({ checkpoint })
    .where('id', '=', slice.id)
    .where('state', '=', 'CANCELLED')
    .execute();
}

/** Finishes a slice. The last slice of a stage and of those before it adds the planning slice of the next stage. */
async function finishSlice({ platform, queue }: WorkerParts, held: SliceStore, slice: ClaimedSlice): Promise<void> {
  const { store, clock } = platform;
  const tellStored = await store.transaction(async (tx) => {
    const told = await held.finish(tx, { state: 'DONE', finished_at: clock.now() });
    if (!(await hasOpenSlices(tx, slice.run_id, slice.stage)))
      await addPlanningSlice(tx, queue, { id: createId(platform), runId: slice.run_id, stage: slice.stage + 1 });
    return told;
  });
  tellStored();
}

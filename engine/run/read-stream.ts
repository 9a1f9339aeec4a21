import type { CompiledStream, Connector } from '../connector/connector.ts';
import type { Batch } from './batch.ts';
import { joined } from './cursors.ts';
import { inOrder } from './in-order.ts';
import type { Checkpoint, CursorMark } from './journal.ts';
import { type Partition, partitionsOf } from './partitions.ts';
import type { Ports } from './ports.ts';
import { readPartition } from './read-partition.ts';
import { type RunInProgress, type RunJob, saveCheckpoint } from './resume.ts';
import type { Vendor } from './vendor.ts';
import { createWriter } from './writer.ts';

/** A partition that is ahead of the one being written holds about this many items ready at most. */
const AHEAD_ITEMS = 2000;
/** Between two checkpoints lie at least this many milliseconds. */
const CHECKPOINT_MS = 1000;

export interface RunContext {
  readonly connector: Connector;
  readonly job: RunJob;
  readonly ports: Ports;
  readonly progress: RunInProgress;
  readonly vendor: Vendor;
}

/** Reads one stream's partitions, several at a time, and writes what they give in their order; checkpoints on the way. */
export async function readStream(context: RunContext, stream: CompiledStream): Promise<void> {
  const { connector, job, ports, progress } = context;
  const { parents, cursors, meter, seen } = progress;
  const resume = progress.resume?.stream === stream.name ? progress.resume : undefined;
  const partitions = partitionsOf({ connector, stream, parents, cursors, now: progress.startedAt });
  const writer = createWriter({ sinks: job.sinks, seen, parents, meter });
  progress.checkpoint = resume ?? { stream: stream.name, partition: 0 };
  let savedAt = ports.clock.now();
  for await (const batch of inOrder(behind(partitions, resume), opener(context, stream, resume), ahead(stream))) {
    progress.atPageEnd = false;
    await writer.write(stream, batch);
    if (!batch.page) continue;
    progress.checkpoint = checkpointAfter(progress, stream, batch);
    progress.atPageEnd = true;
    if (ports.clock.now() - savedAt < CHECKPOINT_MS) continue;
    await saveCheckpoint(connector, job, progress);
    savedAt = ports.clock.now();
  }
  progress.checkpoint = { stream: stream.name, partition: Number.MAX_SAFE_INTEGER };
}

const ahead = (stream: CompiledStream) => ({
  concurrency: stream.concurrency,
  weight: (batch: Batch) => Math.max(1, batch.items),
  limit: AHEAD_ITEMS,
});

function opener(context: RunContext, stream: CompiledStream, resume: Checkpoint | undefined) {
  const { connector, job, ports, progress, vendor } = context;
  return (partition: Partition, signal: AbortSignal): AsyncIterable<Batch> => {
    if (partition.start !== undefined) progress.delta = true;
    const reader = {
      connector,
      stream,
      vendor,
      ports,
      parents: progress.parents,
      meter: progress.meter,
      runId: progress.id,
      signal: job.signal ? AbortSignal.any([signal, job.signal]) : signal,
    };
    return readPartition(reader, partition, partition.ordinal === resume?.partition ? resume : undefined);
  };
}

/** The partitions from the one in which the run was stopped on. */
async function* behind(
  partitions: AsyncIterable<Partition>,
  resume: Checkpoint | undefined,
): AsyncGenerator<Partition> {
  for await (const partition of partitions) if (partition.ordinal >= (resume?.partition ?? 0)) yield partition;
}

/** The checkpoint behind a page; at the end of a partition its cursor is noted for the next run. */
function checkpointAfter(progress: RunInProgress, stream: CompiledStream, { page, partition }: Batch): Checkpoint {
  const at = { stream: stream.name, partition: partition.ordinal };
  if (page?.progress === undefined) {
    if (page?.cursor) note(progress, stream, { key: partition.cursorKey, mark: page.cursor });
    return { ...at, partition: partition.ordinal + 1 };
  }
  return {
    ...at,
    progress: page.progress,
    ...(page.given === undefined ? {} : { given: page.given }),
    ...(page.job === undefined ? {} : { job: page.job }),
    ...(page.cursor ? { cursor: page.cursor } : {}),
  };
}

function note(progress: RunInProgress, stream: CompiledStream, { key, mark }: { key: string; mark: CursorMark }): void {
  if (!stream.incremental) return;
  const marks = progress.marks[stream.name] ?? {};
  marks[key] = joined(stream.incremental, marks[key], mark);
  progress.marks[stream.name] = marks;
}

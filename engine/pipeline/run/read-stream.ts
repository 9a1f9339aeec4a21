import type { CompiledStream, Connector } from '../connector/connector.ts';
import { type RunInProgress, type RunJob, saveCheckpoint } from './open-run.ts';
import { createBatchPacker } from './outgoing-records.ts';
import { listPartitions, type Partition } from './partitions.ts';
import type { Ports } from './ports.ts';
import { buildCheckpoint, readBatchesInOrder } from './stream-batches.ts';
import type { VendorClient } from './vendor-client.ts';
import { createWriter } from './writer.ts';

/** Between two checkpoints lie at least this many milliseconds. */
const CHECKPOINT_MS = 1000;

export interface RunContext {
  readonly connector: Connector;
  readonly job: RunJob;
  readonly ports: Ports;
  readonly progress: RunInProgress;
  readonly client: VendorClient;
}

/** Reads one stream's partitions, several at a time, and writes what they give in their order; checkpoints on the way. */
export async function readStream(context: RunContext, stream: CompiledStream): Promise<void> {
  const { connector, job, ports, progress, client } = context;
  const { parents, cursors, counters, seen } = progress;
  const resume = progress.resume?.stream === stream.name ? progress.resume : undefined;
  const all = listPartitions({ connector, stream, parents, cursors, now: progress.startedAt });
  const reading = { connector, ports, client, parents, counters, runId: progress.id, signal: job.signal };
  const part = { partitions: noteDelta(all, progress), resume, leave: createBatchPacker(job.sinks) };
  const writer = createWriter({ sinks: job.sinks, seen, parents, counters, rejectLimit: connector.budget.rejects });
  progress.checkpoint = resume ?? { stream: stream.name, partition: 0 };
  let savedAt = ports.clock.now();
  for await (const batch of readBatchesInOrder(reading, stream, part)) {
    progress.atPageEnd = false;
    await writer.write(stream, batch);
    if (!batch.page || batch.page.unkept) continue;
    progress.checkpoint = buildCheckpoint(progress.marks, stream, batch);
    progress.atPageEnd = true;
    if (ports.clock.now() - savedAt < CHECKPOINT_MS) continue;
    await saveCheckpoint(connector, job, progress);
    savedAt = ports.clock.now();
  }
  progress.checkpoint = { stream: stream.name, partition: Number.MAX_SAFE_INTEGER };
}

/** A run that reads from a cursor on is a delta run. */
async function* noteDelta(partitions: AsyncIterable<Partition>, progress: RunInProgress): AsyncGenerator<Partition> {
  for await (const partition of partitions) {
    if (partition.start !== undefined) progress.delta = true;
    yield partition;
  }
}

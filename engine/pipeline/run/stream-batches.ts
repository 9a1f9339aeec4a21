import { createTable } from '../../base/json/index.ts';
import type { CompiledStream, Connector } from '../connector/connector.ts';
import type { Batch } from './batch.ts';
import { joinMark } from './cursors.ts';
import type { JobBook } from './job-book.ts';
import { mergeInOrder } from './merge-in-order.ts';
import type { Parents } from './parents.ts';
import type { Partition } from './partitions.ts';
import type { Ports } from './ports.ts';
import { readPartition } from './read-partition.ts';
import type { RunCounters } from './run-counters.ts';
import type { ItemQuota, ListPartitions } from './run-limits.ts';
import type { Checkpoint, CursorMark, CursorMarks } from './state-store.ts';
import type { VendorClient } from './vendor-client.ts';

/** A partition that is read ahead buffers about this many items at most. */
const AHEAD_ITEMS = 2000;

/** Everything that reading a stream needs; shared by all streams of a run. */
export interface StreamReadContext {
  readonly connector: Connector;
  readonly ports: Ports;
  readonly client: VendorClient;
  readonly parents: Parents;
  readonly counters: RunCounters;
  readonly runId: string;
  /** Open jobs of the stream. */
  readonly jobs: JobBook;
  readonly signal?: AbortSignal | undefined;
  readonly quota?: ItemQuota | undefined;
}

/** Part of a stream to read, and the form in which batches wait for their turn. */
export interface StreamPart<Left> {
  readonly list: ListPartitions;
  /** Checkpoint to resume from; undefined for a fresh run. */
  readonly resume: Checkpoint | undefined;
  /** Called with each batch as it arrives; only its result is kept. */
  readonly leave: (batch: Batch) => Left;
}

/**
 * Reads several partitions concurrently; yields their batches in the order of the partitions. The partitions of a stream
 * that is its own parent are listed again when the known ones were read, until there is no further one.
 */
export async function* readBatchesInOrder<Left extends Pick<Batch, 'items'>>(
  reading: StreamReadContext,
  stream: CompiledStream,
  part: StreamPart<Left>,
): AsyncGenerator<Left> {
  let next = part.resume?.partition ?? 0;
  for (let isMore = true; isMore; ) {
    const first = next;
    const onPartition = ({ ordinal }: Partition) => {
      next = ordinal + 1;
    };
    yield* readKnown(reading, stream, { ...part, first, onPartition });
    isMore = stream.isRecursive && next > first;
  }
}

interface KnownPart<Left> extends StreamPart<Left> {
  /** Ordinal of the first partition to read. */
  readonly first: number;
  readonly onPartition: (partition: Partition) => void;
}

/** Reads the partitions that are known when they are listed. */
function readKnown<Left extends Pick<Batch, 'items'>>(
  reading: StreamReadContext,
  stream: CompiledStream,
  part: KnownPart<Left>,
): AsyncGenerator<Left> {
  const { resume, leave } = part;
  const open = async function* (partition: Partition, stop: AbortSignal): AsyncGenerator<Left> {
    const signal = reading.signal ? AbortSignal.any([stop, reading.signal]) : stop;
    const from = partition.ordinal === resume?.partition ? resume : undefined;
    for await (const batch of readPartition({ ...reading, stream, signal }, partition, from)) yield leave(batch);
  };
  const ahead = {
    concurrency: stream.concurrency,
    weight: (batch: Left) => Math.max(1, batch.items),
    limit: AHEAD_ITEMS,
  };
  return mergeInOrder(skipToFirst(part), open, ahead);
}

/** Yields the partitions from the first one to read on. */
async function* skipToFirst({ list, first, onPartition }: KnownPart<unknown>): AsyncGenerator<Partition> {
  for await (const partition of list()) {
    if (partition.ordinal < first) continue;
    onPartition(partition);
    yield partition;
  }
}

/** Marks and jobs of a stream that change at the end of a partition. */
export interface StreamProgress {
  readonly marks: CursorMarks;
  readonly jobs: JobBook;
}

/** Returns the checkpoint after a page; at the end of a partition, also records its cursor and the end of its job. */
export function buildCheckpoint(
  { marks, jobs }: StreamProgress,
  stream: CompiledStream,
  { page, partition }: Pick<Batch, 'page' | 'partition'>,
): Checkpoint {
  const at = { ...startCheckpoint(stream, jobs), partition: partition.ordinal };
  if (page?.progress === undefined) {
    jobs.finish(partition.ordinal);
    if (page?.cursor) recordMark(marks, stream, { key: partition.cursorKey, mark: page.cursor });
    return { ...at, partition: partition.ordinal + 1 };
  }
  return {
    ...at,
    progress: page.progress,
    ...(page.given === undefined ? {} : { given: page.given }),
    ...(page.cursor ? { cursor: page.cursor } : {}),
  };
}

/** Returns the checkpoint before the first page of a stream. It refers to the open jobs, so it is saved with the latest. */
export const startCheckpoint = (stream: CompiledStream, { table }: JobBook): Checkpoint => ({
  stream: stream.name,
  partition: 0,
  ...(stream.job ? { jobs: table } : {}),
});

function recordMark(all: CursorMarks, stream: CompiledStream, { key, mark }: { key: string; mark: CursorMark }): void {
  if (!stream.incremental) return;
  const marks = all[stream.name] ?? createTable<CursorMark>();
  marks[key] = joinMark(stream.incremental, marks[key], mark);
  all[stream.name] = marks;
}

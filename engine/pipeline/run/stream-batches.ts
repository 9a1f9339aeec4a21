import { createTable } from '../../base/json/index.ts';
import type { CompiledStream, Connector } from '../connector/connector.ts';
import type { Batch } from './batch.ts';
import { joinMark } from './cursors.ts';
import { mergeInOrder } from './merge-in-order.ts';
import type { Parents } from './parents.ts';
import type { Partition } from './partitions.ts';
import type { Ports } from './ports.ts';
import { readPartition } from './read-partition.ts';
import type { RunCounters } from './run-counters.ts';
import type { Checkpoint, CursorMark, CursorMarks } from './state-store.ts';
import type { VendorClient } from './vendor-client.ts';

/** A partition that is ahead of the one being written holds about this many items ready at most. */
const AHEAD_ITEMS = 2000;

/** What reading streams needs; the same for all streams of a run. */
export interface StreamReadContext {
  readonly connector: Connector;
  readonly ports: Ports;
  readonly client: VendorClient;
  readonly parents: Parents;
  readonly counters: RunCounters;
  readonly runId: string;
  readonly signal?: AbortSignal | undefined;
}

/** Which part of a stream is read, and as what it waits for its turn. */
export interface StreamPart<Left> {
  readonly partitions: AsyncIterable<Partition>;
  /** Where reading was stopped; undefined from the start. */
  readonly resume: Checkpoint | undefined;
  /** Called with each batch as soon as it is there: what it gives is all that is kept of it. */
  readonly leave: (batch: Batch) => Left;
}

/** Reads partitions, several at a time; what they give comes in their order. */
export function readBatchesInOrder<Left extends Pick<Batch, 'items'>>(
  reading: StreamReadContext,
  stream: CompiledStream,
  part: StreamPart<Left>,
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
  return mergeInOrder(skipToResume(part), open, ahead);
}

/** The partitions from the one in which reading was stopped on. */
async function* skipToResume({ partitions, resume }: Omit<StreamPart<unknown>, 'leave'>): AsyncGenerator<Partition> {
  for await (const partition of partitions) if (partition.ordinal >= (resume?.partition ?? 0)) yield partition;
}

/** Where reading goes on behind a page; at the end of a partition its cursor is noted in `marks` (tables) for the next run. */
export function buildCheckpoint(
  marks: CursorMarks,
  stream: CompiledStream,
  { page, partition }: Pick<Batch, 'page' | 'partition'>,
): Checkpoint {
  const at = { stream: stream.name, partition: partition.ordinal };
  if (page?.progress === undefined) {
    if (page?.cursor) recordMark(marks, stream, { key: partition.cursorKey, mark: page.cursor });
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

function recordMark(all: CursorMarks, stream: CompiledStream, { key, mark }: { key: string; mark: CursorMark }): void {
  if (!stream.incremental) return;
  const marks = all[stream.name] ?? createTable<CursorMark>();
  marks[key] = joinMark(stream.incremental, marks[key], mark);
  all[stream.name] = marks;
}

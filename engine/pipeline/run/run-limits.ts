import { createWarning } from '../../base/errors/index.ts';
import type { CompiledStream } from '../connector/connector.ts';
import type { Partition } from './partitions.ts';
import type { RunCounters } from './run-counters.ts';

/** Limits of a trial run, per stream. */
export interface RunLimits {
  readonly partitions?: number;
  /** Items of each stream that gives records. */
  readonly items?: number;
}

/**
 * Number of items that a trial run may still read of a stream, and of each stream that reads its responses too. The
 * partitions share it and are read one at a time.
 */
export interface ItemQuota {
  /** Unlimited for a stream that gives no records. */
  leftOf(stream: string): number;
  take(stream: string, count: number): void;
  /** True if no stream may read further items. */
  readonly isSpent: boolean;
}

/** Lists the partitions of a stream from the first one on. */
export type ListPartitions = () => AsyncIterable<Partition>;

/** Stream as a run reads it. */
export interface LimitedStream {
  readonly stream: CompiledStream;
  readonly list: ListPartitions;
  readonly quota?: ItemQuota;
}

/** Returns the part of a stream that a run reads; adds the warning RUN_LIMITED when it reaches a limit. */
export function limitStream(
  stream: CompiledStream,
  list: ListPartitions,
  { limits, counters }: { limits: RunLimits | undefined; counters: RunCounters },
): LimitedStream {
  if (!limits) return { stream, list };
  let isReported = false;
  const report = (limit: string) => {
    if (isReported) return;
    isReported = true;
    counters.warnings.push(createWarning('RUN_LIMITED', { stream: stream.name, limit }));
  };
  const counted = [stream, ...stream.members].filter(({ mappings }) => mappings.length > 0).map(({ name }) => name);
  const quota =
    limits.items === undefined || counted.length === 0
      ? undefined
      : createQuota(counted, limits.items, () => report(`${limits.items} items`));
  const isOver = (count: number): boolean => {
    if (quota?.isSpent) return true;
    if (limits.partitions === undefined || count < limits.partitions) return false;
    report(`${limits.partitions} partitions`);
    return true;
  };
  const part = () => takePartitions(list(), isOver);
  return quota ? { stream: { ...stream, concurrency: 1 }, list: part, quota } : { stream, list: part };
}

function createQuota(streams: readonly string[], items: number, onSpent: () => void): ItemQuota {
  const left = new Map(streams.map((name) => [name, items]));
  return {
    leftOf: (stream) => left.get(stream) ?? Number.POSITIVE_INFINITY,
    take(stream, count) {
      const before = left.get(stream);
      if (before === undefined || count === 0) return;
      left.set(stream, before - count);
      if (before === count) onSpent();
    },
    get isSpent() {
      return [...left.values()].every((count) => count === 0);
    },
  };
}

async function* takePartitions(
  partitions: AsyncIterable<Partition>,
  isOver: (count: number) => boolean,
): AsyncGenerator<Partition> {
  let count = 0;
  for await (const partition of partitions) {
    if (isOver(count)) return;
    count += 1;
    yield partition;
  }
}

import type { Json } from '../../base/json/index.ts';
import type { CompiledStream } from '../connector/connector.ts';
import type { MappedItems } from './map-items.ts';
import type { Parent } from './parents.ts';
import type { SkipCause } from './partition-warnings.ts';
import type { Partition } from './partitions.ts';
import { countUnmapped, type Entity, type RunCounters, streamCounters, type Warning } from './run-counters.ts';
import type { CursorMark } from './state-store.ts';

/** A piece of a partition, in the order in which it is to be written. */
export interface Batch extends MappedItems {
  readonly partition: Pick<Partition, 'ordinal' | 'key' | 'cursorKey' | 'ancestors'>;
  readonly items: number;
  /** What other streams will refer to. */
  readonly parents: readonly Parent[];
  readonly warnings: readonly Warning[];
  /** Set on the last batch of a page: what is before it need not be read again. */
  readonly page?: PageEnd;
}

export interface PageEnd {
  /** Progress to go on from; absent when the partition is done. */
  readonly progress?: Json;
  /** The place after the page names a secret, so it is not kept: a run that goes on begins at one before it. */
  readonly unkept?: true;
  readonly job?: Json;
  readonly cursor?: CursorMark;
  /** Why the partition was left out. */
  readonly skipped?: SkipCause;
  /** Items that were given so far, against the stream's limit. */
  readonly given?: number;
}

export const NOTHING: MappedItems = { mapped: [], rejects: [], unmapped: [] };

/** Counts what a batch of a stream brought, all but its records. */
export function countBatch(meter: RunCounters, stream: CompiledStream, batch: Omit<Batch, 'mapped'>): void {
  const counters = streamCounters(meter, stream.name);
  meter.current = stream.name;
  counters.items += batch.items;
  if (batch.page) counters.pages += batch.page.skipped ? 0 : 1;
  if (batch.page && batch.page.progress === undefined) counters.partitions += 1;
  if (batch.page?.skipped) meter.skippedPartitions.count += 1;
  for (const reject of batch.rejects) meter.entities[reject.entity as Entity].rejected += 1;
  for (const [name, literal] of batch.unmapped) countUnmapped(meter, name, literal);
  meter.warnings.push(...batch.warnings);
}

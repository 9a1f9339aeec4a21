import type { Json } from '../../base/json/index.ts';
import type { CompiledStream } from '../connector/connector.ts';
import type { RejectScope } from '../sink/index.ts';
import type { MappedItems } from './map-items.ts';
import type { Parent } from './parents.ts';
import type { SkipCause } from './partition-warnings.ts';
import type { Partition, Times } from './partitions.ts';
import {
  type CursorReads,
  countCursors,
  countDefaulted,
  countExpected,
  countUnmapped,
  entityCounters,
  type RunCounters,
  streamCounters,
  type Warning,
} from './run-counters.ts';
import type { CursorMark } from './state-store.ts';

/** Part of a partition: batches are written in this order. */
export interface Batch extends MappedItems {
  /** Stream of the items; absent if it is the stream being read. */
  readonly member?: CompiledStream;
  readonly partition: Pick<Partition, 'ordinal' | 'key' | 'parentKey' | 'cursorKey' | 'ancestors'>;
  /** Time window and cursor of its items. */
  readonly times?: Times;
  readonly items: number;
  /** Items that child streams and lookups refer to. */
  readonly parents: readonly Parent[];
  readonly warnings: readonly Warning[];
  /** Cursor values sought and found, on the last batch of a page. */
  readonly cursors?: CursorReads;
  /** For each entry of the stream's `expects`: whether one of the items has a field of it. */
  readonly expected?: readonly CursorReads[];
  /** Set on the last batch of a page: everything before it is complete. */
  readonly page?: PageEnd;
}

export interface PageEnd {
  /** Position of the next page; absent when the partition is done. */
  readonly progress?: Json;
  /** The next position contains a secret, so it is not saved: a resumed run starts from an earlier one. */
  readonly unkept?: true;
  /** No page was read: a job was created, or has no files. */
  readonly unread?: true;
  /** The stream's limit is reached. */
  readonly full?: true;
  readonly cursor?: CursorMark;
  /** Reason why the partition was skipped. */
  readonly skipped?: SkipCause;
  /** Reason that the vendor gives for a skipped partition. */
  readonly vendorReason?: string | undefined;
  /** Items passed on so far; counts against the stream's limit. */
  readonly given?: number;
}

export const NOTHING: MappedItems = { mapped: [], rejects: [], unmapped: [], defaulted: [] };

/** Returns the values, in addition to its item, that mapping a reject again needs. */
export const buildRejectScope = ({ partition, times }: Pick<Batch, 'partition' | 'times'>): RejectScope => ({
  parentKey: partition.parentKey,
  bindings: { ...partition.ancestors, ...times },
});

/** Adds a batch to the run counters, except for its records. */
export function countBatch(meter: RunCounters, stream: CompiledStream, batch: Omit<Batch, 'mapped'>): void {
  const counters = streamCounters(meter, stream.name);
  meter.current = stream.name;
  streamCounters(meter, (batch.member ?? stream).name).items += batch.items;
  if (batch.page) counters.pages += batch.page.skipped || batch.page.unread ? 0 : 1;
  if (batch.page && batch.page.progress === undefined) counters.partitions += 1;
  if (batch.page?.skipped) meter.skippedPartitions.count += 1;
  for (const reject of batch.rejects) entityCounters(meter, reject.entity).rejected += 1;
  for (const [name, literal] of batch.unmapped) countUnmapped(meter, name, literal);
  for (const [name, literal] of batch.defaulted) countDefaulted(meter, name, literal);
  meter.warnings.push(...batch.warnings);
  if (batch.cursors) countCursors(meter, stream.name, batch.cursors);
  if (batch.expected) countExpected(meter, (batch.member ?? stream).name, batch.expected);
}

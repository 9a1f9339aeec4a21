import type { CompiledStream } from '../connector/connector.ts';
import type { Batch } from './batch.ts';
import { countUnmapped, type Entity, type RunCounters, streamCounters } from './run-counters.ts';

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

import { asLines, asRecords, type SinkRecords } from './records.ts';
import type { Sink, SinkBatch } from './sink.ts';

/** Writes a batch, its records as the sink takes them, however they come. */
export function writeTo(sink: Sink, { asset, finding, rejects }: SinkBatch<SinkRecords>): Promise<void> {
  return sink.takes === 'lines'
    ? sink.write({ asset: asLines(asset), finding: asLines(finding), rejects })
    : sink.write({ asset: asRecords(asset), finding: asRecords(finding), rejects });
}

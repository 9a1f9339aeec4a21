import { asLines, asRecords, type SinkRecords } from './records.ts';
import type { Sink, SinkBatch } from './sink.ts';

/** Writes a batch, its records in the form that the sink takes. */
export function writeTo(sink: Sink, { asset, finding, ...rest }: SinkBatch<SinkRecords>): Promise<void> {
  return sink.takes === 'lines'
    ? sink.write({ ...rest, asset: asLines(asset), finding: asLines(finding) })
    : sink.write({ ...rest, asset: asRecords(asset), finding: asRecords(finding) });
}

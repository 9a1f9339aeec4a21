import { formatLines, type SinkRecords, toRecords } from './records.ts';
import type { Sink, SinkBatch } from './sink.ts';

/** Writes a batch, converting its records to the form that the sink takes. */
export function writeBatch(sink: Sink, { asset, finding, ...rest }: SinkBatch<SinkRecords>): Promise<void> {
  return sink.takes === 'lines'
    ? sink.write({ ...rest, asset: formatLines(asset), finding: formatLines(finding) })
    : sink.write({ ...rest, asset: toRecords(asset), finding: toRecords(finding) });
}

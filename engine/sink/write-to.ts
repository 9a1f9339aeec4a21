import type { JsonObject } from '../json/types.ts';
import type { Sink, SinkBatch, SinkRecord } from './sink.ts';

const textOf = (record: SinkRecord): string => (typeof record === 'string' ? record : JSON.stringify(record));

const recordOf = (record: SinkRecord): JsonObject =>
  typeof record === 'string' ? (JSON.parse(record) as JsonObject) : record;

/** Writes a batch, its records as the sink takes them, however they come. */
export function writeTo(sink: Sink, { asset, finding, rejects }: SinkBatch<SinkRecord>): Promise<void> {
  return sink.takes === 'texts'
    ? sink.write({ asset: asset.map(textOf), finding: finding.map(textOf), rejects })
    : sink.write({ asset: asset.map(recordOf), finding: finding.map(recordOf), rejects });
}

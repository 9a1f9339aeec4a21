import { formatLines, type SinkRecords, toRecords } from './records.ts';
import type { EntityRecords, Sink, SinkBatch } from './sink.ts';

const convertRecords = <To extends SinkRecords>(
  entities: SinkBatch<SinkRecords>['entities'],
  convert: (records: SinkRecords) => To,
): Readonly<Record<string, EntityRecords<To>>> =>
  Object.fromEntries(
    Object.entries(entities).map(([entity, one]) => [entity, { ...one, records: convert(one.records) }]),
  );

/** Writes a batch, converting its records to the form that the sink takes. */
export function writeBatch(sink: Sink, { entities, ...rest }: SinkBatch<SinkRecords>): Promise<void> {
  return sink.takes === 'lines'
    ? sink.write({ ...rest, entities: convertRecords(entities, formatLines) })
    : sink.write({ ...rest, entities: convertRecords(entities, toRecords) });
}

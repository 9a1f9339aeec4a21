import { releaseBytes } from '../../base/json/index.ts';
import type { JsonObject } from '../../base/json/types.ts';
import { type Lines, pickLines, toLines, toTexts } from './lines.ts';

/** Records as values, or as lines of JSON. */
export type SinkRecords = readonly JsonObject[] | Lines;

const isLines = (records: SinkRecords): records is Lines => 'bytes' in records;

/** Counts the records. */
export const countRecords = (records: SinkRecords): number => (isLines(records) ? records.ends : records).length;

/** Picks records by index; `indexes` must be sorted. */
export const pickRecords = (records: SinkRecords, indexes: readonly number[]): SinkRecords =>
  isLines(records) ? pickLines(records, indexes) : indexes.map((at) => records[at] as JsonObject);

/** Releases the memory of written records. */
export function releaseRecords(records: SinkRecords): void {
  if (isLines(records)) releaseBytes(records.bytes);
}

export const formatLines = (records: SinkRecords): Lines => (isLines(records) ? records : toLines(records));

export const toRecords = (records: SinkRecords): readonly JsonObject[] =>
  isLines(records) ? toTexts(records).map((text) => JSON.parse(text) as JsonObject) : records;

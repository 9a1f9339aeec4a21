import { release } from '../../base/json/index.ts';
import type { JsonObject } from '../../base/json/types.ts';
import { type Lines, linesOf, pickLines, textsOf } from './lines.ts';

/** Records as values, or as lines of JSON. */
export type SinkRecords = readonly JsonObject[] | Lines;

const isLines = (records: SinkRecords): records is Lines => 'bytes' in records;

/** How many records there are. */
export const countOf = (records: SinkRecords): number => (isLines(records) ? records.ends : records).length;

/** The records at these places, which are in order. */
export const pick = (records: SinkRecords, places: readonly number[]): SinkRecords =>
  isLines(records) ? pickLines(records, places) : places.map((at) => records[at] as JsonObject);

/** Gives back the memory of records that were written. */
export function releaseRecords(records: SinkRecords): void {
  if (isLines(records)) release(records.bytes);
}

export const asLines = (records: SinkRecords): Lines => (isLines(records) ? records : linesOf(records));

export const asRecords = (records: SinkRecords): readonly JsonObject[] =>
  isLines(records) ? textsOf(records).map((text) => JSON.parse(text) as JsonObject) : records;

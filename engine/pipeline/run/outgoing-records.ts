import type { Json, JsonObject } from '../../base/json/index.ts';
import { type Sink, type SinkRecords, toLines } from '../sink/index.ts';
import type { Batch } from './batch.ts';
import type { Entity } from './run-counters.ts';

/** The mapped records of one entity that wait to be written. */
export interface OutgoingRecords {
  readonly records: SinkRecords;
  /** Identity of each record. */
  readonly identities: readonly string[];
  /** JSON text of the item of each record; empty where no sink stores items. */
  readonly items: readonly string[];
}

/** A batch that waits to be written. */
export interface OutgoingBatch extends Omit<Batch, 'mapped'>, Readonly<Record<Entity, OutgoingRecords>> {}

/** Returns JSON texts of items; an item that came just before is not stringified again, as it may have several records. */
function itemTexts(): (item: Json) => string {
  let last: Json | undefined;
  let text = '';
  return (item) => {
    if (item !== last) [last, text] = [item, JSON.stringify(item)];
    return text;
  };
}

/**
 * Makes a batch as light as its destinations allow while it waits for its turn: its items as text or not at all, and its
 * records as lines where no sink reads them.
 */
export function createBatchPacker(sinks: readonly Sink[]): (batch: Batch) => OutgoingBatch {
  const asLines = sinks.every(({ takes }) => takes === 'lines');
  const withItems = sinks.some(({ storesItems }) => storesItems);
  return ({ mapped, ...batch }) => {
    const textOf = itemTexts();
    const leaving = (wanted: Entity): OutgoingRecords => {
      const records: JsonObject[] = [];
      const identities: string[] = [];
      const items: string[] = [];
      for (const { entity, record, identity, item } of mapped) {
        if (entity !== wanted) continue;
        records.push(record);
        identities.push(identity);
        if (withItems) items.push(textOf(item));
      }
      return { records: asLines ? toLines(records) : records, identities, items };
    };
    return { ...batch, asset: leaving('asset'), finding: leaving('finding') };
  };
}

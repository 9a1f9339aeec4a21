import type { JsonObject } from '../../base/json/index.ts';
import { linesOf, type Sink, type SinkRecords } from '../sink/index.ts';
import type { Batch } from './batch.ts';
import type { Entity } from './meter.ts';

/** The mapped records of one entity that wait to be written, and what identifies each. */
export interface Leaving {
  readonly records: SinkRecords;
  readonly identities: readonly string[];
}

/** A batch that waits to be written. */
export interface LeavingBatch extends Omit<Batch, 'mapped'>, Readonly<Record<Entity, Leaving>> {}

/**
 * Makes a batch as light as its destinations allow while it waits for its turn: its records without the items that they
 * were made from, and as lines where nobody looks into them.
 */
export function leavingFor(sinks: readonly Sink[]): (batch: Batch) => LeavingBatch {
  const asLines = sinks.every(({ takes }) => takes === 'lines');
  return ({ mapped, ...batch }) => {
    const leaving = (wanted: Entity): Leaving => {
      const records: JsonObject[] = [];
      const identities: string[] = [];
      for (const { entity, record, identity } of mapped) {
        if (entity !== wanted) continue;
        records.push(record);
        identities.push(identity);
      }
      return { records: asLines ? linesOf(records) : records, identities };
    };
    return { ...batch, asset: leaving('asset'), finding: leaving('finding') };
  };
}

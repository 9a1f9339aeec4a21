import type { Sink, SinkRecord } from '../sink/index.ts';
import type { Batch } from './batch.ts';
import type { Mapped } from './map-items.ts';

/** A mapped record that waits to be written. */
export interface Leaving extends Pick<Mapped, 'entity' | 'identity'> {
  readonly record: SinkRecord;
}

/** A batch that waits to be written. */
export interface LeavingBatch extends Omit<Batch, 'mapped'> {
  readonly mapped: readonly Leaving[];
}

/**
 * Makes a batch as light as its destinations allow while it waits for its turn: its records without the items that they
 * were made from, and as texts where nobody looks into them (one text is less to keep track of than thirty values).
 */
export function leavingFor(sinks: readonly Sink[]): (batch: Batch) => LeavingBatch {
  const asTexts = sinks.every(({ takes }) => takes === 'texts');
  const leave = ({ entity, identity, record }: Mapped): Leaving => ({
    entity,
    identity,
    record: asTexts ? JSON.stringify(record) : record,
  });
  return (batch) => ({ ...batch, mapped: batch.mapped.map(leave) });
}

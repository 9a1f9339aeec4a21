import { engineError } from '../../base/errors/index.ts';
import { type DestinationName, isInventoryOnly } from '../../base/format/index.ts';
import type { Entity } from '../../manifest/index.ts';
import { parseDestination } from './destination.ts';
import { formatDestination } from './destination-name.ts';
import { createGroupedSink } from './grouped.ts';
import { ETM, OCSF } from './grouped-formats.ts';
import { createNdjsonSink } from './ndjson.ts';
import type { Sink } from './sink.ts';
import type { SinkSource } from './source.ts';
import { createStdoutSink, type WriteText } from './stdout.ts';
import { createStoreSink } from './store.ts';

export { lockedFolder, parseDestination, placeOf } from './destination.ts';
export { findDestinationSecret, formatDestination } from './destination-name.ts';
export { type Lines, toLines } from './lines.ts';
export { countRecords, pickRecords, releaseRecords, type SinkRecords } from './records.ts';
export type { EntityRecords, RecordSink, RejectRecord, RejectScope, Sink, SinkBatch } from './sink.ts';
export type { SinkSource } from './source.ts';
export type { SupersededByEntity } from './superseded.ts';
export { writeBatch } from './write-batch.ts';

/** Input for opening a destination. */
export interface SinkContext {
  readonly writeOut: WriteText;
  /** Entities that the connector produces; default: the built-in ones. */
  readonly entities?: readonly Entity[];
  /** Required by stores only. */
  readonly source?: SinkSource;
}

type Open = (target: string, context: SinkContext) => Sink;

const createStoreRow =
  (scheme: DestinationName): Open =>
  (target, { source }) => {
    if (!source) throw engineError('USAGE', { problem: 'a store destination needs a connection name' });
    return createStoreSink(`${scheme}:${target}`, source);
  };

const SINKS: { readonly [N in DestinationName]: Open } = {
  ndjson: (target, { entities }) => createNdjsonSink(target, entities),
  etm: (target) => createGroupedSink(target, ETM),
  ocsf: (target) => createGroupedSink(target, OCSF),
  sqlite: createStoreRow('sqlite'),
  postgres: createStoreRow('postgres'),
  postgresql: createStoreRow('postgresql'),
  stdout: (_target, context) => createStdoutSink(context.writeOut),
};

/** Opens the sink of `ndjson:<dir>`, `stdout`, … Throws DESTINATION_INVALID, DESTINATION_UNSUITABLE. */
export function openDestination(to: string, context: SinkContext): Sink {
  const { name, target } = parseDestination(to);
  if (isInventoryOnly(name) && context.entities?.every(({ builtIn }) => !builtIn))
    throw engineError('DESTINATION_UNSUITABLE', { destination: formatDestination(to) });
  return SINKS[name](target, context);
}

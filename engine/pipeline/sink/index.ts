import { engineError } from '../../base/errors/index.ts';
import type { DestinationName } from '../../base/format/index.ts';
import { parseDestination } from './destination.ts';
import { etm } from './etm.ts';
import { ndjson } from './ndjson.ts';
import type { Sink } from './sink.ts';
import type { SinkSource } from './source.ts';
import { stdout, type WriteText } from './stdout.ts';
import { storeSink } from './store.ts';

export { lockedFolder, parseDestination, placeOf } from './destination.ts';
export { destinationName, destinationSecret } from './destination-name.ts';
export { linesOf } from './lines.ts';
export { countOf, pick, releaseRecords, type SinkRecords } from './records.ts';
export type { RecordSink, RejectRecord, Sink, SinkBatch } from './sink.ts';
export type { SinkSource } from './source.ts';
export { writeTo } from './write-to.ts';

/** What a destination needs from its surroundings. */
export interface SinkContext {
  readonly writeOut: WriteText;
  /** Only stores ask whose records they get. */
  readonly source?: SinkSource;
}

type Open = (target: string, context: SinkContext) => Sink;

const store =
  (scheme: DestinationName): Open =>
  (target, { source }) => {
    if (!source) throw engineError('USAGE', { problem: 'a store has to be told whose records it gets' });
    return storeSink(`${scheme}:${target}`, source);
  };

const SINKS: { readonly [N in DestinationName]: Open } = {
  ndjson: (target) => ndjson(target),
  etm: (target) => etm(target),
  sqlite: store('sqlite'),
  postgres: store('postgres'),
  postgresql: store('postgresql'),
  stdout: (_target, context) => stdout(context.writeOut),
};

/** Opens the sink of `ndjson:<dir>`, `stdout`, … Throws DESTINATION_INVALID. */
export function openDestination(to: string, context: SinkContext): Sink {
  const { name, target } = parseDestination(to);
  return SINKS[name](target, context);
}

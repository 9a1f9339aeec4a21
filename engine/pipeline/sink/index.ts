import { engineError } from '../../base/errors/index.ts';
import { destinationName } from './destination-name.ts';
import { etm } from './etm.ts';
import { ndjson } from './ndjson.ts';
import type { Sink } from './sink.ts';
import type { SinkSource } from './source.ts';
import { stdout, type WriteText } from './stdout.ts';
import { storeSink } from './store.ts';

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
  (scheme: string): Open =>
  (target, { source }) => {
    if (!source) throw engineError('USAGE', { problem: 'a store has to be told whose records it gets' });
    return storeSink(`${scheme}:${target}`, source);
  };

/** `--to <kind>:<target>`: one row a kind of destination. */
const SINKS: Readonly<Record<string, Open>> = {
  ndjson: (target) => ndjson(target),
  etm: (target) => etm(target),
  sqlite: store('sqlite'),
  postgres: store('postgres'),
  postgresql: store('postgresql'),
  stdout: (_target, context) => stdout(context.writeOut),
};

/** `ndjson:<dir>`, `etm:<dir>`, `stdout`, … → the sink. Throws DESTINATION_INVALID. */
export function openDestination(to: string, context: SinkContext): Sink {
  const colon = to.indexOf(':');
  const kind = colon < 0 ? to : to.slice(0, colon);
  const target = colon < 0 ? '' : to.slice(colon + 1);
  const open = Object.hasOwn(SINKS, kind) ? SINKS[kind] : undefined;
  const targetFits = kind === 'stdout' ? colon < 0 : target !== '';
  const isWhole = !kind.startsWith('postgres') || (target.startsWith('//') && URL.canParse(to));
  if (!open || !targetFits || !isWhole) throw engineError('DESTINATION_INVALID', { to: destinationName(to) });
  return open(target, context);
}

import { engineError } from '../errors/index.ts';
import { etm } from './etm.ts';
import { ndjson } from './ndjson.ts';
import type { Sink } from './sink.ts';
import { stdout, type WriteText } from './stdout.ts';

export type { RejectRecord, Sink, SinkBatch } from './sink.ts';

/** What a destination needs from its surroundings. */
export interface SinkContext {
  readonly writeOut: WriteText;
}

type Open = (target: string, context: SinkContext) => Sink;

/** `--to <kind>:<target>`: one row a kind of destination. */
export const SINKS: Readonly<Record<string, Open>> = {
  ndjson: (target) => ndjson(target),
  etm: (target) => etm(target),
  stdout: (_target, context) => stdout(context.writeOut),
};

/** `ndjson:<dir>`, `etm:<dir>`, `stdout`, … → the sink. Throws DESTINATION_INVALID. */
export function openDestination(to: string, context: SinkContext): Sink {
  const colon = to.indexOf(':');
  const kind = colon < 0 ? to : to.slice(0, colon);
  const target = colon < 0 ? '' : to.slice(colon + 1);
  const open = Object.hasOwn(SINKS, kind) ? SINKS[kind] : undefined;
  const targetFits = kind === 'stdout' ? colon < 0 : target !== '';
  if (!open || !targetFits) throw engineError('DESTINATION_INVALID', { to });
  return open(target, context);
}

import { engineError } from '../../../base/errors/index.ts';
import type { Observer } from '../../../platform/observe/index.ts';
import type { Act, CommandCall } from '../../command.ts';
import { escapeForTerminal } from '../../escape-text.ts';
import { EXIT } from '../../exit-code.ts';
import { createInterrupt } from '../../interrupt.ts';
import { formatEvent } from './event-text.ts';
import { openWorkContext } from './open-work.ts';

/** Slices that a worker does at the same time, unless told otherwise. */
const CONCURRENCY = 4;
const MOST_PORT = 65_535;

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= MOST_PORT) return port;
  throw engineError('USAGE', { problem: `--port is a number up to ${MOST_PORT}, not "${text}"` });
}

const isWatched = ({ options, terminal }: CommandCall): boolean => terminal.isLive && !options.json;

/** Where a worker's words go: sentences to a person at a terminal, else one JSON document a line. */
function createObserver(call: CommandCall, createLog: (write: (line: string) => void) => Observer): Observer {
  const { options, terminal } = call;
  if (options.quiet) return () => undefined;
  if (!isWatched(call)) return createLog((line) => terminal.tell(line));
  return (event) => {
    const sentence = formatEvent(event);
    if (sentence !== undefined)
      terminal.tell(`${new Date().toISOString().slice(11, 19)}  ${escapeForTerminal(sentence)}\n`);
  };
}

/** Says where operators ask, in the form of all else that is said. */
function printOrigin(call: CommandCall, origin: string): void {
  const line = { level: 'info', time: new Date().toISOString(), origin, msg: 'listening' };
  call.terminal.tell(isWatched(call) ? `${origin}/metrics and /healthz\n` : `${JSON.stringify(line)}\n`);
}

/**
 * `worker`: starts what is due and does what is planned, until it is interrupted; then it hands back the rest. With
 * `--port` it answers /metrics and /healthz. Exit 0. Throws USAGE, PORT_TAKEN, and what opening the store throws.
 */
export const worker: Act = async (call) => {
  const { options, terminal } = call;
  const { host = '127.0.0.1' } = options;
  const port = options.port === undefined ? undefined : parsePort(options.port);
  const { createLog, createMetrics, openTraces, startOps, combineObservers } = await import(
    '../../../platform/observe/index.ts'
  );
  const { openWorker } = await import('../../../platform/worker/index.ts');
  const observers: Observer[] = [createObserver(call, createLog)];
  await using work = await openWorkContext(call, combineObservers(observers));
  const { platform, parts } = work;
  const now = () => platform.clock.now();
  const metrics = createMetrics(platform.store, now);
  await using traces = await openTraces(terminal.env, now);
  observers.push(metrics.observe, ...(traces ? [traces.observe] : []));
  const healthy = async () => void (await platform.store.db.selectFrom('worker').select('id').limit(1).execute());
  await using ops = port === undefined ? undefined : await startOps({ metrics, healthy }, { host, port });
  if (ops) printOrigin(call, ops.origin);
  // A log says by its own events that the worker stops.
  using interrupt = createInterrupt(isWatched(call) ? terminal : { ...terminal, tell: () => undefined });
  const { concurrency = CONCURRENCY } = options;
  await openWorker(parts, { concurrency, scheduling: true }).work(interrupt.signal);
  return EXIT.done;
};

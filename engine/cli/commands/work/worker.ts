import { engineError } from '../../../base/errors/index.ts';
import type { Observer } from '../../../platform/observe/index.ts';
import type { Act, CommandCall } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { createInterrupt } from '../../process/interrupt.ts';
import { escapeForTerminal } from '../../text/escape-text.ts';
import { formatEvent } from './event-text.ts';
import { openWorkContext } from './open-work.ts';

/** Default number of slices that a worker processes concurrently. */
const CONCURRENCY = 4;
const MAX_PORT = 65_535;

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= MAX_PORT) return port;
  throw engineError('USAGE', { problem: `invalid port "${text}": use a whole number from 0 to ${MAX_PORT}` });
}

const isWatched = ({ options, terminal }: CommandCall): boolean => terminal.isLive && !options.json;

/** Returns the observer that logs events: readable messages on a terminal, else one JSON document per line. */
function createObserver(call: CommandCall, createLog: (write: (line: string) => void) => Observer): Observer {
  const { options, terminal } = call;
  if (options.quiet) return () => undefined;
  if (!isWatched(call)) return createLog((line) => terminal.tell(line));
  return (event) => {
    const message = formatEvent(event);
    if (message !== undefined)
      terminal.tell(`${new Date().toISOString().slice(11, 19)}  ${escapeForTerminal(message)}\n`);
  };
}

/** Prints the address of the operations endpoints, in the format of the log. */
function printOrigin(call: CommandCall, origin: string): void {
  const line = { level: 'info', time: new Date().toISOString(), origin, msg: 'listening' };
  call.terminal.tell(
    isWatched(call) ? `serving ${origin}/metrics and ${origin}/healthz\n` : `${JSON.stringify(line)}\n`,
  );
}

/**
 * `worker`: starts due connections and executes runs until interrupted, then returns unfinished slices to the queue. With
 * `--port`, serves /metrics and /healthz. Exit code 0. Throws USAGE, PORT_TAKEN and errors of opening the store.
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
  const healthy = async () => void (await platform.store.db.selectFrom('run').select('id').limit(1).execute());
  await using ops = port === undefined ? undefined : await startOps({ metrics, healthy }, { host, port });
  if (ops) printOrigin(call, ops.origin);
  // The log already contains an event when the worker stops.
  using interrupt = createInterrupt(isWatched(call) ? terminal : { ...terminal, tell: () => undefined });
  await interrupt.ready;
  const { concurrency = CONCURRENCY } = options;
  await openWorker(parts, { concurrency, scheduling: true }).work(interrupt.signal);
  return EXIT.done;
};

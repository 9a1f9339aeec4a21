import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { WatchdogData } from './watchdog.ts';

/** The part of Node's own signal handles that is used here. */
interface SignalHandle {
  onsignal: () => void;
  start(signal: number): number;
  unref(): void;
}

const { beats, graceMs, stallMs } = workerData as WatchdogData;
const LOOK_MS = 500;

const end = (why: string): void => {
  writeSync(2, `\nmapwright: ${why}; ending the process\n`);
  process.kill(process.pid, 'SIGKILL');
};

/**
 * Node delivers signals to the main thread alone, whose handlers do not run while it computes. libuv knows no such limit:
 * any loop can have a handle for a signal. Node 24 exposes the handle only as an internal, which this thread is started
 * with; without it, a process that computes without end is ended when it has stalled.
 */
const listen = (name: 'SIGTERM', then: () => void): void => {
  try {
    const { internalBinding } = createRequire(import.meta.url)('internal/test/binding');
    const { Signal } = internalBinding('signal_wrap') as { readonly Signal: new () => SignalHandle };
    const handle = new Signal();
    handle.onsignal = then;
    handle.start(constants.signals[name]);
    handle.unref();
  } catch {
    // Windows, or another Node.
  }
};

listen('SIGTERM', () => setTimeout(() => end(`SIGTERM did not end it within ${graceMs / 1_000} s`), graceMs));

let [seen, since] = [-1, performance.now()];
setInterval(() => {
  const now = Atomics.load(beats, 0);
  if (now !== seen) [seen, since] = [now, performance.now()];
  else if (performance.now() - since > stallMs) end(`the main thread has not answered for ${stallMs / 1_000} s`);
}, LOOK_MS);
parentPort?.postMessage('ready');

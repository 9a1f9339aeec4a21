import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { WatchdogData } from './watchdog.ts';

/** Part of Node's internal signal handle that is used here. */
interface SignalHandle {
  onsignal: () => void;
  start(signal: number): number;
  unref(): void;
}

const { beats, graceMs, stallMs } = workerData as WatchdogData;
const CHECK_MS = 500;

const endProcess = (reason: string): void => {
  writeSync(2, `\nmapwright: ${reason}; ending the process\n`);
  process.kill(process.pid, 'SIGKILL');
};

/**
 * Listens for a signal in this thread. Node runs signal handlers only in the main thread, and not while it is busy; libuv
 * supports signal handles in any loop, but Node 24 exposes them only as an internal, which this thread is started with.
 * Without it, a busy process is ended by the stall check.
 */
const listen = (name: 'SIGTERM', onSignal: () => void): void => {
  try {
    const { internalBinding } = createRequire(import.meta.url)('internal/test/binding');
    const { Signal } = internalBinding('signal_wrap') as { readonly Signal: new () => SignalHandle };
    const handle = new Signal();
    handle.onsignal = onSignal;
    handle.start(constants.signals[name]);
    handle.unref();
  } catch {
    // Not available on Windows or in other Node versions.
  }
};

listen('SIGTERM', () => setTimeout(() => endProcess(`no exit within ${graceMs / 1_000} s after SIGTERM`), graceMs));

let [lastBeat, changedAt] = [-1, performance.now()];
setInterval(() => {
  const beat = Atomics.load(beats, 0);
  if (beat !== lastBeat) [lastBeat, changedAt] = [beat, performance.now()];
  else if (performance.now() - changedAt > stallMs)
    endProcess(`the main thread has not responded for ${stallMs / 1_000} s`);
}, CHECK_MS);
parentPort?.postMessage('ready');

// JavaScript, because stripping types in a new thread loads an 18 MB compiler: 0.14 s of CPU on every start of a run.
import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';

/** @type {import('./watchdog.ts').WatchdogData} */
const { beats, graceMs, stallMs } = workerData;
const CHECK_MS = 500;

const endProcess = (reason) => {
  writeSync(2, `\nmapwright: ${reason}; ending the process\n`);
  process.kill(process.pid, 'SIGKILL');
};

/**
 * Listens for a signal in this thread. Node runs signal handlers only in the main thread, and not while it is busy; libuv
 * supports signal handles in any loop, but Node 24 exposes them only as an internal, which this thread is started with.
 * Without it, a busy process is ended by the stall check.
 */
const listen = (name, onSignal) => {
  try {
    const { internalBinding } = createRequire(import.meta.url)('internal/test/binding');
    const handle = new (internalBinding('signal_wrap').Signal)();
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

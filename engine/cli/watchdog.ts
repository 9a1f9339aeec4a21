import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** What the watchdog's thread is started with. */
export interface WatchdogData {
  /** One number, which the main thread raises as long as it answers. */
  readonly beats: Int32Array<SharedArrayBuffer>;
  readonly graceMs: number;
  readonly stallMs: number;
}

/** A SIGTERM ends the process within 10 s, whatever it is doing. */
const GRACE_MS = 8_000;
/** A main thread that computes for so long is stuck: another worker takes over what it was doing. */
const STALL_MS = 60_000;
const BEAT_MS = 1_000;

const ENTRY = join(import.meta.dirname, `watchdog-thread${extname(import.meta.filename)}`);

/** A watch over this process, until it is disposed. */
export interface Watchdog extends Disposable {
  /** Resolves when the thread watches. */
  readonly ready: Promise<void>;
}

/**
 * Watches this process from a thread of its own: ends it with SIGKILL when a SIGTERM has not ended it in time, and when
 * its main thread stalls. What is stored survives that: see the promise "kill it anywhere".
 */
export function startWatchdog({ graceMs = GRACE_MS, stallMs = STALL_MS } = {}): Watchdog {
  const beats = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const workerData: WatchdogData = { beats, graceMs, stallMs };
  const thread = new Worker(ENTRY, { workerData, execArgv: ['--expose-internals', '--no-warnings'] });
  // Without the watch, the process works as it does with it.
  thread.on('error', () => undefined);
  thread.unref();
  const beat = setInterval(() => Atomics.add(beats, 0, 1), BEAT_MS);
  beat.unref();
  return {
    ready: new Promise((resolve) => thread.once('message', () => resolve())),
    [Symbol.dispose]() {
      clearInterval(beat);
      void thread.terminate();
    },
  };
}

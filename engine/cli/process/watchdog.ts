import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** Worker data of the watchdog thread. */
export interface WatchdogData {
  /** Counter that the main thread increments while it is responsive. */
  readonly beats: Int32Array<SharedArrayBuffer>;
  readonly graceMs: number;
  readonly stallMs: number;
}

/** Grace period after SIGTERM; with startup and checks, the process ends within 10 s. */
const GRACE_MS = 8_000;
/** A main thread without a heartbeat for this long is stuck; another worker takes over its slices. */
const STALL_MS = 60_000;
const BEAT_MS = 1_000;

/** `MAPWRIGHT_WATCHDOG=<grace>:<stall>` in ms shortens both for tests; the published build has no switch. */
const [ownGraceMs, ownStallMs] = (import.meta.filename.endsWith('.ts') ? (process.env['MAPWRIGHT_WATCHDOG'] ?? '') : '')
  .split(':')
  .map((text) => Number(text) || undefined);

const ENTRY = join(import.meta.dirname, 'watchdog-thread.js');

/** Watchdog of this process, stopped on disposal. */
export interface Watchdog extends Disposable {
  /** Resolves when the thread is running, or could not be started. */
  readonly ready: Promise<void>;
}

/**
 * Watches this process from a separate thread and ends it with SIGKILL if SIGTERM does not end it in time or its main thread
 * stalls. This is safe, because stored data survives a kill at any time.
 */
export function startWatchdog({ graceMs = ownGraceMs ?? GRACE_MS, stallMs = ownStallMs ?? STALL_MS } = {}): Watchdog {
  const beats = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const workerData: WatchdogData = { beats, graceMs, stallMs };
  const thread = new Worker(ENTRY, { workerData, execArgv: ['--expose-internals', '--no-warnings'] });
  const ready = new Promise<void>((resolve) => {
    thread.once('message', () => resolve());
    // The process also works without the watchdog.
    thread.on('error', () => resolve());
    thread.once('exit', () => resolve());
  });
  // Referenced until then, so that a wait for it does not end the process.
  void ready.then(() => thread.unref());
  const beat = setInterval(() => Atomics.add(beats, 0, 1), BEAT_MS);
  beat.unref();
  return {
    ready,
    [Symbol.dispose]() {
      clearInterval(beat);
      void thread.terminate();
    },
  };
}

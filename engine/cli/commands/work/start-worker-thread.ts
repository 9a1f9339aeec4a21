import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { toEngineError } from '../../../base/errors/index.ts';
import type { WorkerEvent } from '../../../platform/worker/index.ts';
import type { ThreadData } from './worker-thread.ts';

/** Worker in a separate thread. */
export interface WorkerThread {
  /** Returns unfinished slices to the queue and ends the thread. After a timeout, terminates it; the queue then gives out its slices again. */
  stop(): Promise<void>;
}

const GRACE_MS = 5_000;
const ENTRY = join(import.meta.dirname, `worker-thread${extname(import.meta.filename)}`);

/**
 * Executes runs in a separate thread, so that a sync, which can keep a CPU busy, does not delay HTTP requests. Worker
 * events are sent to `observe`.
 */
export function startWorkerThread(data: ThreadData, observe: (event: WorkerEvent) => void): WorkerThread {
  const thread = new Worker(ENTRY, { workerData: data });
  const ended = new Promise<void>((done) => thread.once('exit', () => done()));
  thread.on('message', observe);
  thread.on('error', (error) => {
    const { code, message } = toEngineError(error);
    observe({ type: 'trouble', doing: 'running the studio’s worker thread', code, message });
  });
  return {
    async stop() {
      thread.postMessage('stop');
      const timer = setTimeout(() => void thread.terminate(), GRACE_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}

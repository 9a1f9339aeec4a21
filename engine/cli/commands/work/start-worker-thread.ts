import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { toEngineError } from '../../../base/errors/index.ts';
import type { WorkerEvent } from '../../../platform/worker/index.ts';
import type { ThreadData } from './worker-thread.ts';

/** A worker in a thread of its own. */
export interface WorkerThread {
  /** Hands back what is not finished; a thread that does not come to it in time is ended, and its leases run out. */
  stop(): Promise<void>;
}

const GRACE_MS = 5_000;
const ENTRY = join(import.meta.dirname, `worker-thread${extname(import.meta.filename)}`);

/**
 * Does runs beside what this thread does: it has people to answer, and a sync keeps a processor busy, the more so with
 * a clumsy expression. What happens is told to `tell`.
 */
export function startWorkerThread(data: ThreadData, tell: (event: WorkerEvent) => void): WorkerThread {
  const thread = new Worker(ENTRY, { workerData: data });
  const ended = new Promise<void>((done) => thread.once('exit', () => done()));
  thread.on('message', tell);
  thread.on('error', (error) => {
    const { code, message } = toEngineError(error);
    tell({ type: 'trouble', doing: 'the studio’s own runs', code, message });
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

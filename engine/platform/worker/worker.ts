import { toEngineError } from '../../base/errors/index.ts';
import { runSlice } from './do-slice.ts';
import type { WorkerParts } from './parts.ts';
import { queueOpenSlices } from './planning-slice.ts';
import { runSchedulerTick } from './scheduler.ts';
import type { SharedClock } from './shared-clock.ts';
import { createWorkerRuns } from './worker-run.ts';

export interface WorkerOptions {
  /** Maximum number of concurrent slices. */
  readonly concurrency: number;
  /** Also start due connections. */
  readonly scheduling: boolean;
}

export interface Worker {
  /** Processes slices until `signal` aborts, then returns unfinished slices to the queue and resolves. */
  work(signal: AbortSignal): Promise<void>;
}

/** Interval of the scheduler. */
const MAINTENANCE_MS = 1000;

/** Creates a worker: it runs the slices that the queue gives it, and starts due connections. */
export function createWorker(
  parts: WorkerParts,
  clock: SharedClock,
  { concurrency, scheduling }: WorkerOptions,
): Worker {
  const { platform, ports, queue, tell } = parts;
  const runs = createWorkerRuns(parts);
  const reportTrouble = (doing: string, error: unknown) => {
    const { code, message } = toEngineError(error);
    tell({ type: 'trouble', doing, code, message });
  };
  const maintain = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      try {
        await clock.sync();
        if (scheduling) await runSchedulerTick(parts);
      } catch (error) {
        reportTrouble('performing maintenance', error);
      }
      await ports.clock.sleep(MAINTENANCE_MS, signal).catch(() => undefined);
    }
  };
  const takeSlices = (signal: AbortSignal) =>
    queue.work({
      concurrency,
      signal,
      async run(ticket) {
        try {
          await runSlice({ parts, runs, ticket, signal: AbortSignal.any([signal, ticket.lost]) });
        } catch (error) {
          reportTrouble('processing a slice', error);
          throw error;
        }
      },
    });
  return {
    async work(signal) {
      await clock.sync();
      try {
        await queue.start();
        await platform.store.transaction((tx) => queueOpenSlices(tx, queue));
        tell({ type: 'worker-started', worker: parts.id });
        signal.addEventListener('abort', () => tell({ type: 'worker-stopping', worker: parts.id }), { once: true });
        await Promise.all([takeSlices(signal), maintain(signal)]);
      } finally {
        // An unreachable store must not prevent the worker from stopping.
        await queue.stop().catch((error: unknown) => reportTrouble('stopping the queue', error));
      }
      tell({ type: 'worker-stopped', worker: parts.id });
    },
  };
}

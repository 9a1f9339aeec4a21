import type { WorkerEvent } from '../worker/index.ts';

export { createLog } from './log.ts';
export { createMetrics, type Metrics } from './metrics.ts';
export { type OpsServer, startOps } from './ops-server.ts';
export { createTraces, type Traces } from './traces.ts';

/** One of those who are told what a worker does. */
export type Observer = (event: WorkerEvent) => void;

/** Tells several; what one of them throws keeps nothing from the others, nor from the worker. */
export const tellAll =
  (observers: readonly Observer[]): Observer =>
  (event) => {
    for (const observe of observers) {
      try {
        observe(event);
      } catch {
        // Watching must never end the work that is watched.
      }
    }
  };

import type { Platform } from '../connections/index.ts';
import { createId } from '../connections/new-id.ts';
import { createBossQueue } from './boss-queue.ts';
import { createLocalQueue } from './local-queue.ts';
import type { WorkerParts } from './parts.ts';
import type { Queue } from './queue.ts';
import { createSharedClock } from './shared-clock.ts';
import { createWorker, type Worker, type WorkerOptions } from './worker.ts';

export { closeAbsentOfRun, isAbsentWarning } from './close-run.ts';
export { collapseOutage } from './collapse-outage.ts';
export type { WorkerEvent } from './events.ts';
export type { WorkerParts } from './parts.ts';
export type { Queue } from './queue.ts';
export { retryRejects } from './retry-rejects.ts';
export { retryRun } from './retry-run.ts';
export { listRunHistory } from './run-history.ts';
export {
  listRejectReasons,
  listRejects,
  listRequests,
  listRuns,
  type RunDetail,
  type RunSummary,
  readRejects,
  readRun,
  readRunRow,
} from './runs.ts';
export { type RunOrder, startRun } from './start-run.ts';
export { cancelRun } from './stop-run.ts';
export { workUntilEnd } from './work-until-end.ts';
export type { Worker, WorkerOptions } from './worker.ts';

/** Creates the queue for a store: one process runs the slices of SQLite, pg-boss those of PostgreSQL. Its errors go to `onError`. */
export const createQueue = ({ store, clock }: Platform, onError: (error: Error) => void): Queue =>
  store.kind === 'postgres' ? createBossQueue(store, onError) : createLocalQueue(store, clock, onError);

/** Creates a worker, which processes slices and starts due connections. */
export function openWorker(parts: Omit<WorkerParts, 'id'>, options: WorkerOptions): Worker {
  const clock = createSharedClock(parts.platform.store, parts.platform.clock);
  const platform = { ...parts.platform, clock };
  return createWorker({ ...parts, platform, id: createId(platform) }, clock, options);
}

import { hostname } from 'node:os';
import type { Platform } from '../connections/index.ts';
import { createId } from '../connections/new-id.ts';
import { createBossQueue } from './boss-queue.ts';
import type { WorkerParts } from './parts.ts';
import { createLockPresence, createProcessPresence, type Presence } from './presence.ts';
import type { Queue } from './queue.ts';
import { createSharedClock } from './shared-clock.ts';
import { createTableQueue } from './table-queue.ts';
import { createWorker, type Worker, type WorkerOptions } from './worker.ts';

export { closeAbsentOfRun, isAbsentWarning } from './close-run.ts';
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

/** Creates the queue for a store: its own table in SQLite, pg-boss in PostgreSQL. Maintenance errors go to `onError`. */
export const createQueue = ({ store, clock }: Platform, onError: (error: Error) => void): Queue =>
  store.kind === 'postgres' ? createBossQueue(store.db, onError) : createTableQueue(store, clock);

/** Creates a worker, which processes slices, starts due connections and takes over slices of dead workers. */
export function openWorker(parts: Omit<WorkerParts, 'id'>, options: WorkerOptions): Worker {
  const { store } = parts.platform;
  const clock = createSharedClock(store, parts.platform.clock);
  const platform = { ...parts.platform, clock };
  const self = { id: createId(platform), host: hostname(), pid: process.pid, now: () => clock.now() };
  const presence: Presence =
    store.kind === 'postgres' ? createLockPresence(store, self) : createProcessPresence(store, self);
  return createWorker({ ...parts, platform, id: self.id }, { presence, clock }, options);
}

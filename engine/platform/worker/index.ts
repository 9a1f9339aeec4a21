import { hostname } from 'node:os';
import type { Platform } from '../connections/index.ts';
import { newId } from '../connections/new-id.ts';
import { bossQueue } from './boss-queue.ts';
import type { WorkerParts } from './parts.ts';
import { lockPresence, type Presence, processPresence } from './presence.ts';
import type { Queue } from './queue.ts';
import { sharedClock } from './shared-clock.ts';
import { tableQueue } from './table-queue.ts';
import { createWorker, type Worker, type WorkerOptions } from './worker.ts';

export { closeAbsentOf, isOfAbsent } from './close-run.ts';
export type { WorkerEvent } from './events.ts';
export type { WorkerParts } from './parts.ts';
export type { Queue } from './queue.ts';
export { retryRejects } from './retry-rejects.ts';
export { retryRun } from './retry-run.ts';
export {
  listRuns,
  type RunDetail,
  type RunSummary,
  rejectsOf,
  requestsOf,
  runRow,
  showRun,
} from './runs.ts';
export { type RunOrder, startRun } from './start-run.ts';
export { cancelRun } from './stop-run.ts';
export { workUntilEnd } from './work-until.ts';
export type { Worker, WorkerOptions } from './worker.ts';

/** The queue that fits the store: its own table in a file, pg-boss on PostgreSQL. Errors of its upkeep go to `onError`. */
export const queueOf = ({ store, clock }: Platform, onError: (error: Error) => void): Queue =>
  store.kind === 'postgres' ? bossQueue(store.db, onError) : tableQueue(store, clock);

/** A worker on this machine: does slices of runs, starts what is due, takes over from workers that died. */
export function openWorker(parts: Omit<WorkerParts, 'id'>, options: WorkerOptions): Worker {
  const { store } = parts.platform;
  const clock = sharedClock(store, parts.platform.clock);
  const platform = { ...parts.platform, clock };
  const self = { id: newId(platform), host: hostname(), pid: process.pid, now: () => clock.now() };
  const presence: Presence = store.kind === 'postgres' ? lockPresence(store, self) : processPresence(store, self);
  return createWorker({ ...parts, platform, id: self.id }, { presence, clock }, options);
}

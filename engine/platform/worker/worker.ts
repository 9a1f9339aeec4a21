import { toEngineError } from '../../base/errors/index.ts';
import { type ClaimedSlice, claimSlice, renewLease } from './claim.ts';
import { runSlice } from './do-slice.ts';
import type { WorkerParts } from './parts.ts';
import type { Presence } from './presence.ts';
import { reapDeadWorkers } from './reap.ts';
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

/** Polling intervals of an empty queue in milliseconds. Starts low, because the next stage of a run may be planned right now. */
const POLL_MS = { first: 20, most: 250 };
/** Interval of lease renewal and of checks for dead workers. */
const MAINTENANCE_MS = 1000;
/** Delay before a retry after an error, such as an unreachable store. */
const TROUBLE_MS = 2000;

interface RunningSlice {
  readonly stop: AbortController;
  readonly done: Promise<void>;
  readonly slice: ClaimedSlice;
}

export function createWorker(
  parts: WorkerParts,
  { presence, clock }: { readonly presence: Presence; readonly clock: SharedClock },
  { concurrency, scheduling }: WorkerOptions,
): Worker {
  const { platform, ports, queue, tell } = parts;
  const runs = createWorkerRuns(parts);
  const running = new Set<RunningSlice>();
  let wake = Promise.withResolvers<void>();
  const wakeUp = () => wake.resolve();

  const reportTrouble = (doing: string, error: unknown) => {
    const { code, message } = toEngineError(error);
    tell({ type: 'trouble', doing, code, message });
  };
  const start = (slice: ClaimedSlice) => {
    const stop = new AbortController();
    const done = runSlice({ parts, runs, slice, signal: stop.signal })
      .catch((error: unknown) => reportTrouble('processing a slice', error))
      .finally(() => {
        running.delete(entry);
        wakeUp();
      });
    const entry: RunningSlice = { stop, done, slice };
    running.add(entry);
  };
  /** Takes a slice from the queue. Returns false if the queue is empty or the worker is busy. */
  const takeOne = async (): Promise<boolean> => {
    const ticket = running.size < concurrency ? await queue.take() : undefined;
    if (!ticket) return false;
    const slice = await claimSlice(platform.store, queue, { ticket, worker: parts.id, now: platform.clock.now() });
    if (slice) start(slice);
    return true;
  };
  /** Waits until a slice ends, slices are announced, or `ms` have passed. */
  const pause = async (ms: number, signal: AbortSignal) => {
    const over = new AbortController();
    const either = AbortSignal.any([over.signal, signal]);
    await Promise.race([wake.promise, ports.clock.sleep(ms, either).catch(() => undefined)]);
    over.abort();
    wake = Promise.withResolvers<void>();
  };
  const takeAll = async (signal: AbortSignal) => {
    let wait = POLL_MS.first;
    while (!signal.aborted) {
      try {
        const isTaken = await takeOne();
        if (!isTaken) await pause(wait, signal);
        wait = isTaken ? POLL_MS.first : Math.min(POLL_MS.most, wait * 2);
      } catch (error) {
        reportTrouble('polling for slices', error);
        await pause(TROUBLE_MS, signal);
      }
    }
  };
  /** Renews the leases of running slices and stops slices that were lost. */
  const renewLeases = async () => {
    for (const { slice, stop } of [...running])
      if (!(await renewLease(platform.store, slice, platform.clock.now()))) stop.abort();
  };
  const maintain = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      try {
        await clock.sync();
        // First, because the calls below may wait for a lock.
        await renewLeases();
        await presence.keep();
        await reapDeadWorkers(parts, presence);
        if (scheduling) await runSchedulerTick(parts);
      } catch (error) {
        reportTrouble('performing maintenance', error);
      }
      await ports.clock.sleep(MAINTENANCE_MS, signal).catch(() => undefined);
    }
  };
  return {
    async work(signal) {
      await clock.sync();
      try {
        await presence.keep();
        await queue.start();
        queue.onWork(wakeUp);
        tell({ type: 'worker-started', worker: parts.id });
        await Promise.all([takeAll(signal), maintain(signal)]);
        tell({ type: 'worker-stopping', worker: parts.id });
        for (const { stop } of running) stop.abort();
        await Promise.all([...running].map(({ done }) => done));
      } finally {
        // Also after a failed start, because closing the store waits for the presence's connection. Errors are only reported:
        // an unreachable store must not prevent the worker from stopping, and its leases expire anyway.
        await queue.stop().catch((error: unknown) => reportTrouble('stopping the queue', error));
        await presence.leave().catch((error: unknown) => reportTrouble('signing off', error));
      }
      tell({ type: 'worker-stopped', worker: parts.id });
    },
  };
}

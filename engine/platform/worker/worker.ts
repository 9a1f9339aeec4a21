import { toEngineError } from '../../base/errors/index.ts';
import { type ClaimedSlice, claimSlice, renewLease } from './claim.ts';
import { runSlice } from './do-slice.ts';
import type { WorkerParts } from './parts.ts';
import type { Presence } from './presence.ts';
import { reapDeadWorkers } from './reap.ts';
import { runSchedulerTick } from './scheduler.ts';
import type { SharedClock } from './shared-clock.ts';
import { createWorkerRuns } from './worker-run.ts';

/** How a worker works. */
export interface WorkerOptions {
  /** Slices that it does at the same time. */
  readonly concurrency: number;
  /** Starts what is due by schedule, too. */
  readonly scheduling: boolean;
}

/** A worker at work. */
export interface Worker {
  /** Works until `signal` aborts; then gives back what it has not finished, and resolves. */
  work(signal: AbortSignal): Promise<void>;
}

/** Between two looks at an empty queue, milliseconds: the first is soon, as the next stage of a run may be planned just now. */
const POLL_MS = { first: 20, most: 250 };
/** Between two looks after dead workers and lost slices. */
const MAINTENANCE_MS = 1000;
/** A worker whose store cannot be reached tries again after this. */
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
  const doing = new Set<RunningSlice>();
  let wake = Promise.withResolvers<void>();
  const nudge = () => wake.resolve();

  const trouble = (what: string, error: unknown) => {
    const { code, message } = toEngineError(error);
    tell({ type: 'trouble', doing: what, code, message });
  };
  const start = (slice: ClaimedSlice) => {
    const stop = new AbortController();
    const done = runSlice({ parts, runs, slice, signal: stop.signal })
      .catch((error: unknown) => trouble('working at a slice', error))
      .finally(() => {
        doing.delete(one);
        nudge();
      });
    const one: RunningSlice = { stop, done, slice };
    doing.add(one);
  };
  /** Takes one slice, if there is one to take; false when there is nothing more to ask for just now. */
  const takeOne = async (): Promise<boolean> => {
    const ticket = doing.size < concurrency ? await queue.take() : undefined;
    if (!ticket) return false;
    const slice = await claimSlice(platform.store, queue, { ticket, worker: parts.id, now: platform.clock.now() });
    if (slice) start(slice);
    return true;
  };
  /** Waits for a slice to end, for a nudge, or for a while. */
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
        trouble('asking for work', error);
        await pause(TROUBLE_MS, signal);
      }
    }
  };
  /** Renews the leases of what is being done; what is no longer ours is stopped. */
  const renewLeases = async () => {
    for (const { slice, stop } of [...doing])
      if (!(await renewLease(platform.store, slice, platform.clock.now()))) stop.abort();
  };
  const keepUp = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      try {
        await clock.sync();
        // Before what may have to wait for a lock.
        await renewLeases();
        await presence.keep();
        await reapDeadWorkers(parts, presence);
        if (scheduling) await runSchedulerTick(parts);
      } catch (error) {
        trouble('keeping up', error);
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
        queue.onWork(nudge);
        tell({ type: 'worker-started', worker: parts.id });
        await Promise.all([takeAll(signal), keepUp(signal)]);
        tell({ type: 'worker-stopping', worker: parts.id });
        for (const { stop } of doing) stop.abort();
        await Promise.all([...doing].map(({ done }) => done));
      } finally {
        // Also after a failed start: the store waits for the connection that holds the presence before it closes. A store
        // that cannot be reached must not keep a worker from ending: its leases expire by themselves.
        await queue.stop().catch((error: unknown) => trouble('leaving the queue', error));
        await presence.leave().catch((error: unknown) => trouble('leaving', error));
      }
      tell({ type: 'worker-stopped', worker: parts.id });
    },
  };
}

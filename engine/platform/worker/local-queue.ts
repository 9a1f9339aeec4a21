import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Store } from '../../inventory/store/store.ts';
import type { Ports } from '../../pipeline/run/ports.ts';
import type { Queue, SliceWork } from './queue.ts';
import { createRunnerLock } from './runner-lock.ts';

/** Polling intervals of an empty queue in milliseconds. Starts low, because the next stage of a run may be planned right now. */
const POLL_MS = { first: 20, most: 250 };
/** Interval of checks for cancelled slices, and of tries to become the process that runs slices. */
const CHECK_MS = 1000;
/** Delay before a retry after an error, such as a full disk. */
const TROUBLE_MS = 2000;
const OPEN = ['WAITING', 'RUNNING'] as const;

/**
 * Creates the queue for one machine: the slice table in the order of its ordinals, run by one process. Others that work on the
 * same store wait until it ends. Errors of polling go to `onError`.
 */
export function createLocalQueue(
  { db, url }: Store,
  clock: Pick<Ports['clock'], 'now'>,
  onError: (error: Error) => void,
): Queue {
  const lock = createRunnerLock(url.slice('sqlite:'.length));
  const active = new Map<string, { readonly lost: AbortController; readonly done: Promise<void> }>();
  let wake = Promise.withResolvers<void>();

  /** Waits until a slice ends, slices are added, or `ms` have passed. */
  const pause = async (ms: number, signal: AbortSignal) => {
    const over = new AbortController();
    const either = AbortSignal.any([over.signal, signal]);
    await Promise.race([wake.promise, sleep(ms, undefined, { signal: either }).catch(() => undefined)]);
    over.abort();
    wake = Promise.withResolvers<void>();
  };
  const findNext = async (): Promise<string | undefined> => {
    const rows = await db
      .selectFrom('slice')
      .select('id')
      .where('state', 'in', OPEN)
      .where('not_before', '<=', clock.now())
      .orderBy('ordinal')
      .orderBy('not_before')
      .limit(active.size + 1)
      .execute();
    return rows.find(({ id }) => !active.has(id))?.id;
  };
  const start = (slice: string, { run }: SliceWork, signal: AbortSignal) => {
    const lost = new AbortController();
    const done = run({ slice, lost: lost.signal })
      // The slice could not be returned: wait before it is taken again.
      .catch(() => sleep(TROUBLE_MS, undefined, { signal }).catch(() => undefined))
      .finally(() => {
        active.delete(slice);
        wake.resolve();
      });
    active.set(slice, { lost, done });
  };
  const takeAll = async (work: SliceWork) => {
    const { signal } = work;
    let wait = POLL_MS.first;
    while (!signal.aborted) {
      try {
        const slice = active.size < work.concurrency ? await findNext() : undefined;
        if (slice === undefined) await pause(wait, signal);
        else start(slice, work, signal);
        wait = slice === undefined ? Math.min(POLL_MS.most, wait * 2) : POLL_MS.first;
      } catch (error) {
        onError(error as Error);
        await pause(TROUBLE_MS, signal);
      }
    }
  };
  /** Aborts slices whose run was cancelled, perhaps by another process. */
  const dropCancelled = async () => {
    if (active.size === 0) return;
    const rows = await db.selectFrom('slice').select('id').where('state', 'in', OPEN).execute();
    const open = new Set(rows.map(({ id }) => id));
    for (const [slice, { lost }] of active) if (!open.has(slice)) lost.abort();
  };
  const checkAll = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      await dropCancelled().catch(onError);
      await sleep(CHECK_MS, undefined, { signal }).catch(() => undefined);
    }
  };
  /**
   * Delays slices that a process died over more than once, each by another time: this separates the slice that it died over
   * from those that were interrupted with it.
   */
  const spread = () =>
    db
      .updateTable('slice')
      .set({ not_before: sql<number>`${clock.now()} + abs(random() % 1000) * (1 << min(failures, 5))` })
      .where('state', '=', 'RUNNING')
      .where('failures', '>', 0)
      .execute();
  return {
    start: async () => undefined,
    add: async () => wake.resolve(),
    remove: async () => undefined,
    hold: async () => true,
    postpone: async () => wake.resolve(),
    async work(work) {
      const { signal } = work;
      while (!lock.tryHold()) {
        await sleep(CHECK_MS, undefined, { signal }).catch(() => undefined);
        if (signal.aborted) return;
      }
      try {
        await spread();
        await Promise.all([takeAll(work), checkAll(signal)]);
        await Promise.all([...active.values()].map(({ done }) => done));
      } finally {
        lock.release();
      }
    },
    stop: async () => undefined,
  };
}

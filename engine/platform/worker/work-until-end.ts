import type { Store } from '../../inventory/store/store.ts';
import type { Ports } from '../../pipeline/run/ports.ts';
import type { Worker } from './worker.ts';

const POLL_MS = 200;

/** Run to wait for. */
export interface AwaitedRun {
  readonly runId: string;
  readonly signal: AbortSignal;
  readonly clock: Ports['clock'];
}

/**
 * Runs the worker until the run has ended, including slices of other workers, or until `signal` aborts, which leaves the run
 * to the next worker. Returns true if the run has ended.
 */
export async function workUntilEnd(
  worker: Worker,
  { db }: Store,
  { runId, signal, clock }: AwaitedRun,
): Promise<boolean> {
  const stop = new AbortController();
  const working = worker.work(AbortSignal.any([stop.signal, signal]));
  const hasEnded = async () => {
    const row = await db.selectFrom('run').select('finished_at').where('id', '=', runId).executeTakeFirst();
    return row?.finished_at !== null;
  };
  try {
    while (!signal.aborted) {
      if (await hasEnded()) return true;
      await clock.sleep(POLL_MS, signal).catch(() => undefined);
    }
    return await hasEnded();
  } finally {
    stop.abort();
    await working;
  }
}

import type { Store } from '../../inventory/store/store.ts';
import type { Ports } from '../../pipeline/run/ports.ts';
import type { Worker } from './worker.ts';

/** Between two looks whether the run has ended, milliseconds. */
const LOOK_MS = 200;

/** A run that is worked at here and now. */
export interface AwaitedRun {
  readonly runId: string;
  readonly signal: AbortSignal;
  readonly clock: Ports['clock'];
}

/**
 * Works until the run has ended, whoever does its slices, or `signal` aborts: then the run stays, and goes on with the
 * next worker. True when it has ended.
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
      await clock.sleep(LOOK_MS, signal).catch(() => undefined);
    }
    return await hasEnded();
  } finally {
    stop.abort();
    await working;
  }
}

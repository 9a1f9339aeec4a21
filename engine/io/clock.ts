import { setTimeout as wait } from 'node:timers/promises';
import type { Ports } from '../pipeline/run/ports.ts';

// Node fires a timer that is set beyond this at once.
const LONGEST_TIMER = 2 ** 31 - 1;

async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  try {
    for (let left = ms; left > 0; left -= LONGEST_TIMER)
      await wait(Math.min(left, LONGEST_TIMER), undefined, signal ? { signal } : {});
  } catch (error) {
    // The timer wraps the reason into an error of its own.
    signal?.throwIfAborted();
    throw error;
  }
}

/** The machine's clock. */
export const systemClock: Ports['clock'] = { now: () => Date.now(), sleep };

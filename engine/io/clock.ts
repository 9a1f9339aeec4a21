import { setTimeout as wait } from 'node:timers/promises';
import type { Ports } from '../pipeline/run/ports.ts';

// Node fires timers with a longer delay immediately.
const MAX_TIMER_MS = 2 ** 31 - 1;

async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  try {
    for (let left = ms; left > 0; left -= MAX_TIMER_MS)
      await wait(Math.min(left, MAX_TIMER_MS), undefined, signal ? { signal } : {});
  } catch (error) {
    // The timer wraps the abort reason in an AbortError.
    signal?.throwIfAborted();
    throw error;
  }
}

/** System clock. */
export const systemClock: Ports['clock'] = { now: () => Date.now(), sleep };

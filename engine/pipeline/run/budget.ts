import { engineError } from '../../base/errors/index.ts';
import { formatDuration } from '../../base/time/index.ts';
import type { Connector } from '../connector/connector.ts';
import type { Ports } from './ports.ts';

/** Limits of a whole run, whatever its vendor sends: every run ends. Each method throws RUN_BUDGET_SPENT. */
export interface RunBudget {
  /** Counts bytes as they arrive. */
  spend(bytes: number): void;
  /** Checks the bytes that are left, and that the time does not end before `at` (epoch ms). */
  check(at: number): void;
  /** Checks how many items of a page have been read, and the time. */
  checkPage(items: number): void;
}

/** Starts the budget of a run, or of the part of it that a worker does. */
export function createRunBudget({ budget }: Connector, clock: Ports['clock']): RunBudget {
  const { timeMs, bytes, items: pageItems } = budget;
  const ends = clock.now() + timeMs;
  let left = bytes;
  const check = (at: number): void => {
    if (at > ends) throw engineError('RUN_BUDGET_SPENT', { budget: formatDuration(timeMs) });
    if (left < 0) throw engineError('RUN_BUDGET_SPENT', { budget: `${bytes} bytes` });
  };
  return {
    check,
    spend(count) {
      left -= count;
      check(clock.now());
    },
    checkPage(items) {
      if (items > pageItems) throw engineError('RUN_BUDGET_SPENT', { budget: `${pageItems} items per page` });
      check(clock.now());
    },
  };
}

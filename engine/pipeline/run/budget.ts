import { engineError } from '../../base/errors/index.ts';
import { durationText } from '../../base/time/index.ts';
import type { Connector } from '../connector/connector.ts';
import type { Ports } from './ports.ts';

/** What a whole run may take, whatever its vendor sends: every run ends. */
export interface Budget {
  /** Counts what has arrived. */
  spend(bytes: number): void;
  /** Throws RUN_BUDGET_SPENT when the bytes are used up, or when the time would be by `at` (epoch ms). */
  check(at: number): void;
}

/** The budget of the part of a run that begins now. */
export function createBudget({ budget }: Connector, clock: Ports['clock']): Budget {
  const { timeMs, bytes } = budget;
  const ends = clock.now() + timeMs;
  let left = bytes;
  return {
    spend(count) {
      left -= count;
    },
    check(at) {
      if (at > ends) throw engineError('RUN_BUDGET_SPENT', { budget: durationText(timeMs) });
      if (left < 0) throw engineError('RUN_BUDGET_SPENT', { budget: `${bytes} bytes` });
    },
  };
}

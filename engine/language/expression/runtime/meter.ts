import { MOST_GROWTH } from '../limits.ts';
import { charge, type PageAllowance } from '../page-allowance.ts';
import { readHeapSize } from '../system-clock.ts';
import { BudgetSpent, type EvaluationBudget } from './budget.ts';

/** Counts the steps of one or more interpreter evaluations, which are asynchronous and can overlap. */
export interface Meter {
  readonly entries: number;
  /** Counts steps. Throws BudgetSpent if the limit of steps, time or memory is exceeded. */
  spend(steps: number): void;
  /** Charges the counted steps to the page. */
  settle(): void;
}

/** Steps between two checks of the clock and the heap: an interpreted node costs more than a compiled step. */
const STEPS_PER_LOOK = 64;

/** Creates a meter with a budget. */
export const createMeter = (budget: EvaluationBudget, page?: PageAllowance): Meter => {
  const { clock, steps, time, entries } = budget;
  const [begun, heap] = [clock(), readHeapSize()];
  let left = steps;
  let untilLook = STEPS_PER_LOOK;
  return {
    entries,
    spend(count) {
      left -= count;
      untilLook -= count;
      if (left < 0) throw new BudgetSpent('the steps are spent');
      if (untilLook > 0) return;
      untilLook = STEPS_PER_LOOK;
      if (clock() - begun > time) throw new BudgetSpent('the time is spent');
      if (readHeapSize() - heap > MOST_GROWTH) throw new BudgetSpent('the memory is spent');
    },
    settle: () => page && charge(page, steps - left, clock() - begun),
  };
};

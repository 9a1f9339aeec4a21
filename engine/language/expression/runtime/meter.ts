import { MOST_GROWTH } from '../limits.ts';
import { charge, type PageAllowance } from '../page-allowance.ts';
import { readHeapSize } from '../system-clock.ts';
import { BudgetSpent, type EvaluationBudget } from './budget.ts';

/** Counts what one or several evaluations of the interpreter take: they are asynchronous, and one may begin amid another. */
export interface Meter {
  readonly entries: number;
  /** Counts steps. Throws BudgetSpent if the limit of steps, time or memory is exceeded. */
  spend(steps: number): void;
  /** Charges what was counted to the page. */
  settle(): void;
}

/** Steps between two looks at the clock and the heap: a node of the interpreter costs more than a compiled step. */
const STEPS_PER_LOOK = 64;

/** A meter that starts with a budget. */
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

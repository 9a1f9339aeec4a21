import { type EvaluationLimits, LIMITS, MOST_GROWTH } from '../limits.ts';
import { charge, type PageAllowance, topUp } from '../page-allowance.ts';
import { PROCESSOR_CLOCK, readHeapSize } from '../system-clock.ts';

/** Thrown when an evaluation exceeds its budget. */
export class BudgetSpent extends Error {
  override readonly name = 'BudgetSpent';
}

/** Limits of an evaluation and the clock that measures its time. */
export interface EvaluationBudget extends EvaluationLimits {
  readonly clock: () => number;
}

/** Default budget of an evaluation. */
export const STANDARD_BUDGET: EvaluationBudget = { ...LIMITS, clock: PROCESSOR_CLOCK };

/** Steps between two checks of the clock and the heap. */
const STEPS_PER_PORTION = 1_024;
/** Characters of a string, and entries of a list, that a built-in reads or creates per step. */
const LETTERS_A_STEP = 64;
const ENTRIES_A_STEP = 16;
/** Entries of a range per step; fewer, because each entry is allocated. */
const RANGE_ENTRIES_A_STEP = 4;
/** Maximum length of a string that an expression creates. */
const LONGEST_TEXT = 16_000_000;

interface State {
  /** Steps until the next check. */
  left: number;
  reserve: number;
  total: number;
  time: number;
  budget: EvaluationBudget;
  /** Clock and `heap` at the first check. Most evaluations end before it, and a check costs as much as they do. */
  begun: number | undefined;
  heap: number;
}

const state: State = { left: 0, reserve: 0, total: 0, time: 0, budget: STANDARD_BUDGET, begun: undefined, heap: 0 };

const throwSpent = (): never => {
  throw new BudgetSpent('the limit of steps, time or memory is exceeded');
};

const isOver = (): boolean => {
  const now = state.budget.clock();
  if (state.begun === undefined) {
    state.begun = now;
    state.heap = readHeapSize();
  }
  return now - state.begun > state.time || readHeapSize() - state.heap > MOST_GROWTH;
};

const takePortion = (): void => {
  while (state.left < 0) {
    if (state.reserve <= 0 || isOver()) throwSpent();
    const portion = Math.min(state.reserve, Math.max(STEPS_PER_PORTION, -state.left));
    state.left += portion;
    state.reserve -= portion;
  }
};

const restart = (steps: number, time: number): void => {
  state.total = steps;
  state.time = time;
  state.left = Math.min(steps, STEPS_PER_PORTION);
  state.reserve = steps - state.left;
  state.begun = undefined;
};

/** Resets the budget for a new evaluation, within the remaining allowance of its page. */
export const refillBudget = (budget: EvaluationBudget = STANDARD_BUDGET, page?: PageAllowance): void => {
  state.budget = budget;
  if (page) topUp(page);
  restart(Math.min(budget.steps, page?.steps ?? budget.steps), Math.min(budget.time, page?.time ?? budget.time));
};

const timeTaken = (): number => (state.begun === undefined ? 0 : state.budget.clock() - state.begun);

/** Returns the remaining budget of the evaluation. */
export const restOfBudget = (): EvaluationBudget => ({
  ...state.budget,
  steps: Math.max(0, state.left + state.reserve),
  time: Math.max(0, state.time - timeTaken()),
});

/** Charges the steps and time of the evaluation to its page. */
export const chargePage = (page: PageAllowance | undefined): void => {
  if (page) charge(page, state.total - state.left - state.reserve, timeTaken());
};

/** Counts a loop iteration or a function call. */
export const countStep = (): void => {
  state.left -= 1;
  if (state.left < 0) takePortion();
};

/** Counts several steps at once, rounded up: V8 keeps integers in a register. */
export const spend = (steps: number): void => {
  state.left -= Math.ceil(steps);
  if (state.left < 0) takePortion();
};

/** Counts the entries of a range before they are created. */
export const countEntries = (entries: number): void => {
  if (entries > state.budget.entries) throwSpent();
  spend(entries / RANGE_ENTRIES_A_STEP);
};

/** Returns the string that an operator created. Throws BudgetSpent if it is too long. */
export const grown = (text: string): string => (text.length > LONGEST_TEXT ? throwSpent() : text);

/** Returns the steps for a string of this length. */
export const stepsOfText = (length: number): number => (length > LONGEST_TEXT ? throwSpent() : length / LETTERS_A_STEP);

/** Returns the steps for a list of this length. */
export const stepsOfList = (length: number): number => length / ENTRIES_A_STEP;

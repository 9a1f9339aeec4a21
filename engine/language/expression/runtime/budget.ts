import { type EvaluationLimits, LIMITS, MOST_GROWTH } from '../limits.ts';
import { charge, type PageAllowance, topUp } from '../page-allowance.ts';
import { PROCESSOR_CLOCK, readHeapSize } from '../system-clock.ts';

/** Thrown when an evaluation takes more than it may. */
export class BudgetSpent extends Error {
  override readonly name = 'BudgetSpent';
}

/** Limits of an evaluation and the clock that measures its time. */
export interface EvaluationBudget extends EvaluationLimits {
  readonly clock: () => number;
}

/** The budget of every evaluation whose caller has none of its own. */
export const STANDARD_BUDGET: EvaluationBudget = { ...LIMITS, clock: PROCESSOR_CLOCK };

/** Steps between two looks at the clock and the heap. */
const STEPS_PER_PORTION = 1_024;
/** Letters, and entries of a list, that a built-in reads or makes for one step. */
const LETTERS_A_STEP = 64;
const ENTRIES_A_STEP = 16;
/** A range is made of new entries, one by one. */
const RANGE_ENTRIES_A_STEP = 4;
/** The longest text that an expression may make. */
const LONGEST_TEXT = 16_000_000;

interface State {
  /** Steps until the next look. */
  left: number;
  reserve: number;
  total: number;
  time: number;
  budget: EvaluationBudget;
  /** The clock and the heap at the first look: most evaluations end before, and a look costs as much as they do. */
  begun: number | undefined;
  heap: number;
}

const state: State = { left: 0, reserve: 0, total: 0, time: 0, budget: STANDARD_BUDGET, begun: undefined, heap: 0 };

const throwSpent = (): never => {
  throw new BudgetSpent('the steps, the time or the memory are spent');
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

/** Gives an evaluation its steps from scratch, within what is left to its page. */
export const refillBudget = (budget: EvaluationBudget = STANDARD_BUDGET, page?: PageAllowance): void => {
  state.budget = budget;
  if (page) topUp(page);
  restart(Math.min(budget.steps, page?.steps ?? budget.steps), Math.min(budget.time, page?.time ?? budget.time));
};

const timeTaken = (): number => (state.begun === undefined ? 0 : state.budget.clock() - state.begun);

/** What the evaluation leaves of its budget. */
export const restOfBudget = (): EvaluationBudget => ({
  ...state.budget,
  steps: Math.max(0, state.left + state.reserve),
  time: Math.max(0, state.time - timeTaken()),
});

/** Charges what the evaluation took to its page. */
export const chargePage = (page: PageAllowance | undefined): void => {
  if (page) charge(page, state.total - state.left - state.reserve, timeTaken());
};

/** Counts a turn of a loop or a call of a function. */
export const countStep = (): void => {
  state.left -= 1;
  if (state.left < 0) takePortion();
};

/** Counts many steps at once; whole ones, as V8 keeps those in a register. */
export const spend = (steps: number): void => {
  state.left -= Math.ceil(steps);
  if (state.left < 0) takePortion();
};

/** Counts the entries of a range before they are made. */
export const countEntries = (entries: number): void => {
  if (entries > state.budget.entries) throwSpent();
  spend(entries / RANGE_ENTRIES_A_STEP);
};

/** A text that an operator has made, unless it is too long. */
export const grown = (text: string): string => (text.length > LONGEST_TEXT ? throwSpent() : text);

/** The steps for a text of this length. */
export const stepsOfText = (length: number): number => (length > LONGEST_TEXT ? throwSpent() : length / LETTERS_A_STEP);

/** The steps for a list of this length. */
export const stepsOfList = (length: number): number => length / ENTRIES_A_STEP;

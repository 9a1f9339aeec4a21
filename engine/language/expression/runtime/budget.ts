import { LIMITS } from '../limits.ts';

/** Thrown when an evaluation takes more than it may. */
export class BudgetSpent extends Error {
  override readonly name = 'BudgetSpent';
}

/** What one evaluation may take. */
export interface EvaluationBudget {
  readonly steps: number;
  /** The most entries of a range. */
  readonly entries: number;
  /** Whether the time is over; asked between portions of steps. */
  readonly isOver: () => boolean;
}

const processorMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
};

// The time counts from the first look at the clock: most evaluations end before, and reading it costs as much as they do.
const STANDARD: EvaluationBudget = {
  ...LIMITS,
  isOver() {
    const now = processorMs();
    state.end ??= now + LIMITS.time;
    return now > state.end;
  },
};

/** Steps between two looks at the clock. */
const STEPS_PER_PORTION = 1_024;
/** Letters, and entries of a list, that a built-in reads or makes for one step. */
const LETTERS_A_STEP = 64;
const ENTRIES_A_STEP = 16;
/** A range is made of new entries, one by one. */
const RANGE_ENTRIES_A_STEP = 4;
/** The longest text that an expression may make. */
const LONGEST_TEXT = 16_000_000;

const state: { left: number; reserve: number; budget: EvaluationBudget; end: number | undefined } = {
  left: 0,
  reserve: 0,
  budget: STANDARD,
  end: undefined,
};

const throwSpent = (): never => {
  throw new BudgetSpent('the steps or the time are spent');
};

const takePortion = (): void => {
  while (state.left < 0) {
    if (state.reserve <= 0 || state.budget.isOver()) throwSpent();
    const portion = Math.min(state.reserve, Math.max(STEPS_PER_PORTION, -state.left));
    state.left += portion;
    state.reserve -= portion;
  }
};

/** Gives an evaluation its steps from scratch. */
export const refillBudget = (budget: EvaluationBudget = STANDARD): void => {
  const first = budget === STANDARD ? STEPS_PER_PORTION : 0;
  state.budget = budget;
  state.left = first;
  state.reserve = budget.steps - first;
  state.end = undefined;
};

/** Counts a turn of a loop or a call of a function. */
export const countStep = (): void => {
  state.left -= 1;
  if (state.left < 0) takePortion();
};

/** Counts many steps at once. */
export const spend = (steps: number): void => {
  state.left -= steps;
  if (state.left < 0) takePortion();
};

/** Counts the entries of a range before they are made. */
export const countEntries = (entries: number): void => {
  if (entries > state.budget.entries) throwSpent();
  spend(Math.ceil(entries / RANGE_ENTRIES_A_STEP));
};

/** A text that an operator has made, unless it is too long. */
export const grown = (text: string): string => (text.length > LONGEST_TEXT ? throwSpent() : text);

/** The steps for a text of this length. */
export const stepsOfText = (length: number): number => (length > LONGEST_TEXT ? throwSpent() : length / LETTERS_A_STEP);

/** The steps for a list of this length. */
export const stepsOfList = (length: number): number => length / ENTRIES_A_STEP;

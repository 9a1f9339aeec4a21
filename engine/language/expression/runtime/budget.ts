/** Thrown when an evaluation takes more than it may. */
export class BudgetSpent extends Error {
  override readonly name = 'BudgetSpent';
}

/** What one evaluation may take. */
export interface Budget {
  readonly steps: number;
  /** The most entries of a range. */
  readonly entries: number;
  /** Whether the time is over; asked now and then. */
  readonly isOver: () => boolean;
}

/** For expressions of a trusted manifest: what takes longer is left to stock and its timeout. */
const TRUSTED: Budget = { steps: 2_000_000, entries: 10_000_000, isOver: () => false };

/** Steps between two looks at the clock. */
const PORTION = 1_024;

const state = { left: 0, reserve: 0, budget: TRUSTED };

const spent = (): never => {
  throw new BudgetSpent('the steps or the time are spent');
};

const takePortion = (): void => {
  if (state.reserve <= 0 || state.budget.isOver()) spent();
  state.left += Math.min(PORTION, state.reserve);
  state.reserve -= PORTION;
  if (state.left < 0) takePortion();
};

/** Gives an evaluation its steps anew. */
export const refill = (budget: Budget = TRUSTED): void => {
  state.budget = budget;
  state.left = budget === TRUSTED ? budget.steps : 0;
  state.reserve = budget === TRUSTED ? 0 : budget.steps;
};

/** Counts a turn of a loop or a call of a function. */
export const count = (): void => {
  state.left -= 1;
  if (state.left < 0) takePortion();
};

const ENTRIES_A_STEP = 16;

/** Counts the entries of a range before they are made. */
export const countEntries = (entries: number): void => {
  if (entries > state.budget.entries) spent();
  state.left -= Math.ceil(entries / ENTRIES_A_STEP);
  if (state.left < 0) takePortion();
};

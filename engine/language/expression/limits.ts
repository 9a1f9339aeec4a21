/** What one evaluation may use. */
export interface EvaluationLimits {
  /** Turns of loops, calls of functions, and the size of what built-in functions read and make. */
  readonly steps: number;
  /** Milliseconds; checked between steps. */
  readonly time: number;
  /** Entries of a list that `..` makes. */
  readonly entries: number;
}

/**
 * The limits of every expression, wherever it is evaluated: of an item's map as a whole, and of each other expression
 * (record selectors, conditions, risk formulas). Of time, a second of the thread's processor time.
 */
export const LIMITS: EvaluationLimits = { steps: 1_000_000, time: 1_000, entries: 100_000 };

/** The same limits, for expressions that are not trusted: they have no `$eval`, either. */
export const UNTRUSTED_LIMITS: EvaluationLimits = LIMITS;

/** Bytes by which the heap may grow during one evaluation; checked between steps. */
export const MOST_GROWTH = 256 << 20;

/** Limits of all evaluations over the items of one page: at first, and what each evaluation adds. */
export const PAGE_LIMITS = { steps: 20_000_000, time: 10_000, stepsEach: 10_000, timeEach: 2 };

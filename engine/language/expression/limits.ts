/** Limits of one evaluation. */
export interface EvaluationLimits {
  /** Loop iterations, function calls, and the size of the input and output of built-in functions. */
  readonly steps: number;
  /** Milliseconds; checked between steps. */
  readonly time: number;
  /** Entries of a list that `..` creates. */
  readonly entries: number;
}

/**
 * Limits of every expression: they apply to an item's map as a whole, and to each other expression
 * (record selectors, conditions, risk formulas). `time` is processor time of the thread.
 */
export const LIMITS: EvaluationLimits = { steps: 1_000_000, time: 1_000, entries: 100_000 };

/** Limits of untrusted expressions, which also may not use `$eval`. */
export const UNTRUSTED_LIMITS: EvaluationLimits = LIMITS;

/** Bytes by which the heap may grow during one evaluation; checked between steps. */
export const MOST_GROWTH = 256 << 20;

/** Limits of all evaluations over the items of one page: initial values, and increments for each evaluation. */
export const PAGE_LIMITS = { steps: 20_000_000, time: 10_000, stepsEach: 10_000, timeEach: 2 };

/** What an expression from a stranger may use. */
export interface Limits {
  /** Turns of loops and calls of functions. */
  readonly steps: number;
  /** Milliseconds; looked at between steps. */
  readonly time: number;
  /** Entries of a list that `..` or a sequence may hold. */
  readonly entries: number;
}

/** The limits of a studio preview. A regular expression is not looked into: that takes a process of its own. */
export const STRANGER: Limits = { steps: 200_000, time: 1_000, entries: 10_000 };

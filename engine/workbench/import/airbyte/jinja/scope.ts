import type { Code, Step } from './code.ts';

/** Names that an expression can read at its position, and what they become. */
export interface Scope {
  /** Returns the code of a name and the steps below it. Fails for a name without a counterpart. */
  readonly resolve: (root: string, steps: readonly Step[]) => Code;
}

import { NotCompiled } from './scope.ts';

/** Why an expression is left to stock, from what its compilation threw; throws that again if it is none of the reasons. */
export const reasonOf = (error: unknown): string => {
  if (error instanceof NotCompiled) return error.message;
  if (error instanceof EvalError) return 'this process may not make code from text';
  // The stack's end, in our own recursion or in that of the engine that reads what we made.
  if (error instanceof RangeError) return 'it is nested too deeply';
  throw error;
};

import { NotCompilable } from './emit-scope.ts';

/** Why an expression is left to stock, from what its compilation threw; throws that again if it is none of the reasons. */
export const fallbackReason = (error: unknown): string => {
  if (error instanceof NotCompilable) return error.message;
  if (error instanceof EvalError) return 'this process may not make code from text';
  // The stack's end, in our own recursion or in that of the engine that reads what we made.
  if (error instanceof RangeError) return 'it is nested too deeply';
  throw error;
};

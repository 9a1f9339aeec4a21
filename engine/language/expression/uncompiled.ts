import { NotCompilable } from './emit-scope.ts';

/**
 * Converts an error of the compilation to the reason for leaving an expression to the interpreter; rethrows other
 * errors.
 */
export const fallbackReason = (error: unknown): string => {
  if (error instanceof NotCompilable) return error.message;
  if (error instanceof EvalError) return 'this process may not make code from text';
  // Stack overflow, in our own recursion or in the engine that parses the generated code.
  if (error instanceof RangeError) return 'it is nested too deeply';
  throw error;
};

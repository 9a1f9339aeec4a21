import { compileExpression, type Expression } from './compile-expression.ts';
import { parseSelector } from './selector.ts';

export type { Ast } from './ast.ts';
export { BUILTIN_NAMES, type BuiltinName, isBuiltin } from './builtins.ts';
export { type Code, joinCode, js, quoteText } from './code.ts';
export type { Clock } from './compile.ts';
export {
  budgetOf,
  compileExpression,
  createTimeoutError,
  type EvaluationOptions,
  type Expression,
  interpreted,
  isSpent,
  needsInterpreter,
} from './compile-expression.ts';
export { type Composer, createComposer, type Part } from './compose.ts';
export { findOffendingValue } from './expression-error.ts';
export type { Bindings } from './interpreter.ts';
export { KIND } from './kinds.ts';
export { type EvaluationLimits, UNTRUSTED_LIMITS } from './limits.ts';
export { findListSources } from './list-sources.ts';
export { createPageAllowance, type PageAllowance, takeTurn } from './page-allowance.ts';
export { parseExpression } from './parse.ts';
export { toPlain } from './plain.ts';
export { findReadSteps, findReads, type ReadStep, type Reads } from './reads.ts';
export { linearRegex } from './regex/linear.ts';
export { chargePage, refillBudget, restOfBudget } from './runtime/budget.ts';
export { isClean } from './runtime/clean.ts';
export { createMeter, type Meter } from './runtime/meter.ts';
export { schemaRegExp } from './schema-regexp.ts';
export { SYSTEM_CLOCK } from './system-clock.ts';
export { type TracedValue, type TraceEvaluation, traceExpression } from './trace.ts';

/** Splits `a.b.c[truth]` into a path and a filter per item; returns undefined for other selectors. Throws EXPRESSION_SYNTAX. */
export const compileSelector = (source: string): { path: string[]; filter?: Expression } | undefined => {
  const selector = parseSelector(source);
  if (!selector) return undefined;
  const { path, predicate } = selector;
  return predicate === undefined ? { path } : { path, filter: compileExpression(predicate) };
};

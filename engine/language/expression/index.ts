import { compileExpression, type Expression } from './hybrid.ts';
import { selectorText } from './selector.ts';

export type { Ast } from './ast.ts';
export { isBuiltin } from './builtins.ts';
export { type Code, join, js, quote } from './code.ts';
export type { Clock } from './compile.ts';
export { type Composer, composer, type Part } from './compose.ts';
export {
  budgetFrom,
  compileExpression,
  type Expression,
  inStock,
  isSpent,
  needsStock,
  type Surroundings,
  SYSTEM_CLOCK,
  tooLong,
} from './hybrid.ts';
export { KIND } from './kinds.ts';
export { type Limits, STRANGER } from './limits.ts';
export { parseExpression } from './parse.ts';
export { toPlain } from './plain.ts';
export { type Reads, readsOf } from './reads.ts';
export { linearRegex } from './regex/linear.ts';
export { remembering } from './remember.ts';
export { refill } from './runtime/budget.ts';
export { isClean } from './runtime/clean.ts';
export type { Bindings } from './stock.ts';
export { type Trace, type Traced, traceExpression } from './trace.ts';

/** `a.b.c[truth]` as a path to descend and a filter per item; undefined for any other selector. Throws EXPRESSION_SYNTAX. */
export const selectorOf = (source: string): { path: string[]; filter?: Expression } | undefined => {
  const selector = selectorText(source);
  if (!selector) return undefined;
  const { path, predicate } = selector;
  return predicate === undefined ? { path } : { path, filter: compileExpression(predicate) };
};

import { compileExpression, type Expression } from './hybrid.ts';
import { selectorText } from './selector.ts';

export type { Ast } from './ast.ts';
export { isBuiltin } from './builtins.ts';
export type { Clock } from './compile.ts';
export { compileExpression, type Expression } from './hybrid.ts';
export { parseExpression } from './parse.ts';
export { type Reads, readsOf } from './reads.ts';
export type { Bindings } from './stock.ts';

/** `a.b.c[truth]` as a path to descend and a filter per item; undefined for any other selector. Throws EXPRESSION_SYNTAX. */
export const selectorOf = (source: string): { path: string[]; filter?: Expression } | undefined => {
  const selector = selectorText(source);
  if (!selector) return undefined;
  const { path, predicate } = selector;
  return predicate === undefined ? { path } : { path, filter: compileExpression(predicate) };
};

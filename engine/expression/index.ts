import { selectorText } from './selector.ts';
import { type Bindings, stockExpression } from './stock.ts';

export type { Ast } from './ast.ts';
export { isBuiltin } from './builtins.ts';
export { parseExpression } from './parse.ts';
export { type Reads, readsOf } from './reads.ts';
export type { Bindings } from './stock.ts';

/** One JSONata expression, ready to be evaluated any number of times. */
export interface Expression {
  readonly source: string;
  /**
   * Input and variables (names without `$`) → plain JSON, or `undefined` for JSONata's nothing. A promise where the
   * stock interpreter answers. Throws, or rejects with, EXPRESSION_FAILED. Never writes into the input.
   */
  evaluate(input: unknown, bindings: Bindings): unknown | Promise<unknown>;
}

/** Takes JSONata text; throws EXPRESSION_SYNTAX with jsonata's code, the position, and a fix. */
export const compileExpression = (source: string): Expression => ({ source, evaluate: stockExpression(source) });

/** `a.b.c[truth]` as a path to descend and a filter per item; undefined for any other selector. Throws EXPRESSION_SYNTAX. */
export const selectorOf = (source: string): { path: string[]; filter?: Expression } | undefined => {
  const selector = selectorText(source);
  if (!selector) return undefined;
  const { path, predicate } = selector;
  return predicate === undefined ? { path } : { path, filter: compileExpression(predicate) };
};

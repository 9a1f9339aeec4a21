import jsonata from 'jsonata';
import type { Ast } from './ast.ts';
import { createExpressionSyntaxError } from './expression-error.ts';
import { memoizeByText } from './memoize.ts';
import { repairAst } from './repair.ts';

/**
 * jsonata's syntax tree of `source`; throws EXPRESSION_SYNTAX with jsonata's code and position. A manifest is looked at
 * again and again while it is being written: the same text gives the same tree, which nobody may change.
 */
export const parseExpression: (source: string) => Ast = memoizeByText((source) => {
  try {
    return repairAst(toAst(jsonata(source).ast()));
  } catch (error) {
    throw createExpressionSyntaxError(error);
  }
});

const toAst = (ast: unknown) => ast as Ast;

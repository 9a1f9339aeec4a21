import jsonata from 'jsonata';
import { memoizeByText } from '../../base/memoize/index.ts';
import type { Ast } from './ast.ts';
import { createExpressionSyntaxError } from './expression-error.ts';
import { repairAst } from './repair.ts';

/**
 * Parses `source` with jsonata; throws EXPRESSION_SYNTAX with jsonata's code and position. Cached, as a manifest is
 * parsed repeatedly while it is edited: callers must not change the tree.
 */
export const parseExpression: (source: string) => Ast = memoizeByText((source) => {
  try {
    return repairAst(toAst(jsonata(source).ast()));
  } catch (error) {
    throw createExpressionSyntaxError(error);
  }
});

const toAst = (ast: unknown) => ast as Ast;

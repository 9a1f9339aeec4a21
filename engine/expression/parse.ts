import jsonata from 'jsonata';
import type { Ast } from './ast.ts';
import { syntaxError } from './failure.ts';
import { repair } from './repair.ts';

/** jsonata's syntax tree of `source`; throws EXPRESSION_SYNTAX with jsonata's code and position. */
export const parseExpression = (source: string): Ast => {
  try {
    return repair(asAst(jsonata(source).ast()));
  } catch (error) {
    throw syntaxError(error);
  }
};

const asAst = (ast: unknown) => ast as Ast;

import jsonata from 'jsonata';
import type { Ast } from './ast.ts';
import { syntaxError } from './failure.ts';
import { remembering } from './remember.ts';
import { repair } from './repair.ts';

/**
 * jsonata's syntax tree of `source`; throws EXPRESSION_SYNTAX with jsonata's code and position. A manifest is looked at
 * again and again while it is being written: the same text gives the same tree, which nobody may change.
 */
export const parseExpression: (source: string) => Ast = remembering((source) => {
  try {
    return repair(asAst(jsonata(source).ast()));
  } catch (error) {
    throw syntaxError(error);
  }
});

const asAst = (ast: unknown) => ast as Ast;

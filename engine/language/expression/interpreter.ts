import jsonata from 'jsonata';
import type { Ast } from './ast.ts';
import { BUILTINS, type BuiltinName } from './builtins.ts';
import { createEvaluationError, createExpressionSyntaxError } from './expression-error.ts';
import { LIMITS } from './limits.ts';
import { toPlain } from './plain.ts';
import { LinearRegExp } from './regex/linear.ts';
import { repairAst } from './repair.ts';
import { GUARDED } from './runtime/guarded.ts';

export type Bindings = Readonly<Record<string, unknown>>;

/** What stock may take for one evaluation; its limits are looked at between nodes. */
export interface InterpreterLimits {
  readonly timeout: number;
  readonly sequence?: number;
}

const STANDARD: InterpreterLimits = { timeout: LIMITS.time };

/** The deepest recursion, in nodes. */
const STACK = 100_000;

const toAst = (ast: unknown) => ast as Ast;

const parseForInterpreter = (source: string, limits: InterpreterLimits) => {
  try {
    const expression = jsonata(source, { ...limits, stack: STACK, RegexEngine: LinearRegExp });
    repairAst(toAst(expression.ast()));
    for (const [name, implementation] of Object.entries(GUARDED))
      expression.registerFunction(name, implementation as never, BUILTINS[name as BuiltinName].signature.definition);
    return expression;
  } catch (error) {
    throw createExpressionSyntaxError(error);
  }
};

// Stock writes into its input (a group over [] appends to it), and the input is not ours.
const detach = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? structuredClone(value) : value;

/** `source` as the stock interpreter evaluates it; throws EXPRESSION_SYNTAX now, EXPRESSION_FAILED from the promise. */
export const createInterpreter = (source: string, limits: InterpreterLimits = STANDARD) => {
  const expression = parseForInterpreter(source, limits);
  return async (input: unknown, bindings: Bindings): Promise<unknown> => {
    const own = Object.fromEntries(Object.entries(bindings).map(([name, value]) => [name, detach(value)]));
    try {
      return toPlain(await expression.evaluate(detach(input), own));
    } catch (error) {
      throw createEvaluationError(error);
    }
  };
};

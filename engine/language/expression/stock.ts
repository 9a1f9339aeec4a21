import jsonata from 'jsonata';
import type { Ast } from './ast.ts';
import { BUILTINS, type BuiltinName } from './builtins.ts';
import { evaluationError, syntaxError } from './failure.ts';
import { LIMITS } from './limits.ts';
import { toPlain } from './plain.ts';
import { LinearRegExp } from './regex/linear.ts';
import { repair } from './repair.ts';
import { GUARDED } from './runtime/guarded.ts';

export type Bindings = Readonly<Record<string, unknown>>;

/** What stock may take for one evaluation; its limits are looked at between nodes. */
export interface StockLimits {
  readonly timeout: number;
  readonly sequence?: number;
}

const STANDARD: StockLimits = { timeout: LIMITS.time };

/** The deepest recursion, in nodes. */
const STACK = 100_000;

const asAst = (ast: unknown) => ast as Ast;

const parsed = (source: string, limits: StockLimits) => {
  try {
    const expression = jsonata(source, { ...limits, stack: STACK, RegexEngine: LinearRegExp });
    repair(asAst(expression.ast()));
    for (const [name, implementation] of Object.entries(GUARDED))
      expression.registerFunction(name, implementation as never, BUILTINS[name as BuiltinName].signature.definition);
    return expression;
  } catch (error) {
    throw syntaxError(error);
  }
};

// Stock writes into its input (a group over [] appends to it), and the input is not ours.
const detached = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? structuredClone(value) : value;

/** `source` as the stock interpreter evaluates it; throws EXPRESSION_SYNTAX now, EXPRESSION_FAILED from the promise. */
export const stockExpression = (source: string, limits: StockLimits = STANDARD) => {
  const expression = parsed(source, limits);
  return async (input: unknown, bindings: Bindings): Promise<unknown> => {
    const own = Object.fromEntries(Object.entries(bindings).map(([name, value]) => [name, detached(value)]));
    try {
      return toPlain(await expression.evaluate(detached(input), own));
    } catch (error) {
      throw evaluationError(error);
    }
  };
};

import jsonata from 'jsonata';
import type { Ast } from './ast.ts';
import { BUILTINS } from './builtins.ts';
import { createEvaluationError, createExpressionSyntaxError } from './expression-error.ts';
import { toPlain } from './plain.ts';
import { LinearRegExp } from './regex/linear.ts';
import { repairAst } from './repair.ts';
import { guardBuiltins } from './runtime/guarded.ts';
import type { Meter } from './runtime/meter.ts';

export type Bindings = Readonly<Record<string, unknown>>;

/** The deepest recursion, in nodes. */
const STACK = 100_000;

const toAst = (ast: unknown) => ast as Ast;

/** An expression parsed for the interpreter, with the meter of the evaluation that it is in. */
interface Instance {
  readonly expression: jsonata.Expression;
  meter: Meter | undefined;
}

const parseForInterpreter = (source: string): Instance => {
  let instance: Instance | undefined;
  const spend = (steps: number) => instance?.meter?.spend(steps);
  const options = {
    stack: STACK,
    RegexEngine: LinearRegExp,
    // jsonata reads this option once before each node that it evaluates, and stops by itself where it is positive.
    get timeout() {
      spend(1);
      return 0;
    },
    // The longest list; it is read once for each entry that is added.
    get sequence() {
      return instance?.meter?.entries ?? 0;
    },
  };
  try {
    const expression = jsonata(source, options);
    repairAst(toAst(expression.ast()));
    for (const [name, implementation] of guardBuiltins(spend))
      expression.registerFunction(name, implementation as never, BUILTINS[name].signature?.definition);
    instance = { expression, meter: undefined };
    return instance;
  } catch (error) {
    throw createExpressionSyntaxError(error);
  }
};

// Stock writes into its input (a group over [] appends to it), and the input is not ours.
const detach = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? structuredClone(value) : value;

/** An expression that the interpreter evaluates. */
export type Interpret = (input: unknown, bindings: Bindings, meter: Meter) => Promise<unknown>;

/** `source` as the stock interpreter evaluates it; throws EXPRESSION_SYNTAX now, EXPRESSION_FAILED from the promise. */
export const createInterpreter = (source: string): Interpret => {
  // More than one where an evaluation begins before another has ended.
  const idle = [parseForInterpreter(source)];
  return async (input, bindings, meter) => {
    const own = Object.fromEntries(Object.entries(bindings).map(([name, value]) => [name, detach(value)]));
    const instance = idle.pop() ?? parseForInterpreter(source);
    instance.meter = meter;
    try {
      return toPlain(await instance.expression.evaluate(detach(input), own));
    } catch (error) {
      throw createEvaluationError(error);
    } finally {
      instance.meter = undefined;
      idle.push(instance);
    }
  };
};

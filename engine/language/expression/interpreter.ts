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

/** Maximum recursion depth, in nodes. */
const STACK = 100_000;

const toAst = (ast: unknown) => ast as Ast;

/** Expression parsed for the interpreter, with the meter of its current evaluation. */
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
    // jsonata reads this option before it evaluates each node, and applies its own timeout if the value is positive.
    get timeout() {
      spend(1);
      return 0;
    },
    // Maximum length of a list; jsonata reads it once per added entry.
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

// The JSONata interpreter changes its input (a group over [] appends to it), and the input belongs to the caller.
const detach = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? structuredClone(value) : value;

/** Evaluates an expression with the JSONata interpreter. */
export type Interpret = (input: unknown, bindings: Bindings, meter: Meter) => Promise<unknown>;

/** Creates a JSONata interpreter for `source`. Throws EXPRESSION_SYNTAX; evaluations reject with EXPRESSION_FAILED. */
export const createInterpreter = (source: string): Interpret => {
  // Concurrent evaluations need more than one instance.
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

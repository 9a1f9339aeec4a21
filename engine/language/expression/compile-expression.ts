import type { EngineError } from '../../base/errors/index.ts';
import type { Ast } from './ast.ts';
import { type Clock, compileProgram, type Program } from './compile.ts';
import { containsNode } from './emit-scope.ts';
import { createEvaluationError } from './expression-error.ts';
import { type Bindings, createInterpreter, type Interpret } from './interpreter.ts';
import type { EvaluationLimits } from './limits.ts';
import type { PageAllowance } from './page-allowance.ts';
import { parseExpression } from './parse.ts';
import { toPlain } from './plain.ts';
import {
  BudgetSpent,
  chargePage,
  type EvaluationBudget,
  refillBudget,
  restOfBudget,
  STANDARD_BUDGET,
} from './runtime/budget.ts';
import { isClean } from './runtime/clean.ts';
import { createMeter, type Meter } from './runtime/meter.ts';
import { SYSTEM_CLOCK } from './system-clock.ts';

/** Compiled JSONata expression, reusable for any number of evaluations. */
export interface Expression {
  readonly source: string;
  /** Reason why the JSONata interpreter evaluates the expression; undefined if it is compiled. */
  readonly fallback?: string;
  /**
   * Returns plain JSON, or `undefined` for JSONata's nothing; a promise if the JSONata interpreter runs. Variable names
   * omit the `$`. Throws, or rejects with, EXPRESSION_FAILED. Never changes the input. `page` limits the resources of
   * all evaluations for the items of a page.
   */
  evaluate(input: unknown, bindings: Bindings, page?: PageAllowance): unknown | Promise<unknown>;
}

/** Options of an evaluation. */
export interface EvaluationOptions {
  /** Clock of `$now` and `$millis`; default: the system clock. */
  readonly clock?: Clock;
  /** Limits for untrusted expressions, which also may not use `$eval`. */
  readonly limits?: EvaluationLimits;
}

/** Returns the JSONata interpreter for one expression; it is created on first use. */
export const interpreted = (source: string): Interpret => {
  let interpret: Interpret | undefined;
  return async (input, bindings, meter) => {
    interpret ??= createInterpreter(source);
    return interpret(input, bindings, meter);
  };
};

const refuseEval = (ast: Ast) => {
  const isEval = (node: Ast) => node.type === 'variable' && node.value === 'eval';
  if (containsNode(ast, isEval)) throw createEvaluationError({ code: 'T1006' });
};

/** Returns the budget of an evaluation: the standard one, or one with the caller's limits and clock. */
export const budgetOf = ({ limits, clock = SYSTEM_CLOCK }: EvaluationOptions): EvaluationBudget =>
  limits ? { ...limits, clock } : STANDARD_BUDGET;

const settled = async (value: Promise<unknown>, meter: Meter): Promise<unknown> => {
  try {
    return await value;
  } finally {
    meter.settle();
  }
};

const interpretWhole = (source: string, budget: EvaluationBudget): Expression['evaluate'] => {
  const interpret = interpreted(source);
  return (input, bindings, page) => {
    refillBudget(budget, page);
    const meter = createMeter(restOfBudget(), page);
    return settled(interpret(input, bindings, meter), meter);
  };
};

/** Runs the compiled code. If it fails without exceeding the budget, the interpreter retries with the remaining budget. */
const compiledFirst = (source: string, run: Program, budget: EvaluationBudget): Expression['evaluate'] => {
  const interpret = interpreted(source);
  const repeat: Expression['evaluate'] = (input, bindings, page) => {
    const meter = createMeter(restOfBudget(), page);
    return settled(interpret(input, bindings, meter), meter);
  };
  return (input, bindings, page) => {
    refillBudget(budget, page);
    try {
      return isClean() ? toPlain(run(input, bindings)) : repeat(input, bindings, page);
    } catch (error) {
      if (error instanceof BudgetSpent) throw createEvaluationError(error);
      return repeat(input, bindings, page);
    } finally {
      chargePage(page);
    }
  };
};

/** Compiles a JSONata expression. Throws EXPRESSION_SYNTAX with jsonata's code, the position, and a fix. */
export const compileExpression = (source: string, surroundings: EvaluationOptions = {}): Expression => {
  const { clock = SYSTEM_CLOCK, limits } = surroundings;
  const ast = parseExpression(source);
  if (limits) refuseEval(ast);
  const compiled = compileProgram(ast, clock);
  const budget = budgetOf(surroundings);
  if ('reason' in compiled) return { source, fallback: compiled.reason, evaluate: interpretWhole(source, budget) };
  return { source, evaluate: compiledFirst(source, compiled.run, budget) };
};

const INTERNAL_NAMES = /_jsonata_|outerWrapper|tupleStream|\\u00[4-7]/;
// Each internal name contains one of these, which begin with a rare character: searching for them is much faster.
const TRACES = ['_jsonata_', 'Wrapper', 'Stream', '\\u00'].map((trace) => Buffer.from(trace));

/**
 * Returns true if a page's text (or bytes) contains, or may contain as escapes, the names with which the JSONata
 * interpreter marks its own objects. Compiled code would evaluate such items differently: use `interpreted`.
 */
export const needsInterpreter = (page: string | Uint8Array): boolean => {
  if (typeof page === 'string') return INTERNAL_NAMES.test(page);
  const bytes = Buffer.from(page.buffer, page.byteOffset, page.byteLength);
  return TRACES.some((trace) => bytes.includes(trace)) && INTERNAL_NAMES.test(bytes.toString('latin1'));
};

/** Returns true if an evaluation ended because it exceeded its budget. */
export const isSpent = (error: unknown): boolean => error instanceof BudgetSpent;

/** Creates the error for an exceeded budget. */
export const createTimeoutError = (): EngineError => createEvaluationError(new BudgetSpent());

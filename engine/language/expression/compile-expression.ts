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

/** One JSONata expression, ready to be evaluated any number of times. */
export interface Expression {
  readonly source: string;
  /** Why all of it is left to stock; undefined where it is compiled. */
  readonly fallback?: string;
  /**
   * Input and variables (names without `$`) → plain JSON, or `undefined` for JSONata's nothing. A promise where the
   * stock interpreter answers. Throws, or rejects with, EXPRESSION_FAILED. Never writes into the input. For the items of
   * a page, `page` bounds what all evaluations take together.
   */
  evaluate(input: unknown, bindings: Bindings, page?: PageAllowance): unknown | Promise<unknown>;
}

/** What an evaluation gets from outside. */
export interface EvaluationOptions {
  /** For `$now` and `$millis`; the system's own without it. */
  readonly clock?: Clock;
  /** For untrusted expressions: no `$eval`, and limits of the caller's. */
  readonly limits?: EvaluationLimits;
}

/** The interpreter for one expression, made when it is first needed. */
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

/** What an evaluation may take: the same as every other, or what the caller's limits and clock say. */
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

/** Compiled; what was refused, for another reason than the budget, the interpreter repeats with the rest of it. */
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

/** Takes JSONata text; throws EXPRESSION_SYNTAX with jsonata's code, the position, and a fix. */
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
// What is in any of them and begins with a rare character, which is found much faster.
const TRACES = ['_jsonata_', 'Wrapper', 'Stream', '\\u00'].map((trace) => Buffer.from(trace));

/**
 * Whether a page's text (or bytes) holds names with which stock marks its own objects, or may hold them as escapes. Its
 * items mean the same only there: evaluate them with `interpreted`.
 */
export const needsInterpreter = (page: string | Uint8Array): boolean => {
  if (typeof page === 'string') return INTERNAL_NAMES.test(page);
  const bytes = Buffer.from(page.buffer, page.byteOffset, page.byteLength);
  return TRACES.some((trace) => bytes.includes(trace)) && INTERNAL_NAMES.test(bytes.toString('latin1'));
};

/** Whether an evaluation was ended because it took more than it may. */
export const isSpent = (error: unknown): boolean => error instanceof BudgetSpent;

/** The error for that. */
export const createTimeoutError = (): EngineError => createEvaluationError(new BudgetSpent());

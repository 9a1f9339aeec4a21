import type { EngineError } from '../../base/errors/index.ts';
import type { Ast } from './ast.ts';
import { type Clock, compileProgram, type Program } from './compile.ts';
import { containsNode } from './emit-scope.ts';
import { createEvaluationError } from './expression-error.ts';
import { type Bindings, createInterpreter, type InterpreterLimits } from './interpreter.ts';
import type { EvaluationLimits } from './limits.ts';
import { parseExpression } from './parse.ts';
import { toPlain } from './plain.ts';
import { BudgetSpent, type EvaluationBudget, refillBudget } from './runtime/budget.ts';
import { isClean } from './runtime/clean.ts';

/** One JSONata expression, ready to be evaluated any number of times. */
export interface Expression {
  readonly source: string;
  /** Why all of it is left to stock; undefined where it is compiled. */
  readonly fallback?: string;
  /**
   * Input and variables (names without `$`) → plain JSON, or `undefined` for JSONata's nothing. A promise where the
   * stock interpreter answers. Throws, or rejects with, EXPRESSION_FAILED. Never writes into the input.
   */
  evaluate(input: unknown, bindings: Bindings): unknown | Promise<unknown>;
}

/** What an evaluation gets from outside. */
export interface EvaluationOptions {
  /** For `$now` and `$millis`; the system's own without it. */
  readonly clock?: Clock;
  /** For expressions of strangers: no `$eval`, and an end to everything. */
  readonly limits?: EvaluationLimits;
}

/** The system's time: the one place of this folder that knows it. A caller that wants its own gives it. */
export const SYSTEM_CLOCK: Clock = () => Date.now();

/** Replays of one expression that may run into stock's timeout; after so many it is not tried again. */
const MOST_TIMEOUTS = 3;

/** The stock interpreter for one expression, made when it is first needed. */
const createInterpreterReplay = (source: string, limits?: InterpreterLimits) => {
  let stock: ReturnType<typeof createInterpreter> | undefined;
  let timeouts = 0;
  return async (input: unknown, bindings: Bindings): Promise<unknown> => {
    if (timeouts >= MOST_TIMEOUTS) throw createEvaluationError(new BudgetSpent());
    stock ??= createInterpreter(source, limits);
    try {
      return await stock(input, bindings);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EXPRESSION_TOO_LONG') timeouts += 1;
      throw error;
    }
  };
};

const refuseEval = (ast: Ast) => {
  const isEval = (node: Ast) => node.type === 'variable' && node.value === 'eval';
  if (containsNode(ast, isEval)) throw createEvaluationError({ code: 'T1006' });
};

/** What an evaluation under these limits may take, from now on. */
export const createEvaluationBudget = ({ steps, entries, time }: EvaluationLimits, clock: Clock): EvaluationBudget => {
  const end = clock() + time;
  return { steps, entries, isOver: () => clock() > end };
};

const createBoundedExpression = (source: string, run: Program, limits: EvaluationLimits, clock: Clock): Expression => {
  const replay = createInterpreterReplay(source, { timeout: limits.time, sequence: limits.entries });
  return {
    source,
    evaluate(input, bindings) {
      refillBudget(createEvaluationBudget(limits, clock));
      try {
        return isClean() ? toPlain(run(input, bindings)) : replay(input, bindings);
      } catch (error) {
        if (error instanceof BudgetSpent) throw createEvaluationError(error);
        return replay(input, bindings);
      }
    },
  };
};

/** With the limits of all expressions; what was refused, for another reason than them, stock has the last word on. */
const standard = (source: string, run: Program): Expression => {
  const replay = createInterpreterReplay(source);
  return {
    source,
    evaluate(input, bindings) {
      refillBudget();
      try {
        return isClean() ? toPlain(run(input, bindings)) : replay(input, bindings);
      } catch (error) {
        if (error instanceof BudgetSpent) throw createEvaluationError(error);
        return replay(input, bindings);
      }
    },
  };
};

/** Takes JSONata text; throws EXPRESSION_SYNTAX with jsonata's code, the position, and a fix. */
export const compileExpression = (source: string, surroundings: EvaluationOptions = {}): Expression => {
  const { clock = SYSTEM_CLOCK, limits } = surroundings;
  const ast = parseExpression(source);
  if (limits) refuseEval(ast);
  const compiled = compileProgram(ast, clock);
  if ('reason' in compiled) {
    return { source, fallback: compiled.reason, evaluate: interpreted(source, limits) };
  }
  return limits ? createBoundedExpression(source, compiled.run, limits, clock) : standard(source, compiled.run);
};

const INTERNAL_NAMES = /_jsonata_|outerWrapper|tupleStream|\\u00[4-7]/;
// What is in any of them and begins with a rare character, which is found much faster.
const TRACES = ['_jsonata_', 'Wrapper', 'Stream', '\\u00'].map((trace) => Buffer.from(trace));

/**
 * Whether a page's text (or bytes) holds names with which stock marks its own objects, or may hold them as escapes. Its
 * items mean the same only in stock: evaluate them with `interpreted`.
 */
export const needsInterpreter = (page: string | Uint8Array): boolean => {
  if (typeof page === 'string') return INTERNAL_NAMES.test(page);
  const bytes = Buffer.from(page.buffer, page.byteOffset, page.byteLength);
  return TRACES.some((trace) => bytes.includes(trace)) && INTERNAL_NAMES.test(bytes.toString('latin1'));
};

/** The expression as stock alone evaluates it. */
export const interpreted = (source: string, limits?: EvaluationLimits): Expression['evaluate'] =>
  createInterpreterReplay(source, limits && { timeout: limits.time, sequence: limits.entries });

/** Whether an evaluation was ended because it took more than it may. */
export const isSpent = (error: unknown): boolean => error instanceof BudgetSpent;

/** The error for that. */
export const createTimeoutError = (): EngineError => createEvaluationError(new BudgetSpent());

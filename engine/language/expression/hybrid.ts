import type { EngineError } from '../../base/errors/index.ts';
import type { Ast } from './ast.ts';
import { type Clock, compileProgram, type Program } from './compile.ts';
import { evaluationError } from './failure.ts';
import type { Limits } from './limits.ts';
import { parseExpression } from './parse.ts';
import { toPlain } from './plain.ts';
import { type Budget, BudgetSpent, refill } from './runtime/budget.ts';
import { isClean } from './runtime/clean.ts';
import { some } from './scope.ts';
import { type Bindings, type StockLimits, stockExpression } from './stock.ts';

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
export interface Surroundings {
  /** For `$now` and `$millis`; the system's own without it. */
  readonly clock?: Clock;
  /** For expressions of strangers: no `$eval`, and an end to everything. */
  readonly limits?: Limits;
}

/** The system's time: the one place of this folder that knows it. A caller that wants its own gives it. */
export const SYSTEM_CLOCK: Clock = () => Date.now();

/** Replays of one expression that may run into stock's timeout; after so many it is not tried again. */
const MOST_TIMEOUTS = 3;

/** The stock interpreter for one expression, made when it is first needed. */
const stockReplay = (source: string, limits?: StockLimits) => {
  let stock: ReturnType<typeof stockExpression> | undefined;
  let timeouts = 0;
  return async (input: unknown, bindings: Bindings): Promise<unknown> => {
    if (timeouts >= MOST_TIMEOUTS) throw evaluationError(new BudgetSpent());
    stock ??= stockExpression(source, limits);
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
  if (some(ast, isEval)) throw evaluationError({ code: 'T1006' });
};

/** What an evaluation under these limits may take, from now on. */
export const budgetFrom = ({ steps, entries, time }: Limits, clock: Clock): Budget => {
  const end = clock() + time;
  return { steps, entries, isOver: () => clock() > end };
};

const bounded = (source: string, run: Program, limits: Limits, clock: Clock): Expression => {
  const replay = stockReplay(source, { timeout: limits.time, sequence: limits.entries });
  return {
    source,
    evaluate(input, bindings) {
      refill(budgetFrom(limits, clock));
      try {
        return isClean() ? toPlain(run(input, bindings)) : replay(input, bindings);
      } catch (error) {
        if (error instanceof BudgetSpent) throw evaluationError(error);
        return replay(input, bindings);
      }
    },
  };
};

/** With the limits of all expressions; what was refused, for another reason than them, stock has the last word on. */
const standard = (source: string, run: Program): Expression => {
  const replay = stockReplay(source);
  return {
    source,
    evaluate(input, bindings) {
      refill();
      try {
        return isClean() ? toPlain(run(input, bindings)) : replay(input, bindings);
      } catch (error) {
        if (error instanceof BudgetSpent) throw evaluationError(error);
        return replay(input, bindings);
      }
    },
  };
};

/** Takes JSONata text; throws EXPRESSION_SYNTAX with jsonata's code, the position, and a fix. */
export const compileExpression = (source: string, surroundings: Surroundings = {}): Expression => {
  const { clock = SYSTEM_CLOCK, limits } = surroundings;
  const ast = parseExpression(source);
  if (limits) refuseEval(ast);
  const compiled = compileProgram(ast, clock);
  if ('reason' in compiled) {
    return { source, fallback: compiled.reason, evaluate: inStock(source, limits) };
  }
  return limits ? bounded(source, compiled.run, limits, clock) : standard(source, compiled.run);
};

const HOSTILE = /_jsonata_|outerWrapper|tupleStream|\\u00[4-7]/;
// What is in any of them and begins with a rare character, which is found much faster.
const TRACES = ['_jsonata_', 'Wrapper', 'Stream', '\\u00'].map((trace) => Buffer.from(trace));

/**
 * Whether a page's text (or bytes) holds names with which stock marks its own objects, or may hold them as escapes. Its
 * items mean the same only in stock: evaluate them with `inStock`.
 */
export const needsStock = (page: string | Uint8Array): boolean => {
  if (typeof page === 'string') return HOSTILE.test(page);
  const bytes = Buffer.from(page.buffer, page.byteOffset, page.byteLength);
  return TRACES.some((trace) => bytes.includes(trace)) && HOSTILE.test(bytes.toString('latin1'));
};

/** The expression as stock alone evaluates it. */
export const inStock = (source: string, limits?: Limits): Expression['evaluate'] =>
  stockReplay(source, limits && { timeout: limits.time, sequence: limits.entries });

/** Whether an evaluation was ended because it took more than it may. */
export const isSpent = (error: unknown): boolean => error instanceof BudgetSpent;

/** The error for that. */
export const tooLong = (): EngineError => evaluationError(new BudgetSpent());

import jsonata from 'jsonata';
import type { Ast } from '../../../../engine/language/expression/ast.ts';
import { compileProgram } from '../../../../engine/language/expression/compile.ts';
import { createInterpreter } from '../../../../engine/language/expression/interpreter.ts';
import { toPlain } from '../../../../engine/language/expression/plain.ts';
import { repairAst } from '../../../../engine/language/expression/repair.ts';
import { refillBudget, STANDARD_BUDGET } from '../../../../engine/language/expression/runtime/budget.ts';
import { createMeter } from '../../../../engine/language/expression/runtime/meter.ts';
import { anyBindings, anyInput } from './payload.ts';
import { anyProgram } from './program.ts';
import { randomFrom } from './random.ts';

/** One expression with what it is evaluated over. */
export interface Case {
  readonly source: string;
  readonly input: unknown;
  readonly bindings: Record<string, unknown>;
}

/** Outcome of a case: `unlike` breaks the law; the others show how much of it was exercised. */
export type Verdict =
  | { readonly kind: 'same'; readonly defined: boolean }
  | { readonly kind: 'unparsed' }
  | { readonly kind: 'static'; readonly reason: string }
  | { readonly kind: 'replayed'; readonly failed: boolean }
  | { readonly kind: 'unlike'; readonly interpreted: string; readonly compiled: string };

const NOW = 1_700_000_000_000;
const STEPS = 100_000;

const show = (value: unknown) => JSON.stringify(toPlain(value)) ?? 'nothing';

const evaluateInterpreted = async (expression: jsonata.Expression, { input, bindings }: Case) => {
  try {
    return { value: show(await expression.evaluate(structuredClone(input), structuredClone(bindings))) };
  } catch (error) {
    return { error: String((error as { code?: string }).code ?? error) };
  }
};

/**
 * Time limit of the interpreter, ms. A case in which only the interpreter exceeds it is repeated once: the machine may
 * be busy.
 */
const TIMEOUT = 2_000;
const LONG_TIMEOUT = 60_000;

const parse = (source: string, timeout = TIMEOUT) => {
  try {
    const expression = jsonata(source, { timeout });
    repairAst(asAst(expression.ast()));
    return expression;
  } catch {
    return undefined;
  }
};

const asAst = (value: unknown) => value as Ast;

// Ours is bounded in time, in depth, and in how wide it pads.
const LIMITS = new Set(['D1011', 'D1012', 'D2014', 'D2015', 'RangeError']);

/** Result of an expression that is left to the interpreter, in the interpreter's own words. */
const inReplay = async ({
  source,
  input,
  bindings,
}: Case): Promise<Awaited<ReturnType<typeof evaluateInterpreted>>> => {
  try {
    const meter = createMeter(STANDARD_BUDGET);
    return { value: show(await createInterpreter(source)(input, bindings, meter)) };
  } catch (error) {
    const { code, details } = error as { code?: string; details?: { code?: string } };
    return { error: code === 'EXPRESSION_TOO_LONG' ? 'limit' : String(details?.code) };
  }
};

const judgeReplay = async (expression: jsonata.Expression, one: Case): Promise<Verdict> => {
  const [interpreted, replay] = [await evaluateInterpreted(expression, one), await inReplay(one)];
  const isLimit = replay.error === 'limit' || LIMITS.has(interpreted.error ?? '');
  const isUnforeseen = replay.error === 'internal' && interpreted.error !== undefined;
  const isSame = interpreted.value === replay.value && interpreted.error === replay.error;
  if (isSame || isLimit || isUnforeseen) return { kind: 'replayed', failed: 'error' in interpreted };
  return { kind: 'unlike', interpreted: JSON.stringify(interpreted), compiled: `replayed: ${JSON.stringify(replay)}` };
};

type Compile = typeof compileProgram;

/** Evaluates a case both ways. */
export const compareCase = async (one: Case, compile: Compile = compileProgram): Promise<Verdict> => {
  const expression = parse(one.source);
  if (!expression) return { kind: 'unparsed' };
  const compiled = compile(asAst(expression.ast()), () => NOW);
  if ('reason' in compiled) return { kind: 'static', reason: compiled.reason };
  const before = show(one.input);
  let mine: string;
  refillBudget({ steps: STEPS, entries: 1e7, time: Number.POSITIVE_INFINITY, clock: () => 0 });
  try {
    mine = show(compiled.run(one.input, one.bindings));
  } catch {
    return judgeReplay(expression, one);
  }
  if (show(one.input) !== before) return { kind: 'unlike', interpreted: before, compiled: 'a changed input' };
  const quick = await evaluateInterpreted(expression, one);
  const patient = quick.error === 'D1012' ? parse(one.source, LONG_TIMEOUT) : undefined;
  const interpreted = patient ? await evaluateInterpreted(patient, one) : quick;
  if (interpreted.value === mine) return { kind: 'same', defined: mine !== 'nothing' };
  return { kind: 'unlike', interpreted: interpreted.value ?? `error ${interpreted.error}`, compiled: mine };
};

/** The case that a seed determines. */
export const createCase = (seed: number): Case => {
  const random = randomFrom(seed);
  return { source: anyProgram(random), input: anyInput(random), bindings: anyBindings(random) };
};

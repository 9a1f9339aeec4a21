import { isObject } from '../../base/json/types.ts';
import {
  type Bindings,
  budgetFrom,
  type Clock,
  compileExpression,
  inStock,
  isClean,
  isSpent,
  parseExpression,
  refill,
  type Surroundings,
  SYSTEM_CLOCK,
  tooLong,
  toPlain,
} from '../../language/expression/index.ts';
import { isTrue } from '../../language/expression/truth.ts';
import { type Answer, type Finisher, finish } from './finish.ts';
import { generateMap, LEFT, type Unsettled } from './generate.ts';
import { planFields } from './plan.ts';
import { failedExpression, rejectOf } from './problem.ts';
import { recordTree } from './record-tree.ts';
import type { MapSpec, Outcome } from './spec.ts';
import { schemaCheck } from './validate.ts';

/** A map as a function: one item in, one outcome out. */
export interface CompiledMap {
  /** The item is read only; `scope` holds the variables by name without `$`. A promise where stock JSONata answers. */
  map(item: unknown, scope: Bindings): Outcome | Promise<Outcome>;
  /** The same by stock alone: for items of a page whose text `needsStock`. */
  mapInStock(item: unknown, scope: Bindings): Promise<Outcome>;
  /** Fields that are not compiled but evaluated by stock JSONata, and why. */
  readonly fallbacks: readonly { readonly field: string; readonly reason: string }[];
  /** How many expressions have been repeated in stock so far. */
  replays(): number;
}

type Evaluate = (item: unknown, scope: Bindings) => unknown | Promise<unknown>;

const answerOf = async (evaluate: Evaluate, item: unknown, scope: Bindings): Promise<Answer> => {
  try {
    return { value: await evaluate(item, scope) };
  } catch (error) {
    return { error };
  }
};

/** Stands for the value of an expression that took too long and is not to be tried again. */
const TOO_LONG = Symbol('too long');

const known = (value: unknown): Answer => {
  try {
    return value === TOO_LONG ? { error: tooLong() } : { value: toPlain(value) };
  } catch {
    return { error: tooLong() };
  }
};

/** The way through stock, for what the generated function leaves. */
const stockWay = (spec: MapSpec, finisher: Finisher, surroundings: Surroundings) => {
  const where = spec.where === undefined ? undefined : inStock(spec.where, surroundings.limits);
  const fields = finisher.fields.map(({ source }) => inStock(source, surroundings.limits));
  let replays = 0;
  const evaluate = (at: number, item: unknown, scope: Bindings): Promise<Answer> => {
    replays += 1;
    return answerOf(fields[at] ?? (() => undefined), item, scope);
  };

  const settle = async (item: unknown, scope: Bindings, values: readonly unknown[]): Promise<Outcome> => {
    const answers: Answer[] = [];
    for (const [at, value] of values.entries()) {
      answers.push(value === LEFT ? await evaluate(at, item, scope) : known(value));
    }
    return finish(finisher, item, answers);
  };

  return {
    replays: () => replays,
    settle: (item: unknown, scope: Bindings, values: readonly unknown[]): Outcome | Promise<Outcome> =>
      values.includes(LEFT) ? settle(item, scope, values) : finish(finisher, item, values.map(known)),
    async whole(item: unknown, scope: Bindings): Promise<Outcome> {
      const passes: Answer = where ? await answerOf(where, item, scope) : { value: true };
      if ('error' in passes) return rejectOf(failedExpression(undefined, passes.error), [], item);
      if (!isTrue(passes.value)) return { kind: 'skipped' };
      return settle(
        item,
        scope,
        finisher.fields.map(() => LEFT),
      );
    },
  };
};

/** Throws for an expression that does not parse, and for one that a stranger may not write. */
const checkExpressions = (spec: MapSpec, surroundings: Surroundings) => {
  const fields = Object.values(spec.fields).map((field) => (typeof field === 'string' ? field : field.value));
  const sources = spec.where === undefined ? fields : [spec.where, ...fields];
  for (const source of sources)
    if (surroundings.limits) compileExpression(source, surroundings);
    else parseExpression(source);
};

/**
 * Compiles one map; `surroundings` may set limits, for a map of a stranger. Throws EXPRESSION_SYNTAX, or a RangeError
 * for names that a checked manifest cannot hold.
 */
export const compileMap = (spec: MapSpec, surroundings: Surroundings = {}): CompiledMap => {
  const fields = planFields(spec);
  checkExpressions(spec, surroundings);
  const { limits } = surroundings;
  const clock: Clock = surroundings.clock ?? SYSTEM_CLOCK;
  const finisher: Finisher = {
    fields,
    tree: recordTree(fields, spec.constants ?? {}),
    check: spec.check ?? schemaCheck(spec.schema),
  };
  const caught = (error: unknown) => (isSpent(error) ? TOO_LONG : LEFT);
  const { map: generated, fallbacks } = generateMap({ ...finisher, where: spec.where, clock, caught });
  const stock = stockWay(spec, finisher, surroundings);

  const attempt = (item: object, scope: Bindings): Outcome | Unsettled | undefined => {
    refill(limits && budgetFrom(limits, clock));
    try {
      return isClean() ? generated?.(item, scope) : undefined;
    } catch (error) {
      return isSpent(error) ? rejectOf(failedExpression(undefined, tooLong()), [], item) : undefined;
    }
  };

  return {
    fallbacks,
    replays: stock.replays,
    mapInStock: stock.whole,
    map(item, scope) {
      const made = isObject(item) ? attempt(item, scope) : undefined;
      if (made === undefined) return stock.whole(item, scope);
      if (made.kind !== 'unsettled') return made;
      return made.values ? stock.settle(item, scope, made.values) : stock.whole(item, scope);
    },
  };
};

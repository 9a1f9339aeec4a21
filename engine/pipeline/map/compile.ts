import { isObject } from '../../base/json/types.ts';
import {
  type Bindings,
  type Clock,
  compileExpression,
  createEvaluationBudget,
  createTimeoutError,
  type EvaluationOptions,
  interpreted,
  isClean,
  isSpent,
  parseExpression,
  refillBudget,
  SYSTEM_CLOCK,
  toPlain,
} from '../../language/expression/index.ts';
import { isTrue } from '../../language/expression/truth.ts';
import { type FieldAnswer, type Finisher, finishItem } from './finish.ts';
import { generateMap, LEFT, type UnfinishedItem } from './generate.ts';
import { planFields } from './plan.ts';
import { createFailedExpression, createReject } from './problem.ts';
import { buildRecordTree } from './record-tree.ts';
import type { MapOutcome, MapSpec } from './spec.ts';
import { compileSchemaCheck } from './validate.ts';

/** A map as a function: one item in, one outcome out. */
export interface CompiledMap {
  /** The item is read only; `scope` holds the variables by name without `$`. A promise where stock JSONata answers. */
  map(item: unknown, scope: Bindings): MapOutcome | Promise<MapOutcome>;
  /** The same by stock alone: for items of a page whose text `needsStock`. */
  mapInterpreted(item: unknown, scope: Bindings): Promise<MapOutcome>;
  /** Fields that are not compiled but evaluated by stock JSONata, and why. */
  readonly fallbacks: readonly { readonly field: string; readonly reason: string }[];
  /** How many expressions have been repeated in stock so far. */
  replays(): number;
}

type Evaluate = (item: unknown, scope: Bindings) => unknown | Promise<unknown>;

const evaluateAnswer = async (evaluate: Evaluate, item: unknown, scope: Bindings): Promise<FieldAnswer> => {
  try {
    return { value: await evaluate(item, scope) };
  } catch (error) {
    return { error };
  }
};

/** Stands for the value of an expression that took too long and is not to be tried again. */
const TOO_LONG = Symbol('too long');

const toAnswer = (value: unknown): FieldAnswer => {
  try {
    return value === TOO_LONG ? { error: createTimeoutError() } : { value: toPlain(value) };
  } catch {
    return { error: createTimeoutError() };
  }
};

/** The way through stock, for what the generated function leaves. */
const createInterpretedMap = (spec: MapSpec, finisher: Finisher, surroundings: EvaluationOptions) => {
  const where = spec.where === undefined ? undefined : interpreted(spec.where, surroundings.limits);
  const fields = finisher.fields.map(({ source }) => interpreted(source, surroundings.limits));
  let replays = 0;
  const evaluate = (at: number, item: unknown, scope: Bindings): Promise<FieldAnswer> => {
    replays += 1;
    return evaluateAnswer(fields[at] ?? (() => undefined), item, scope);
  };

  const settle = async (item: unknown, scope: Bindings, values: readonly unknown[]): Promise<MapOutcome> => {
    const answers: FieldAnswer[] = [];
    for (const [at, value] of values.entries()) {
      answers.push(value === LEFT ? await evaluate(at, item, scope) : toAnswer(value));
    }
    return finishItem(finisher, item, answers);
  };

  return {
    replays: () => replays,
    settle: (item: unknown, scope: Bindings, values: readonly unknown[]): MapOutcome | Promise<MapOutcome> =>
      values.includes(LEFT) ? settle(item, scope, values) : finishItem(finisher, item, values.map(toAnswer)),
    async whole(item: unknown, scope: Bindings): Promise<MapOutcome> {
      const passes: FieldAnswer = where ? await evaluateAnswer(where, item, scope) : { value: true };
      if ('error' in passes) return createReject(createFailedExpression(undefined, passes.error), [], item);
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
const checkExpressions = (spec: MapSpec, surroundings: EvaluationOptions) => {
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
export const compileMap = (spec: MapSpec, surroundings: EvaluationOptions = {}): CompiledMap => {
  const fields = planFields(spec);
  checkExpressions(spec, surroundings);
  const { limits } = surroundings;
  const clock: Clock = surroundings.clock ?? SYSTEM_CLOCK;
  const finisher: Finisher = {
    fields,
    tree: buildRecordTree(fields, spec.constants ?? {}),
    check: spec.check ?? compileSchemaCheck(spec.schema),
  };
  const caught = (error: unknown) => (isSpent(error) ? TOO_LONG : LEFT);
  const { map: generated, fallbacks } = generateMap({ ...finisher, where: spec.where, clock, caught });
  const stock = createInterpretedMap(spec, finisher, surroundings);

  const attempt = (item: object, scope: Bindings): MapOutcome | UnfinishedItem | undefined => {
    refillBudget(limits && createEvaluationBudget(limits, clock));
    try {
      return isClean() ? generated?.(item, scope) : undefined;
    } catch (error) {
      return isSpent(error)
        ? createReject(createFailedExpression(undefined, createTimeoutError()), [], item)
        : undefined;
    }
  };

  return {
    fallbacks,
    replays: stock.replays,
    mapInterpreted: stock.whole,
    map(item, scope) {
      const made = isObject(item) ? attempt(item, scope) : undefined;
      if (made === undefined) return stock.whole(item, scope);
      if (made.kind !== 'unsettled') return made;
      return made.values ? stock.settle(item, scope, made.values) : stock.whole(item, scope);
    },
  };
};

import { isObject } from '../../base/json/types.ts';
import {
  type Bindings,
  budgetOf,
  type Clock,
  chargePage,
  compileExpression,
  createMeter,
  createTimeoutError,
  type EvaluationOptions,
  interpreted,
  isClean,
  isSpent,
  type Meter,
  type PageAllowance,
  parseExpression,
  refillBudget,
  restOfBudget,
  SYSTEM_CLOCK,
  toPlain,
} from '../../language/expression/index.ts';
import { isTrue } from '../../language/expression/truth.ts';
import { type FieldAnswer, type Finisher, finishItem } from './finish.ts';
import { type Fallback, generateMap, LEFT, listFallbacks, type UnfinishedItem } from './generate.ts';
import { listIdentityFields, planFields } from './plan.ts';
import { createFailedExpression, createReject } from './problem.ts';
import { buildRecordTree } from './record-tree.ts';
import type { ItemMap, MapOutcome, MapSpec } from './spec.ts';
import { compileSchemaCheck } from './validate.ts';

/** Compiled map. */
export interface CompiledMap extends ItemMap {
  /** Lists the fields that JSONata's interpreter evaluates because they cannot be compiled, with the reason. */
  listFallbacks(): readonly Fallback[];
  /** Number of evaluations that fell back to the interpreter. */
  replays(): number;
}

const tryEvaluate = async (evaluate: () => Promise<unknown>): Promise<FieldAnswer> => {
  try {
    return { value: await evaluate() };
  } catch (error) {
    return { error };
  }
};

/** Placeholder for the value of an expression that exceeded its time limit and must not run again. */
const TOO_LONG = Symbol('too long');

const toAnswer = (value: unknown): FieldAnswer => {
  try {
    return value === TOO_LONG ? { error: createTimeoutError() } : { value: toPlain(value) };
  } catch {
    return { error: createTimeoutError() };
  }
};

/** Item that the JSONata interpreter maps, with the meter shared by its expressions. */
interface InterpretedItem {
  readonly item: unknown;
  readonly scope: Bindings;
  readonly meter: Meter;
}

/** Creates the fallback to the JSONata interpreter for expressions that the generated function cannot evaluate. */
const createInterpretedMap = (spec: MapSpec, finisher: Finisher) => {
  const where = spec.where === undefined ? undefined : interpreted(spec.where);
  const fields = finisher.fields.map(({ source }) => interpreted(source));
  let replays = 0;
  const evaluate = (at: number, { item, scope, meter }: InterpretedItem): Promise<FieldAnswer> => {
    replays += 1;
    return tryEvaluate(async () => fields[at]?.(item, scope, meter));
  };

  const settleAll = async (one: InterpretedItem, values: readonly unknown[]): Promise<MapOutcome> => {
    const answers: FieldAnswer[] = [];
    for (const [at, value] of values.entries())
      answers.push(value === LEFT ? await evaluate(at, one) : toAnswer(value));
    return finishItem(finisher, one.item, answers);
  };

  return {
    replays: () => replays,
    async settle(one: InterpretedItem, values: readonly unknown[]): Promise<MapOutcome> {
      try {
        return await settleAll(one, values);
      } finally {
        one.meter.settle();
      }
    },
    async whole(one: InterpretedItem): Promise<MapOutcome> {
      const { item, scope, meter } = one;
      try {
        const passes: FieldAnswer = where ? await tryEvaluate(() => where(item, scope, meter)) : { value: true };
        if ('error' in passes) return createReject(createFailedExpression('where', passes.error), [], item);
        if (!isTrue(passes.value)) return { kind: 'skipped' };
        return await settleAll(
          one,
          finisher.fields.map(() => LEFT),
        );
      } finally {
        meter.settle();
      }
    },
  };
};

/** Throws for an expression with a syntax error, or one that is not allowed in untrusted manifests. */
const checkExpressions = (spec: MapSpec, surroundings: EvaluationOptions) => {
  const fields = Object.values(spec.fields).map((field) => (typeof field === 'string' ? field : field.value));
  const sources = spec.where === undefined ? fields : [spec.where, ...fields];
  for (const source of sources)
    if (surroundings.limits) compileExpression(source, surroundings);
    else parseExpression(source);
};

/**
 * Compiles one map; `surroundings` may set limits for an untrusted map. Throws EXPRESSION_SYNTAX, or a RangeError
 * for names that a validated manifest cannot contain.
 */
export const compileMap = (spec: MapSpec, surroundings: EvaluationOptions = {}): CompiledMap => {
  const fields = planFields(spec);
  checkExpressions(spec, surroundings);
  const clock: Clock = surroundings.clock ?? SYSTEM_CLOCK;
  const finisher: Finisher = {
    fields,
    identity: listIdentityFields(fields, spec),
    tree: buildRecordTree(fields, spec.constants ?? {}),
    check: spec.check ?? compileSchemaCheck(spec.schema),
  };
  const caught = (error: unknown) => (isSpent(error) ? TOO_LONG : LEFT);
  const generated = generateMap({ ...finisher, where: spec.where, clock, caught });
  const interpreted = createInterpretedMap(spec, finisher);
  const budget = budgetOf(surroundings);

  const attempt = (item: object, scope: Bindings): MapOutcome | UnfinishedItem | undefined => {
    try {
      return isClean() ? generated?.(item, scope) : undefined;
    } catch (error) {
      return isSpent(error) ? createReject(createFailedExpression('where', createTimeoutError()), [], item) : undefined;
    }
  };

  const finish = (
    made: MapOutcome | UnfinishedItem | undefined,
    { item, scope, page }: { item: unknown; scope: Bindings; page: PageAllowance | undefined },
  ): MapOutcome | Promise<MapOutcome> => {
    if (made && made.kind !== 'unsettled') return made;
    if (made?.values && !made.values.includes(LEFT)) return finishItem(finisher, item, made.values.map(toAnswer));
    const one = { item, scope, meter: createMeter(restOfBudget(), page) };
    return made?.values ? interpreted.settle(one, made.values) : interpreted.whole(one);
  };

  return {
    listFallbacks: () => listFallbacks({ fields, where: spec.where, clock }),
    replays: interpreted.replays,
    mapInterpreted(item, scope, page) {
      refillBudget(budget, page);
      return interpreted.whole({ item, scope, meter: createMeter(restOfBudget(), page) });
    },
    map(item, scope, page) {
      refillBudget(budget, page);
      const made = isObject(item) ? attempt(item, scope) : undefined;
      const outcome = made !== undefined && made.kind !== 'unsettled' ? made : finish(made, { item, scope, page });
      chargePage(page);
      return outcome;
    },
  };
};

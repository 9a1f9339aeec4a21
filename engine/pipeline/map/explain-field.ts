import { isEngineError, toEngineError } from '../../base/errors/index.ts';
import {
  type Bindings,
  compileExpression,
  type EvaluationOptions,
  SYSTEM_CLOCK,
  type TraceEvaluation,
  traceExpression,
} from '../../language/expression/index.ts';
import { type FieldAnswer, finishAnswer } from './finish.ts';
import { type FieldPlan, planFields } from './plan.ts';
import { createFailedExpression, type Problem } from './problem.ts';
import type { FieldSpec, MapSpec } from './spec.ts';

/** What became of one field of one item. */
export interface FieldResult {
  /** What the expression gave. */
  readonly source?: unknown;
  /** What goes into the record. */
  readonly value?: unknown;
  readonly problem?: Problem;
}

/** A field of a map that is explained: planned, or with the reason why it cannot be. */
export interface ExplainedField {
  readonly target: string;
  readonly spec: FieldSpec;
  readonly plan: FieldPlan | undefined;
  readonly broken?: Problem;
  answer(item: unknown, scope: Bindings): FieldAnswer | Promise<FieldAnswer>;
  /** What is read, where that can be told and has an end. */
  readonly trace: TraceEvaluation;
}

/** Evaluates as long as it has an end: an expression that took too long once is not tried again. */
export const evaluateWithLimit = (source: string, surroundings: EvaluationOptions) => {
  const expression = compileExpression(source, surroundings);
  let tooLong: FieldAnswer | undefined;
  const failed = (error: unknown): FieldAnswer => {
    if (isEngineError(error, 'EXPRESSION_TOO_LONG')) tooLong = { error };
    return { error };
  };
  const answer = (item: unknown, scope: Bindings): FieldAnswer | Promise<FieldAnswer> => {
    if (tooLong) return tooLong;
    try {
      const value = expression.evaluate(item, scope);
      return value instanceof Promise
        ? value.then((found: unknown): FieldAnswer => ({ value: found }), failed)
        : { value };
    } catch (error) {
      return failed(error);
    }
  };
  return { answer, isOver: () => tooLong !== undefined };
};

const createBrokenField = (target: string, error: unknown): Problem => {
  const { code, message, fix } = toEngineError(error);
  return { field: undefined, value: undefined, code, message: `the field "${target}": ${message}`, fix };
};

/** One field of the map by its own: what is wrong with it leaves the others as they are. */
export const prepareField = (spec: MapSpec, target: string, surroundings: EvaluationOptions): ExplainedField => {
  const given = spec.fields[target] ?? '';
  const field = { target, spec: typeof given === 'string' ? { value: given } : given };
  try {
    const [plan] = planFields({ ...spec, fields: { [target]: given } });
    const { answer, isOver } = evaluateWithLimit(field.spec.value, surroundings);
    const trace = traceExpression(field.spec.value, surroundings.clock ?? SYSTEM_CLOCK);
    return { ...field, plan, answer, trace: (item, scope) => (isOver() ? undefined : trace(item, scope)) };
  } catch (error) {
    const broken = createBrokenField(target, error);
    return { ...field, plan: undefined, broken, answer: () => ({ error }), trace: () => undefined };
  }
};

/** What the answer of a field's expression comes to. */
export const toFieldResult = ({ plan, broken }: ExplainedField, answer: FieldAnswer): FieldResult => {
  if (!plan) return broken ? { problem: broken } : {};
  return 'error' in answer
    ? { problem: createFailedExpression(plan, answer.error) }
    : { source: answer.value, ...finishAnswer(plan, answer) };
};

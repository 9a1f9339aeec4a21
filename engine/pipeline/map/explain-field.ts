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
import { createFailedExpression, findExpressionDetails, type Problem } from './problem.ts';
import type { FieldSpec, MapSpec } from './spec.ts';

/** Result of one field for one item. */
export interface FieldResult {
  /** Result of the expression. */
  readonly source?: unknown;
  /** Value in the record. */
  readonly value?: unknown;
  readonly problem?: Problem;
}

/** Prepared field of an explained map: its plan, or the reason why it does not compile. */
export interface ExplainedField {
  readonly target: string;
  readonly spec: FieldSpec;
  readonly plan: FieldPlan | undefined;
  readonly broken?: Problem;
  answer(item: unknown, scope: Bindings): FieldAnswer | Promise<FieldAnswer>;
  /** Traces the item values that the expression reads; undefined if they are unknown. */
  readonly trace: TraceEvaluation;
}

/** Compiles an expression that is never evaluated again after it exceeded its time limit. */
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
  const details = findExpressionDetails(error);
  return { field: undefined, value: undefined, code, message: `the field "${target}": ${message}`, fix, ...details };
};

/** Prepares one field independently, so that an invalid field does not affect the others. */
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

/** Converts the result of a field's expression to the field's result. */
export const toFieldResult = ({ plan, broken }: ExplainedField, answer: FieldAnswer): FieldResult => {
  if (!plan) return broken ? { problem: broken } : {};
  return 'error' in answer
    ? { problem: createFailedExpression(plan, answer.error) }
    : { source: answer.value, ...finishAnswer(plan, answer) };
};

import { isEngineError, toEngineError } from '../../base/errors/index.ts';
import {
  type Bindings,
  compileExpression,
  type Surroundings,
  SYSTEM_CLOCK,
  type Trace,
  traceExpression,
} from '../../language/expression/index.ts';
import { type Answer, finishOne } from './finish.ts';
import { type FieldPlan, planFields } from './plan.ts';
import { failedExpression, type Problem } from './problem.ts';
import type { FieldSpec, MapSpec } from './spec.ts';

/** What became of one field of one item. */
export interface Cell {
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
  answer(item: unknown, scope: Bindings): Answer | Promise<Answer>;
  /** What is read, where that can be told and has an end. */
  readonly trace: Trace;
}

/** Evaluates as long as it has an end: an expression that took too long once is not tried again. */
export const askingOnce = (source: string, surroundings: Surroundings) => {
  const expression = compileExpression(source, surroundings);
  let tooLong: Answer | undefined;
  const failed = (error: unknown): Answer => {
    if (isEngineError(error, 'EXPRESSION_TOO_LONG')) tooLong = { error };
    return { error };
  };
  const answer = (item: unknown, scope: Bindings): Answer | Promise<Answer> => {
    if (tooLong) return tooLong;
    try {
      const value = expression.evaluate(item, scope);
      return value instanceof Promise ? value.then((found: unknown): Answer => ({ value: found }), failed) : { value };
    } catch (error) {
      return failed(error);
    }
  };
  return { answer, isOver: () => tooLong !== undefined };
};

const brokenField = (target: string, error: unknown): Problem => {
  const { code, message, fix } = toEngineError(error);
  return { field: undefined, value: undefined, code, message: `the field "${target}": ${message}`, fix };
};

/** One field of the map by its own: what is wrong with it leaves the others as they are. */
export const explainedField = (spec: MapSpec, target: string, surroundings: Surroundings): ExplainedField => {
  const given = spec.fields[target] ?? '';
  const field = { target, spec: typeof given === 'string' ? { value: given } : given };
  try {
    const [plan] = planFields({ ...spec, fields: { [target]: given } });
    const { answer, isOver } = askingOnce(field.spec.value, surroundings);
    const trace = traceExpression(field.spec.value, surroundings.clock ?? SYSTEM_CLOCK);
    return { ...field, plan, answer, trace: (item, scope) => (isOver() ? undefined : trace(item, scope)) };
  } catch (error) {
    const broken = brokenField(target, error);
    return { ...field, plan: undefined, broken, answer: () => ({ error }), trace: () => undefined };
  }
};

/** What the answer of a field's expression comes to. */
export const cellOf = ({ plan, broken }: ExplainedField, answer: Answer): Cell => {
  if (!plan) return broken ? { problem: broken } : {};
  return 'error' in answer
    ? { problem: failedExpression(plan, answer.error) }
    : { source: answer.value, ...finishOne(plan, answer) };
};

import { type EngineError, type ErrorCode, engineError, toEngineError } from '../../base/errors/index.ts';
import type { Invalid } from './convert/index.ts';
import type { FieldPlan } from './plan.ts';
import { findSourcePointer } from './pointer.ts';
import type { Reject } from './spec.ts';

/** What is wrong with one field of one item. */
export interface Problem {
  readonly field: FieldPlan | undefined;
  /** What the field's expression gave. */
  readonly value: unknown;
  readonly code: ErrorCode;
  readonly message: string;
  readonly fix: string;
  /** The value that no table knows. */
  readonly unmapped?: readonly [enumName: string, literal: string];
}

const createProblem = (field: FieldPlan | undefined, value: unknown, { code, message, fix }: EngineError): Problem => ({
  field,
  value,
  code,
  message,
  fix,
});

/** A value that a conversion or the schema refuses. */
export const createInvalidField = (field: FieldPlan, value: unknown, { invalid, fix }: Invalid): Problem =>
  createProblem(field, value, engineError('FIELD_INVALID', { field: field.target, problem: invalid, fix }));

/** A schema refusal that may lie outside any mapped field. */
export const createInvalidTarget = (
  field: FieldPlan | undefined,
  value: unknown,
  target: string,
  reason: string,
): Problem => createProblem(field, value, engineError('FIELD_INVALID', { field: target, problem: reason }));

/** A required field that got nothing. */
export const createMissingField = (field: FieldPlan | undefined, target: string): Problem =>
  createProblem(field, undefined, engineError('FIELD_MISSING', { field: target }));

/** A text that no store takes. */
export const createDamagedField = (field: FieldPlan, value: unknown, reason: string): Problem =>
  createProblem(field, value, engineError('TEXT_INVALID', { field: field.target, problem: reason }));

const LONGEST_LITERAL = 80;

/** A value that no table knows. */
export const createUnmappedField = (field: FieldPlan, value: unknown, literal: string): Problem => {
  const name = field.enumName ?? '';
  const shown = literal.length > LONGEST_LITERAL ? `${literal.slice(0, LONGEST_LITERAL)}…` : literal;
  const error = engineError('ENUM_UNMAPPED', { field: field.target, value: shown, enum: name });
  return { ...createProblem(field, value, error), unmapped: [name, literal] };
};

/** An expression that failed; `field` is undefined for the map's `where`. */
export const createFailedExpression = (field: FieldPlan | undefined, error: unknown): Problem => {
  const { code, message, fix } = toEngineError(error);
  return {
    field,
    value: undefined,
    code,
    message: `${field ? `the field "${field.target}"` : '"where"'}: ${message}`,
    fix,
  };
};

/** The reject of an item: its first problem, with a pointer into the item, and every value that no table knows. */
export const createReject = (first: Problem, problems: readonly Problem[], item: unknown): Reject => ({
  kind: 'reject',
  pointer: first.field ? findSourcePointer(first.field.paths, item, first.value) : '',
  code: first.code,
  message: first.message,
  fix: first.fix,
  unmapped: problems.flatMap(({ unmapped }) => (unmapped ? [unmapped] : [])),
});

import {
  type EngineError,
  type ErrorCode,
  engineError,
  isEngineError,
  toEngineError,
} from '../../base/errors/index.ts';
import { findOffendingValue } from '../../language/expression/index.ts';
import type { Invalid } from './convert/index.ts';
import type { FieldPlan } from './plan.ts';
import { findSourcePointer } from './pointer.ts';
import type { EnumLiteral, Reject } from './spec.ts';

/** Problem of one field of one item. */
export interface Problem {
  readonly field: FieldPlan | undefined;
  /** Result of the field's expression. */
  readonly value: unknown;
  readonly code: ErrorCode;
  readonly message: string;
  readonly fix: string;
  /** Value that the enum table does not list. */
  readonly unmapped?: EnumLiteral;
  /** Position of an error in the expression: the end of the token, in characters. */
  readonly position?: number;
  /** Value that made the expression fail, for previews only. */
  readonly offending?: { readonly value: unknown };
}

const createProblem = (field: FieldPlan | undefined, value: unknown, { code, message, fix }: EngineError): Problem => ({
  field,
  value,
  code,
  message,
  fix,
});

/** Creates the problem of a value that a conversion rejects. */
export const createInvalidField = (field: FieldPlan, value: unknown, { invalid, fix }: Invalid): Problem =>
  createProblem(field, value, engineError('FIELD_INVALID', { field: field.target, problem: invalid, fix }));

/** Creates the problem of a value that the schema rejects, possibly outside any mapped field. */
export const createInvalidTarget = (
  field: FieldPlan | undefined,
  value: unknown,
  target: string,
  reason: string,
): Problem => createProblem(field, value, engineError('FIELD_INVALID', { field: target, problem: reason }));

/** Creates the problem of a required field without a value. */
export const createMissingField = (field: FieldPlan | undefined, target: string): Problem =>
  createProblem(field, undefined, engineError('FIELD_MISSING', { field: target }));

/** Creates the problem of a text that cannot be stored. */
export const createDamagedField = (field: FieldPlan, value: unknown, reason: string): Problem =>
  createProblem(field, value, engineError('TEXT_INVALID', { field: field.target, problem: reason }));

const MAX_LITERAL_LENGTH = 80;

/** Shortens a literal for messages and reports. */
export const shortenLiteral = (literal: string): string =>
  literal.length > MAX_LITERAL_LENGTH ? `${literal.slice(0, MAX_LITERAL_LENGTH)}…` : literal;

/** Creates the problem of a value that the enum table does not list. */
export const createUnmappedField = (field: FieldPlan, value: unknown, literal: string): Problem => {
  const name = field.enumName ?? '';
  const error = engineError('ENUM_UNMAPPED', { field: field.target, value: shortenLiteral(literal), enum: name });
  return { ...createProblem(field, value, error), unmapped: [name, literal] };
};

/** Returns the details of an expression's error that a preview shows. */
export function findExpressionDetails(error: unknown): Pick<Problem, 'position' | 'offending'> {
  const position = isEngineError(error) ? error.details['position'] : undefined;
  const offending = findOffendingValue(error);
  return { ...(typeof position === 'number' ? { position } : {}), ...(offending ? { offending } : {}) };
}

/** Creates the problem of a failed expression: of a field, or of the map's `where` or `each`. */
export const createFailedExpression = (of: FieldPlan | 'where' | 'each', error: unknown): Problem => {
  const { code, message, fix } = toEngineError(error);
  return {
    field: typeof of === 'string' ? undefined : of,
    value: undefined,
    code,
    message: `${typeof of === 'string' ? `"${of}"` : `the field "${of.target}"`}: ${message}`,
    fix,
    ...findExpressionDetails(error),
  };
};

/** Creates an item's reject from its first problem, with a pointer into the item and all unmapped enum values. */
export const createReject = (first: Problem, problems: readonly Problem[], item: unknown): Reject => ({
  kind: 'reject',
  pointer: first.field ? findSourcePointer(first.field.paths, item, first.value) : '',
  code: first.code,
  message: first.message,
  fix: first.fix,
  unmapped: problems.flatMap(({ unmapped }) => (unmapped ? [unmapped] : [])),
});

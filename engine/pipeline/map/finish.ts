import type { ValidateFunction } from 'ajv';
import { isInvalid } from './convert/index.ts';
import { findDamagedText } from './damaged-text.ts';
import type { EnumLookup } from './enums.ts';
import type { FieldPlan } from './plan.ts';
import {
  createDamagedField,
  createFailedExpression,
  createInvalidField,
  createMissingField,
  createReject,
  createUnmappedField,
  type Problem,
  shortenLiteral,
} from './problem.ts';
import type { Holder, RecordLeaf } from './record-tree.ts';
import type { EnumLiteral, JsonObject, MapOutcome } from './spec.ts';
import { describeSchemaProblem } from './validate.ts';

const isEmptyObject = (value: object) => {
  for (const _ in value) return false;
  return true;
};

/** Returns true for an empty value: undefined, null, "", [] or {}. */
export const isAbsent = (value: unknown): boolean => {
  if (value === undefined || value === null || value === '') return true;
  if (typeof value !== 'object') return false;
  return Array.isArray(value) ? value.length === 0 : isEmptyObject(value);
};

/** Result of a field's expression: plain JSON, no value, or an error. */
export type FieldAnswer = { readonly value: unknown; readonly error?: undefined } | { readonly error: unknown };

/** Outcome of a field: a value for the record, no value, or a problem. */
export type FieldOutcome = {
  readonly value?: unknown;
  readonly problem?: Problem;
  /** Value that the enum's default replaced, omitted or passed. */
  readonly defaulted?: EnumLiteral;
};

const NOTHING: FieldOutcome = Object.freeze({});

const lookUp = (field: FieldPlan, lookup: EnumLookup, value: unknown): FieldOutcome => {
  const answer = lookup(value);
  if ('unmapped' in answer) return { problem: createUnmappedField(field, value, answer.unmapped) };
  if (answer.defaulted === undefined) return { value: answer.value };
  return { value: answer.value, defaulted: [field.enumName ?? '', shortenLiteral(answer.defaulted)] };
};

/** Looks up or converts the result of a field's expression. */
export const finishField = (field: FieldPlan, value: unknown): FieldOutcome => {
  if (isAbsent(value)) return NOTHING;
  if (field.lookup) return lookUp(field, field.lookup, value);
  const converted = field.conversion ? field.conversion(value, field.zone) : value;
  if (isInvalid(converted)) return { problem: createInvalidField(field, value, converted) };
  if (isAbsent(converted)) return NOTHING;
  const damage = findDamagedText(converted);
  return damage === undefined ? { value: converted } : { problem: createDamagedField(field, value, damage) };
};

/** Builds a record's identity from the values of its identity fields; undefined without any. */
export const joinIdentity = (parts: readonly unknown[]): string | undefined => {
  if (parts.length === 0) return undefined;
  const [only] = parts;
  return parts.length > 1 || typeof only === 'object' ? JSON.stringify(parts) : String(only);
};

const resolveMember = (member: Holder | RecordLeaf, finished: readonly FieldOutcome[]): unknown => {
  if (member.kind === 'holder') return buildRecord(member, finished);
  return member.kind === 'field' ? finished[member.at]?.value : structuredClone(member.value);
};

/** Builds the record from field outcomes; undefined if no field has a value. */
export const buildRecord = ({ members }: Holder, finished: readonly FieldOutcome[]): JsonObject | undefined => {
  const record: JsonObject = {};
  for (const [name, member] of members) {
    const value = resolveMember(member, finished);
    if (value !== undefined) record[name] = value;
  }
  return Object.keys(record).length > 0 ? record : undefined;
};

const listProblem = (field: FieldPlan, { value, problem }: FieldOutcome): readonly Problem[] => {
  if (problem) return [problem];
  return field.identity && value === undefined ? [createMissingField(field, field.target)] : [];
};

/** Parts of a map that do not depend on an item. */
export interface Finisher {
  readonly fields: readonly FieldPlan[];
  /** Indexes of the fields that form the identity. */
  readonly identity: readonly number[];
  readonly tree: Holder;
  readonly check: ValidateFunction;
}

/** Computes a field's outcome from the result of its expression. */
export const finishAnswer = (field: FieldPlan, answer: FieldAnswer | undefined): FieldOutcome => {
  if (answer === undefined) return NOTHING;
  return 'error' in answer
    ? { problem: createFailedExpression(field, answer.error) }
    : finishField(field, answer.value);
};

/** Computes an item's outcome from the results of its expressions. Unlike the generated code, it also reports problems. */
export const finishItem = (
  { fields, identity, tree, check }: Finisher,
  item: unknown,
  answers: readonly FieldAnswer[],
): MapOutcome => {
  const finished = fields.map((field, at) => finishAnswer(field, answers[at]));
  const problems = fields.flatMap((field, at) => listProblem(field, finished[at] ?? NOTHING));
  const [first] = problems;
  if (first) return createReject(first, problems, item);
  const record = buildRecord(tree, finished) ?? {};
  if (check(record)) {
    const defaulted = finished.flatMap((one) => (one.defaulted ? [one.defaulted] : []));
    return {
      kind: 'record',
      record,
      identity: joinIdentity(identity.map((at) => finished[at]?.value)),
      ...(defaulted.length > 0 ? { defaulted } : {}),
    };
  }
  const [error] = check.errors ?? [];
  const values = answers.map((answer) => ('error' in answer ? undefined : answer.value));
  return createReject(
    error ? describeSchemaProblem(error, fields, values) : createMissingField(undefined, ''),
    [],
    item,
  );
};

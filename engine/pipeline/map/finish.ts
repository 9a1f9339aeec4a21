import type { ValidateFunction } from 'ajv';
import { isAbsent } from './absent.ts';
import { isInvalid } from './convert/index.ts';
import { damagedText } from './damaged-text.ts';
import type { FieldPlan } from './plan.ts';
import {
  damagedField,
  failedExpression,
  invalidField,
  missingField,
  type Problem,
  rejectOf,
  unmappedField,
} from './problem.ts';
import type { Holder, Leaf } from './record-tree.ts';
import type { JsonObject, Outcome } from './spec.ts';
import { schemaProblem } from './validate.ts';

/** What a field's expression gave: plain JSON, nothing, or an error. */
export type Answer = { readonly value: unknown; readonly error?: undefined } | { readonly error: unknown };

/** What a field leaves for the record: a value, nothing, or a problem. */
export type Finished = { readonly value?: unknown; readonly problem?: Problem };

const NOTHING: Finished = Object.freeze({});

/** Looks up or converts what a field's expression gave. */
export const finishField = (field: FieldPlan, value: unknown): Finished => {
  if (isAbsent(value)) return NOTHING;
  if (field.lookup) {
    const answer = field.lookup(value);
    if (answer === undefined) return NOTHING;
    return 'unmapped' in answer ? { problem: unmappedField(field, value, answer.unmapped) } : { value: answer.value };
  }
  const converted = field.conversion ? field.conversion(value, field.zone) : value;
  if (isInvalid(converted)) return { problem: invalidField(field, value, converted) };
  if (isAbsent(converted)) return NOTHING;
  const damage = damagedText(converted);
  return damage === undefined ? { value: converted } : { problem: damagedField(field, value, damage) };
};

/** A record's identity from the values of the fields that make it. */
export const identityOf = (parts: readonly unknown[]): string =>
  parts.length === 1 ? String(parts[0]) : JSON.stringify(parts);

const memberOf = (member: Holder | Leaf, finished: readonly Finished[]): unknown => {
  if (member.kind === 'holder') return recordOf(member, finished);
  return member.kind === 'field' ? finished[member.at]?.value : structuredClone(member.value);
};

/** The record of what fields left; undefined where they left nothing. */
export const recordOf = ({ members }: Holder, finished: readonly Finished[]): JsonObject | undefined => {
  const record: JsonObject = {};
  for (const [name, member] of members) {
    const value = memberOf(member, finished);
    if (value !== undefined) record[name] = value;
  }
  return Object.keys(record).length > 0 ? record : undefined;
};

const problemOf = (field: FieldPlan, { value, problem }: Finished): readonly Problem[] => {
  if (problem) return [problem];
  return field.identity && value === undefined ? [missingField(field, field.target)] : [];
};

/** A map as far as it does not depend on an item. */
export interface Finisher {
  readonly fields: readonly FieldPlan[];
  readonly tree: Holder;
  readonly check: ValidateFunction;
}

/** What a field leaves of what its expression gave. */
export const finishOne = (field: FieldPlan, answer: Answer | undefined): Finished => {
  if (answer === undefined) return NOTHING;
  return 'error' in answer ? { problem: failedExpression(field, answer.error) } : finishField(field, answer.value);
};

/** The outcome of an item from what its fields' expressions gave. What generated code does for a good item, and more. */
export const finish = ({ fields, tree, check }: Finisher, item: unknown, answers: readonly Answer[]): Outcome => {
  const finished = fields.map((field, at) => finishOne(field, answers[at]));
  const problems = fields.flatMap((field, at) => problemOf(field, finished[at] ?? NOTHING));
  const [first] = problems;
  if (first) return rejectOf(first, problems, item);
  const record = recordOf(tree, finished) ?? {};
  if (check(record)) {
    const parts = fields.flatMap((field, at) => (field.identity ? [finished[at]?.value] : []));
    return { kind: 'record', record, identity: identityOf(parts) };
  }
  const [error] = check.errors ?? [];
  const values = answers.map((answer) => ('error' in answer ? undefined : answer.value));
  return rejectOf(error ? schemaProblem(error, fields, values) : missingField(undefined, ''), [], item);
};

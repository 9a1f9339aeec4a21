import { type Bindings, compileExpression, type Expression } from '../expression/index.ts';
import { isTrue } from '../expression/truth.ts';
import { isAbsent } from './absent.ts';
import { isInvalid } from './convert/index.ts';
import { damagedText } from './damaged-text.ts';
import { type FieldPlan, planFields } from './plan.ts';
import {
  damagedField,
  failedExpression,
  invalidField,
  missingField,
  type Problem,
  rejectOf,
  unmappedField,
} from './problem.ts';
import type { JsonObject, MapSpec, Outcome } from './spec.ts';
import { targetPath } from './target.ts';
import { schemaCheck, schemaProblem } from './validate.ts';

/** A map as a function: one item in, one outcome out. */
export interface CompiledMap {
  /** The item is read only; `scope` holds the variables by name without `$`. A promise where stock JSONata answers. */
  map(item: unknown, scope: Bindings): Outcome | Promise<Outcome>;
  /** Fields that are not compiled but evaluated by stock JSONata, and why. */
  readonly fallbacks: readonly { readonly field: string; readonly reason: string }[];
}

type Answer = { readonly value: unknown } | { readonly error: unknown };

const answerOf = async (expression: Expression, item: unknown, scope: Bindings): Promise<Answer> => {
  try {
    return { value: await expression.evaluate(item, scope) };
  } catch (error) {
    return { error };
  }
};

/** What a field's expression gave, looked up or converted: the target's value, nothing, or a problem. */
const finishField = (field: FieldPlan, value: unknown): { readonly value?: unknown; readonly problem?: Problem } => {
  if (isAbsent(value)) return {};
  if (field.lookup) {
    const answer = field.lookup(value);
    if (answer === undefined) return {};
    return 'unmapped' in answer ? { problem: unmappedField(field, value, answer.unmapped) } : { value: answer.value };
  }
  const converted = field.conversion ? field.conversion(value, field.zone) : value;
  if (isInvalid(converted)) return { problem: invalidField(field, value, converted) };
  if (isAbsent(converted)) return {};
  const damage = damagedText(converted);
  return damage === undefined ? { value: converted } : { problem: damagedField(field, value, damage) };
};

const place = (record: JsonObject, path: readonly string[], value: unknown) => {
  const holders = path.slice(0, -1);
  const holder = holders.reduce((at, name) => {
    at[name] ??= {};
    return at[name] as JsonObject;
  }, record);
  holder[path.at(-1) ?? ''] = value;
};

const identityOf = (parts: readonly unknown[]) => (parts.length === 1 ? String(parts[0]) : JSON.stringify(parts));

/** Compiles one map. Throws EXPRESSION_SYNTAX, or a RangeError for names that a checked manifest cannot hold. */
export const compileMap = (spec: MapSpec): CompiledMap => {
  const fields = planFields(spec);
  const where = spec.where === undefined ? undefined : compileExpression(spec.where);
  const expressions = fields.map((field) => compileExpression(field.source));
  const constants = Object.entries(spec.constants ?? {}).map(([target, value]) => ({
    path: targetPath(target),
    value,
  }));
  const check = schemaCheck(spec.schema);

  const finish = (item: unknown, answers: readonly Answer[]): Outcome => {
    const record: JsonObject = {};
    const identity: unknown[] = [];
    const problems: Problem[] = [];
    for (const { path, value } of constants) place(record, path, value);
    for (const [at, field] of fields.entries()) {
      const answer = answers[at] ?? { value: undefined };
      const done =
        'error' in answer ? { problem: failedExpression(field, answer.error) } : finishField(field, answer.value);
      if (done.problem) problems.push(done.problem);
      else if (done.value !== undefined) place(record, field.path, done.value);
      else if (field.identity) problems.push(missingField(field, field.target));
      if (field.identity) identity.push(done.value);
    }
    const values = answers.map((answer) => ('value' in answer ? answer.value : undefined));
    const [first] = problems;
    if (first) return rejectOf(first, problems, item);
    if (check(record)) return { kind: 'record', record, identity: identityOf(identity) };
    const [error] = check.errors ?? [];
    const problem = error ? schemaProblem(error, fields, values) : missingField(undefined, '');
    return rejectOf(problem, [], item);
  };

  return {
    fallbacks: fields.map(({ target }) => ({ field: target, reason: 'not compiled' })),
    async map(item, scope) {
      if (where) {
        const passes = await answerOf(where, item, scope);
        if ('error' in passes) return rejectOf(failedExpression(undefined, passes.error), [], item);
        if (!isTrue(passes.value)) return { kind: 'skipped' };
      }
      return finish(item, await Promise.all(expressions.map((expression) => answerOf(expression, item, scope))));
    },
  };
};

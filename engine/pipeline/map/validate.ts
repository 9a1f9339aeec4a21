import type { ErrorObject, Options, ValidateFunction } from 'ajv';
import { createRecordCheck } from '../../manifest/record-check.ts';
import type { FieldPlan } from './plan.ts';
import { createInvalidTarget, createMissingField, type Problem } from './problem.ts';

const memoizeCompile = (options: Options = {}) => {
  const checks = new WeakMap<object, ValidateFunction>();
  return (schema: object): ValidateFunction => {
    const known = checks.get(schema);
    if (known) return known;
    const check = createRecordCheck(schema, options);
    checks.set(schema, check);
    return check;
  };
};

/** Compiles a schema to a validator, once per schema object. */
export const compileSchemaCheck = memoizeCompile();

/** Compiles a slower validator that reports all problems of a record. */
export const compileThoroughCheck = memoizeCompile({ allErrors: true });

const toDotted = (pointer: string) => pointer.slice(1).replaceAll('/', '.');

const findField = (target: string, fields: readonly FieldPlan[]) =>
  fields.find((field) => target === field.target || target.startsWith(`${field.target}.`));

/** Converts a schema error to the problem of its field; `values` are the results of the fields' expressions. */
export const describeSchemaProblem = (
  error: ErrorObject,
  fields: readonly FieldPlan[],
  values: readonly unknown[],
): Problem => {
  const at = toDotted(error.instancePath);
  if (error.keyword === 'required') {
    const target = [at, String(error.params['missingProperty'])].filter(Boolean).join('.');
    return createMissingField(findField(target, fields), target);
  }
  const field = findField(at, fields);
  return createInvalidTarget(field, field && values[fields.indexOf(field)], at, error.message ?? 'is not valid');
};

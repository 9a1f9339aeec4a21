import type { ErrorObject, Options, ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { RECORD_CHECK, schemaCompiler } from '../../base/json/schema-compiler.ts';
import type { FieldPlan } from './plan.ts';
import { invalidTarget, missingField, type Problem } from './problem.ts';

const compiledOnce = (options: Options) => {
  const checks = new WeakMap<object, ValidateFunction>();
  return (schema: object): ValidateFunction => {
    const known = checks.get(schema);
    if (known) return known;
    const ajv = schemaCompiler(options);
    addFormats.default(ajv);
    const check = ajv.compile(schema);
    checks.set(schema, check);
    return check;
  };
};

/** The schema as a compiled check; the same schema object is compiled once. */
export const schemaCheck = compiledOnce(RECORD_CHECK);

/** The same, slower: it goes on to every problem of a record. */
export const thoroughCheck = compiledOnce({ ...RECORD_CHECK, allErrors: true });

const dotted = (pointer: string) => pointer.slice(1).replaceAll('/', '.');

const fieldAt = (target: string, fields: readonly FieldPlan[]) =>
  fields.find((field) => target === field.target || target.startsWith(`${field.target}.`));

/** What the schema's first error means for the field it lies in; `values` are the fields' expression results. */
export const schemaProblem = (
  error: ErrorObject,
  fields: readonly FieldPlan[],
  values: readonly unknown[],
): Problem => {
  const at = dotted(error.instancePath);
  if (error.keyword === 'required') {
    const target = [at, String(error.params['missingProperty'])].filter(Boolean).join('.');
    return missingField(fieldAt(target, fields), target);
  }
  const field = fieldAt(at, fields);
  return invalidTarget(field, field && values[fields.indexOf(field)], at, error.message ?? 'is not valid');
};

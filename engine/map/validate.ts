import type { ErrorObject, Options, ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import assetSchema from '../../schemas/asset.schema.json' with { type: 'json' };
import findingSchema from '../../schemas/finding.schema.json' with { type: 'json' };
import { schemaCompiler } from '../json/schema-compiler.ts';
import { asset, finding } from './checks.generated.js';
import type { FieldPlan } from './plan.ts';
import { invalidTarget, missingField, type Problem } from './problem.ts';

/** How records are checked: up to the first problem, and lengths in UTF-16 units, as counting code points takes longer than all else. */
export const QUICK = { allErrors: false, messages: true, unicode: false, logger: false } as const;

/** As QUICK, but up to the last problem. */
const THOROUGH = { ...QUICK, allErrors: true } as const;

const compiledOnce = (options: Options, ahead: Iterable<[object, ValidateFunction]> = []) => {
  const checks = new WeakMap<object, ValidateFunction>(ahead);
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
export const schemaCheck = compiledOnce(QUICK, [
  [assetSchema, asset],
  [findingSchema, finding],
]);

/** The same, slower: it goes on to every problem of a record. */
export const thoroughCheck = compiledOnce(THOROUGH);

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

import type { Options, ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { createSchemaCompiler, RECORD_VALIDATION } from '../base/json/schema-compiler.ts';
import { schemaRegExp } from '../language/expression/index.ts';

/**
 * Compiles the schema of an entity to a validator of its records. Throws for an invalid schema, and for a pattern that
 * cannot run in linear time.
 */
export function createRecordCheck(schema: object, options: Options = {}): ValidateFunction {
  const ajv = createSchemaCompiler({ ...RECORD_VALIDATION, ...options, code: { regExp: schemaRegExp } });
  addFormats.default(ajv);
  return ajv.compile(schema);
}

import type { ErrorObject, ValidateFunction } from 'ajv';
import schema from '../../../schemas/connection.schema.json' with { type: 'json' };
import { engineError } from '../../base/errors/index.ts';
import { createSchemaCompiler } from '../../base/json/schema-compiler.ts';
import type { ConnectionDraft } from './draft.ts';

const describeError = ({ keyword, params, message }: ErrorObject): string => {
  if (keyword === 'required') return `missing property "${params['missingProperty']}"`;
  if (keyword === 'additionalProperties') return `unknown property "${params['additionalProperty']}"`;
  return message ?? 'invalid value';
};

let validate: ValidateFunction | undefined;

/**
 * Validates the shape of untrusted JSON as a draft; `findConnectionProblems` checks the rest. Throws CONNECTION_INVALID, which
 * never contains values.
 */
export function parseDraft(value: unknown): ConnectionDraft {
  validate ??= createSchemaCompiler({ allowUnionTypes: true }).compile(schema);
  if (validate(value)) return value as ConnectionDraft;
  const [error] = validate.errors ?? [];
  throw engineError('CONNECTION_INVALID', {
    path: error?.instancePath ?? '',
    problem: error ? describeError(error) : 'not a connection',
    fix: 'Use the format of schemas/connection.schema.json.',
  });
}

import type { ErrorObject, ValidateFunction } from 'ajv';
import schema from '../../../schemas/connection.schema.json' with { type: 'json' };
import { engineError } from '../../base/errors/index.ts';
import { createSchemaCompiler } from '../../base/json/schema-compiler.ts';
import type { ConnectionDraft } from './draft.ts';

const describeError = ({ keyword, params, message }: ErrorObject): string => {
  if (keyword === 'required') return `"${params['missingProperty']}" is missing`;
  if (keyword === 'additionalProperties') return `"${params['additionalProperty']}" does not belong here`;
  return message ?? 'it is not valid';
};

let validate: ValidateFunction | undefined;

/**
 * JSON from outside as a draft: its shape alone, `connectionProblems` tells the rest. Throws CONNECTION_INVALID, which
 * never tells a value.
 */
export function parseDraft(value: unknown): ConnectionDraft {
  validate ??= createSchemaCompiler({ allowUnionTypes: true }).compile(schema);
  if (validate(value)) return value as ConnectionDraft;
  const [error] = validate.errors ?? [];
  throw engineError('CONNECTION_INVALID', {
    path: error?.instancePath ?? '',
    problem: error ? describeError(error) : 'it is not a connection',
    fix: 'See schemas/connection.schema.json for what a connection holds.',
  });
}

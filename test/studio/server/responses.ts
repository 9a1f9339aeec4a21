import { Ajv } from 'ajv';
import { SCHEMAS } from '../../../studio/server/schemas/index.ts';
import type { CallResult } from './test-studio.ts';

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
for (const schema of SCHEMAS) ajv.addSchema(schema);

/** Returns the validation errors of a value by a schema of the API. */
export function findStrays(name: string, value: unknown): readonly string[] {
  const validate = ajv.getSchema(`${name}#`);
  if (!validate) throw new Error(`the API has no ${name}`);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${name}${instancePath} ${message}`);
}

/** Validates a response by a schema of the API and returns its body. */
export function expectResponse<T>(name: string, { status, body }: CallResult, expected = 200): T {
  if (status !== expected) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
  const wrong = findStrays(name, body);
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  return body as T;
}

import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';

const SCHEMAS = new URL('../../../schemas/', import.meta.url);
const names = readdirSync(SCHEMAS).filter((name) => name.endsWith('.schema.json'));

// At run time they are taken as they are.
test.each(names)('%s is a schema by the rules of draft 7', (name) => {
  const ajv = new Ajv({ strict: false, logger: false });
  ajv.validateSchema(JSON.parse(readFileSync(new URL(name, SCHEMAS), 'utf8')));
  expect(ajv.errors ?? []).toEqual([]);
});

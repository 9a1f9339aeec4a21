import { expect, test } from 'vitest';
import { buildRecordSchema } from '../../engine/protocol/sync/record-schema.ts';

test.each<[string, object | undefined, string[][], object]>([
  [
    'replaces references, also of references, and keeps the keywords beside them',
    {
      type: 'object',
      properties: { at: { $ref: '#/definitions/later', title: 'At' } },
      definitions: { later: { $ref: '#/definitions/time' }, time: { type: 'string', format: 'date-time' } },
    },
    [['at']],
    { type: 'object', properties: { at: { type: 'string', format: 'date-time', title: 'At' } } },
  ],
  [
    'ends a schema that refers to itself',
    {
      type: 'object',
      properties: { child: { $ref: '#/$defs/node' } },
      $defs: { node: { type: 'object', properties: { name: { type: 'string' }, child: { $ref: '#/$defs/node' } } } },
    },
    [],
    {
      type: 'object',
      properties: { child: { type: 'object', properties: { name: { type: 'string' }, child: {} } } },
    },
  ],
  [
    'keeps properties that are named like keywords',
    { type: 'object', properties: { examples: { type: 'string', examples: ['x'] }, definitions: { type: 'null' } } },
    [],
    { type: 'object', properties: { examples: { type: 'string' }, definitions: { type: 'null' } } },
  ],
  [
    'declares keys that the schema does not declare',
    { properties: { a: { type: 'string' } } },
    [['a'], ['id'], ['nested', 'id']],
    { type: 'object', properties: { a: { type: 'string' }, id: { type: ['string', 'integer'] } } },
  ],
  [
    'accepts every object without a schema',
    undefined,
    [],
    { type: 'object', additionalProperties: true, properties: {} },
  ],
])('%s', (_name, schema, key, expected) => {
  expect(buildRecordSchema(schema, key)).toEqual(expected);
});

import type { JsonObject } from '../../../base/json/index.ts';

/** Returns the JSON Schema of a tool's arguments. */
export const objectOf = (properties: JsonObject, required: readonly string[] = []): JsonObject => ({
  type: 'object',
  additionalProperties: false,
  properties,
  ...(required.length > 0 ? { required } : {}),
});

export const textOf = (description: string): JsonObject => ({ type: 'string', minLength: 1, description });

export const listOf = (items: JsonObject, description: string): JsonObject => ({ type: 'array', items, description });

export const countOf = (maximum: number, description: string): JsonObject => ({
  type: 'integer',
  minimum: 1,
  maximum,
  description,
});

export const OBJECT: JsonObject = { type: 'object' };
export const OBJECTS: JsonObject = { type: 'array', items: OBJECT };
export const TEXT: JsonObject = { type: 'string' };
export const TEXTS: JsonObject = { type: 'array', items: TEXT };
export const COUNT: JsonObject = { type: 'integer' };
export const FLAG: JsonObject = { type: 'boolean' };

export const MANIFEST: JsonObject = {
  type: ['object', 'string'],
  description: 'Manifest: as a JSON object, or as text for problems of its syntax.',
};

/** Arguments that name the connector of a tool. */
export const SUBJECT: JsonObject = {
  connector: textOf('Id of the catalogue, or the path of a manifest or its folder, inside the folder of the server.'),
  manifest: {
    ...MANIFEST,
    description: `Draft to use instead of, or without, a stored connector. ${MANIFEST['description']}`,
  },
};

export const CONFIG: JsonObject = {
  type: 'object',
  required: ['settings'],
  additionalProperties: false,
  description:
    'Config of the connection. A secret setting must be {"env": "NAME"} (an environment variable of the server) or {"file": "path"} (inside the folder of the server), and no other setting may be.',
  properties: {
    settings: { type: 'object', description: 'Settings of the connector by name.' },
    filters: { type: 'object', description: 'Filters by stream.' },
    select: { type: 'object', description: 'Records to read: entities, assetTypes, findingTypes.' },
  },
};

/** Name of a recorded case, which is the name of its files. */
const CASE_NAME: JsonObject = {
  type: 'string',
  pattern: '^[a-z0-9][a-z0-9-]{0,63}$',
  description: 'Name of the case.',
};

export const CASES: JsonObject = listOf(
  objectOf(
    {
      name: CASE_NAME,
      recording: { ...OBJECT, description: 'Recorded exchanges: schema "recording".' },
      expected: { ...OBJECT, description: 'Expected outcome: schema "expected". Default: what is mapped now.' },
    },
    ['name', 'recording'],
  ),
  'Recorded cases, as import returns them.',
);

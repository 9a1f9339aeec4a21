import { compile } from 'json-schema-to-typescript';
import { isObject, type Json, type JsonObject } from '../base/json/types.ts';

/** Keywords that constrain a value but have no useful TypeScript equivalent. */
const UNTYPED = new Set([
  'x-site',
  'x-name',
  'if',
  'then',
  'else',
  'allOf',
  'discriminator',
  'minItems',
  'propertyNames',
  'minProperties',
]);
const BANNER = '/* Generated from schemas/ by `npm run gen`: edit the schema, never this file. */';

const isRequiredOnly = (alternatives: Json): boolean =>
  Array.isArray(alternatives) && alternatives.every((one) => isObject(one) && Object.keys(one).join() === 'required');

function selectTypedPart(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(selectTypedPart);
  if (!isObject(schema)) return schema;
  if (typeof schema['$ref'] === 'string') return { $ref: schema['$ref'] };
  const kept = Object.entries(schema).filter(
    ([key, value]) => !UNTYPED.has(key) && !(key === 'oneOf' && isRequiredOnly(value)),
  );
  return Object.fromEntries(
    kept.map(([key, value]) => [key, NAMED.has(key) ? selectMembers(value) : selectTypedPart(value)]),
  );
}

/** Keywords whose members have names of the schema's author. */
const NAMED = new Set(['properties', 'definitions']);

const selectMembers = (schemas: Json): Json =>
  isObject(schemas)
    ? Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, selectTypedPart(schema)]))
    : schemas;

const addRequired = (schema: JsonObject, keys: readonly string[] = []): JsonObject => ({
  ...schema,
  required: [...(Array.isArray(schema['required']) ? schema['required'] : []), ...keys],
});

/** Adds required keys to a schema's definitions, and to the schema itself under the name `root`. */
export function requireKeys(schema: JsonObject, keys: Readonly<Record<string, readonly string[]>>): JsonObject {
  const definitions = isObject(schema['definitions']) ? schema['definitions'] : {};
  const changed = Object.entries(definitions).map(([name, one]) => [
    name,
    isObject(one) && keys[name] ? addRequired(one, keys[name]) : one,
  ]);
  return { ...addRequired(schema, keys['root']), definitions: Object.fromEntries(changed) };
}

/** Generates the text of a TypeScript module that exports the types of a JSON Schema, one per definition. */
export const generateSchemaTypes = (schema: JsonObject, name: string): Promise<string> =>
  compile(selectTypedPart(schema) as never, name, {
    bannerComment: BANNER,
    additionalProperties: false,
    unreachableDefinitions: false,
    style: { singleQuote: true, printWidth: 120 },
  });

import { compile } from 'json-schema-to-typescript';
import { isObject, type Json, type JsonObject } from '../base/json/types.ts';

/** Keywords that constrain a value but have no useful TypeScript equivalent. */
const UNTYPED = new Set([
  'x-site',
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
  return Object.fromEntries(kept.map(([key, value]) => [key, selectTypedPart(value)]));
}

/** Generates the text of a TypeScript module that exports the types of a JSON Schema, one per definition. */
export const generateSchemaTypes = (schema: JsonObject, name: string): Promise<string> =>
  compile(selectTypedPart(schema) as never, name, {
    bannerComment: BANNER,
    additionalProperties: false,
    unreachableDefinitions: false,
    style: { singleQuote: true, printWidth: 120 },
  });

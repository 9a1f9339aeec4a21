import { isObject, type Json, type JsonObject, resolvePointer } from '../../../base/json/index.ts';
import { decodeComponent } from '../../../language/template/index.ts';

/** Reads JSON Schemas: references are resolved within the document, and combinations are merged. */
export interface SchemaView {
  /** Returns the schema that a reference leads to, with allOf merged and the first object or list of oneOf and anyOf. */
  resolve(schema: Json | undefined): JsonObject;
}

/** References and combinations that one resolution follows, which also ends circles. */
const MOST_STEPS = 256;

interface Budget {
  left: number;
}

const asSchema = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

const listTypes = ({ type }: JsonObject): Json[] =>
  Array.isArray(type) ? [...(type as Json[])] : type === undefined ? [] : [type];

/** Returns true if a schema is of a type, alone or among others. A schema with properties is of an object. */
export const isOfType = (schema: JsonObject, type: string): boolean =>
  listTypes(schema).includes(type) ||
  (type === 'object' && schema['type'] === undefined && isObject(schema['properties'])) ||
  (type === 'array' && schema['type'] === undefined && isObject(schema['items']));

/** Returns the properties of a resolved schema, unresolved. */
export const listProperties = (schema: JsonObject): [name: string, schema: JsonObject][] =>
  Object.entries(asSchema(schema['properties'])).map(([name, inner]) => [name, asSchema(inner)]);

const merge = (a: JsonObject, b: JsonObject): JsonObject => ({
  ...a,
  ...b,
  ...(a['properties'] || b['properties']
    ? { properties: { ...asSchema(a['properties']), ...asSchema(b['properties']) } }
    : {}),
});

const asSchemas = (value: Json | undefined): JsonObject[] =>
  Array.isArray(value) ? (value as readonly Json[]).map(asSchema) : [];

/** Creates a view of the schemas in a document. References to other documents resolve to the empty schema. */
export function createSchemaView(document: JsonObject): SchemaView {
  const follow = (schema: JsonObject, budget: Budget): JsonObject => {
    const { $ref, ...own } = schema;
    if (typeof $ref !== 'string' || !$ref.startsWith('#') || budget.left-- <= 0) return own;
    return merge(follow(asSchema(resolvePointer(document, decodeComponent($ref.slice(1)))), budget), own);
  };
  const combine = (given: JsonObject, budget: Budget): JsonObject => {
    const { allOf, oneOf, anyOf, ...own } = follow(given, budget);
    if (budget.left-- <= 0) return own;
    const all = asSchemas(allOf).map((inner) => combine(inner, budget));
    const variants = [...asSchemas(oneOf), ...asSchemas(anyOf)].map((inner) => combine(inner, budget));
    const variant =
      variants.find((one) => isOfType(one, 'object') || isOfType(one, 'array')) ??
      variants.find((one) => one['type'] !== 'null');
    return [...all, ...(variant ? [variant] : [])].reduce(merge, own);
  };
  return { resolve: (schema) => combine(asSchema(schema), { left: MOST_STEPS }) };
}

import schema from '../../schemas/manifest.schema.json' with { type: 'json' };
import { isObject, type JsonObject, resolvePointer } from '../base/json/index.ts';

const SCHEMA = schema as unknown as JsonObject;

/** The node of the manifest's schema that is meant: the node itself, or the one that its `$ref` names. */
export function followRef(node: JsonObject): JsonObject {
  if (typeof node['$ref'] !== 'string') return node;
  const target = resolvePointer(SCHEMA, node['$ref'].slice(1));
  return isObject(target) ? followRef(target) : {};
}

/** The alternatives of a union's node. */
export const listAlternatives = (node: JsonObject): readonly JsonObject[] =>
  ((node['anyOf'] ?? node['oneOf'] ?? []) as readonly JsonObject[]).map(followRef);

/** The names of the keys that an object's node knows. */
export const listKnownKeys = (node: JsonObject): string[] =>
  isObject(node['properties']) ? Object.keys(node['properties']) : [];

import schema from '../../schemas/manifest.schema.json' with { type: 'json' };
import { isObject, type JsonObject, resolvePointer } from '../base/json/index.ts';

const SCHEMA = schema as unknown as JsonObject;

/** Resolves the `$ref` of a node of the manifest schema. Returns the node itself if it has none. */
export function followRef(node: JsonObject): JsonObject {
  if (typeof node['$ref'] !== 'string') return node;
  const target = resolvePointer(SCHEMA, node['$ref'].slice(1));
  return isObject(target) ? followRef(target) : {};
}

/** Returns the resolved alternatives of a union node. */
export const listAlternatives = (node: JsonObject): readonly JsonObject[] =>
  ((node['anyOf'] ?? node['oneOf'] ?? []) as readonly JsonObject[]).map(followRef);

/** Returns the keys that an object node defines. */
export const listKnownKeys = (node: JsonObject): string[] =>
  isObject(node['properties']) ? Object.keys(node['properties']) : [];

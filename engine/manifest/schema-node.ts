import schema from '../../schemas/manifest.schema.json' with { type: 'json' };
import { atPointer, isObject, type JsonObject } from '../base/json/index.ts';

const SCHEMA = schema as unknown as JsonObject;

/** The node of the manifest's schema that is meant: the node itself, or the one that its `$ref` names. */
export function followed(node: JsonObject): JsonObject {
  if (typeof node['$ref'] !== 'string') return node;
  const target = atPointer(SCHEMA, node['$ref'].slice(1));
  return isObject(target) ? followed(target) : {};
}

/** The alternatives of a union's node. */
export const alternatives = (node: JsonObject): readonly JsonObject[] =>
  ((node['anyOf'] ?? node['oneOf'] ?? []) as readonly JsonObject[]).map(followed);

/** The names of the keys that an object's node knows. */
export const knownKeys = (node: JsonObject): string[] =>
  isObject(node['properties']) ? Object.keys(node['properties']) : [];

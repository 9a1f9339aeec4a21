import type { ErrorObject } from 'ajv';
import schema from '../../schemas/manifest.schema.json' with { type: 'json' };
import {
  fromPointer,
  isObject,
  type Json,
  type JsonObject,
  resolvePointer,
  stableStringify,
} from '../base/json/index.ts';

const SCHEMA = schema as unknown as JsonObject;

/** Resolves the `$ref` of a node of the manifest schema. Returns the node itself if it has none. */
export function followRef(node: JsonObject): JsonObject {
  if (typeof node['$ref'] !== 'string') return node;
  const target = resolvePointer(SCHEMA, node['$ref'].slice(1));
  return isObject(target) ? followRef(target) : {};
}

const branchesOf = (node: JsonObject): readonly JsonObject[] =>
  ((node['anyOf'] ?? node['oneOf'] ?? []) as readonly JsonObject[]).map(followRef);

const isUnion = (node: JsonObject): boolean => Array.isArray(node['anyOf']) && node['properties'] === undefined;

/** Returns the resolved alternatives of a union node, with the alternatives of an inner union in its place. */
export const listAlternatives = (node: JsonObject): readonly JsonObject[] =>
  branchesOf(node).flatMap((branch) => (isUnion(branch) ? listAlternatives(branch) : [branch]));

/** Returns the unions among the alternatives of a union node, at any depth. */
const listInnerUnions = (node: JsonObject): readonly JsonObject[] =>
  branchesOf(node)
    .filter(isUnion)
    .flatMap((branch) => [branch, ...listInnerUnions(branch)]);

/** Returns the keys that an object node defines. */
export const listKnownKeys = (node: JsonObject): string[] =>
  isObject(node['properties']) ? Object.keys(node['properties']) : [];

/** Returns the JSON type of a value, as JSON Schema names it. */
export const jsonType = (value: Json | undefined): string => {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
};

/** Returns the schema node that contains the failed keyword. */
export const schemaNode = (error: ErrorObject): JsonObject => toNode(error.parentSchema ?? {});

const toNode = (node: unknown) => node as JsonObject;

const acceptsType = (node: JsonObject, value: Json | undefined): boolean => {
  const types = [node['type'] ?? []].flat() as readonly Json[];
  const isInteger = types.includes('integer') && Number.isInteger(value);
  return types.length === 0 || isInteger || types.includes(jsonType(value));
};

const countSharedKeys = (node: JsonObject, value: Json | undefined) =>
  isObject(value) ? Object.keys(value).filter((key) => listKnownKeys(node).includes(key)).length : 0;

/** Returns the alternative that accepts the value's type and shares the most keys with it. */
const findIntendedBranch = (branches: readonly JsonObject[], value: Json | undefined): JsonObject | undefined =>
  branches
    .filter((branch) => acceptsType(branch, value))
    .toSorted((a, b) => countSharedKeys(b, value) - countSharedKeys(a, value))[0];

/** Returns true if an error belongs to one of the nodes. Compares by content, as each compiled function has its own copies. */
const isErrorOfNode = (error: ErrorObject, nodes: readonly JsonObject[]) => {
  const own = stableStringify(schemaNode(error));
  return nodes.some((node) => stableStringify(node) === own);
};

/** Returns true if an error only repeats the `oneOf` error at the same position. */
export const isOfExclusive = (error: ErrorObject, exclusives: readonly ErrorObject[]): boolean =>
  exclusives.some(
    (one) => one.instancePath === error.instancePath && isErrorOfNode(error, listAlternatives(schemaNode(one))),
  );

const isBelow = (error: ErrorObject, union: ErrorObject) => error.instancePath.startsWith(`${union.instancePath}/`);

const isInKeysOf = (branch: JsonObject, error: ErrorObject, union: ErrorObject) => {
  const [key] = fromPointer(error.instancePath.slice(union.instancePath.length)) ?? [];
  return !isObject(branch['properties']) || (key !== undefined && listKnownKeys(branch).includes(key));
};

/** Returns true if an error is that of a union within another failed union at the same position. */
const isInnerUnion = (error: ErrorObject, unions: readonly ErrorObject[]) =>
  unions.some(
    (outer) => outer.instancePath === error.instancePath && isErrorOfNode(error, listInnerUnions(schemaNode(outer))),
  );

/**
 * Removes redundant union errors from ajv's errors. Of each `anyOf`, it keeps only the errors of the intended alternative,
 * or only the union's own error if no alternative accepts the value.
 */
export function dropUnionNoise(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const failed = errors.filter(({ keyword }) => keyword === 'anyOf');
  const inner = new Set(failed.filter((error) => isInnerUnion(error, failed)));
  const unions = failed.filter((error) => !inner.has(error));
  return unions.reduce<readonly ErrorObject[]>(
    (remaining, union) => {
      const branches = listAlternatives(schemaNode(union));
      const branch = findIntendedBranch(branches, union.data as Json | undefined);
      const isRelevant = (error: ErrorObject) => {
        if (error === union) return branch === undefined;
        if (isBelow(error, union)) return branch !== undefined && isInKeysOf(branch, error, union);
        if (error.instancePath !== union.instancePath || !isErrorOfNode(error, branches)) return true;
        return branch !== undefined && isErrorOfNode(error, [branch]);
      };
      return remaining.filter(isRelevant);
    },
    errors.filter((error) => !inner.has(error)),
  );
}

/** Returns the resolved schema of a member of the manifest. */
export const sectionSchema = (steps: readonly string[]): JsonObject =>
  steps.reduce((node, step) => {
    const member = isObject(node['properties']) ? node['properties'][step] : undefined;
    return isObject(member) ? followRef(member) : {};
  }, SCHEMA);

import type { ErrorObject } from 'ajv';
import { fromPointer, isObject, type Json, type JsonObject, stableStringify } from '../base/json/index.ts';
import { listAlternatives, listKnownKeys } from './schema-node.ts';

/** The JSON type of a value, in the schema's words. */
export const jsonType = (value: Json | undefined): string => {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
};

/** The schema's node that holds the keyword which failed. */
export const schemaNode = (error: ErrorObject): JsonObject => toNode(error.parentSchema ?? {});

const toNode = (node: unknown) => node as JsonObject;

const acceptsType = (node: JsonObject, value: Json | undefined): boolean => {
  const types = [node['type'] ?? []].flat() as readonly Json[];
  return types.length === 0 || types.includes(jsonType(value));
};

const countSharedKeys = (node: JsonObject, value: Json | undefined) =>
  isObject(value) ? Object.keys(value).filter((key) => listKnownKeys(node).includes(key)).length : 0;

/** The alternative that was meant: one that takes the value's type, and of several the one with the most keys in common. */
const findIntendedBranch = (branches: readonly JsonObject[], value: Json | undefined): JsonObject | undefined =>
  branches
    .filter((branch) => acceptsType(branch, value))
    .toSorted((a, b) => countSharedKeys(b, value) - countSharedKeys(a, value))[0];

/** Whether an error is of one of these nodes itself. Each compiled function has its own copies: nodes are equal by content. */
const isErrorOfNode = (error: ErrorObject, nodes: readonly JsonObject[]) => {
  const own = stableStringify(schemaNode(error));
  return nodes.some((node) => stableStringify(node) === own);
};

/** Whether an error only repeats what the `oneOf` error at its place says. */
export const isOfExclusive = (error: ErrorObject, exclusives: readonly ErrorObject[]): boolean =>
  exclusives.some(
    (one) => one.instancePath === error.instancePath && isErrorOfNode(error, listAlternatives(schemaNode(one))),
  );

const isBelow = (error: ErrorObject, union: ErrorObject) => error.instancePath.startsWith(`${union.instancePath}/`);

const isInKeysOf = (branch: JsonObject, error: ErrorObject, union: ErrorObject) => {
  const [key] = fromPointer(error.instancePath.slice(union.instancePath.length)) ?? [];
  return !isObject(branch['properties']) || (key !== undefined && listKnownKeys(branch).includes(key));
};

/**
 * ajv's errors without the noise of unions: of each `anyOf`, only the errors of the alternative that was meant stay;
 * where no alternative takes such a value, only the union's own error stays.
 */
export function dropUnionNoise(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const unions = errors.filter(({ keyword }) => keyword === 'anyOf');
  return unions.reduce<readonly ErrorObject[]>((kept, union) => {
    const branches = listAlternatives(schemaNode(union));
    const branch = findIntendedBranch(branches, union.data as Json | undefined);
    const stays = (error: ErrorObject) => {
      if (error === union) return branch === undefined;
      if (isBelow(error, union)) return branch !== undefined && isInKeysOf(branch, error, union);
      if (error.instancePath !== union.instancePath || !isErrorOfNode(error, branches)) return true;
      return branch !== undefined && isErrorOfNode(error, [branch]);
    };
    return kept.filter(stays);
  }, errors);
}

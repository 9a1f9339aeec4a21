import { isObject, type Json, type JsonObject } from '../../base/json/index.ts';

const getOwn = (holder: JsonObject, name: string): Json | undefined =>
  Object.hasOwn(holder, name) ? holder[name] : undefined;

/** Returns a member that is an object, or an empty one. */
export const getObject = (holder: JsonObject, name: string): JsonObject => {
  const value = getOwn(holder, name);
  return isObject(value) ? value : {};
};

/** Returns a member that is a text. */
export const getText = (holder: JsonObject, name: string): string | undefined => {
  const value = getOwn(holder, name);
  return typeof value === 'string' ? value : undefined;
};

/** Returns a member that is a list, or an empty one. */
export const getList = (holder: JsonObject, name: string): readonly Json[] => {
  const value = getOwn(holder, name);
  return Array.isArray(value) ? (value as readonly Json[]) : [];
};

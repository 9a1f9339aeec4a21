import { isObject, type Json, type JsonObject } from '../../base/json/index.ts';

/** Returns a copy of a value without the field at a path. */
export function leaveOut(value: Json, [first, ...rest]: readonly string[]): Json {
  if (first === undefined || !isObject(value) || !Object.hasOwn(value, first)) return value;
  const { [first]: field, ...others } = value;
  return rest.length === 0 ? others : { ...others, [first]: leaveOut(field as Json, rest) };
}

/** Returns a schema without the field at a path, which is no longer required either. */
export function leaveOutOfSchema(schema: JsonObject, [first, ...rest]: readonly string[]): JsonObject {
  const { properties, required } = schema;
  if (first === undefined || !isObject(properties) || !Object.hasOwn(properties, first)) return schema;
  const { [first]: field, ...others } = properties;
  if (rest.length > 0 && isObject(field))
    return { ...schema, properties: { ...properties, [first]: leaveOutOfSchema(field, rest) } };
  const needed = Array.isArray(required) ? { required: required.filter((name) => name !== first) } : {};
  return { ...schema, properties: others, ...needed };
}

import { isObject, type Json, type JsonObject } from '../../../base/json/index.ts';

/** Returns a constant as the manifest writes it: a text with braces, which would be a template, becomes an expression. */
export const toConstant = (value: string | number | boolean): Json =>
  typeof value === 'string' && value.includes('{{') ? { expr: JSON.stringify(value) } : value;

/** Returns a JSON body whose texts are sent as they are. */
export function toConstantBody(value: Json): Json {
  if (typeof value === 'string') return toConstant(value);
  if (Array.isArray(value)) return (value as readonly Json[]).map(toConstantBody);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, toConstantBody(inner)])) as JsonObject;
}

/** A JSON Schema (draft 7) with the name that others refer to it by: `{ $ref: 'Issue#' }`. */
export interface NamedSchema {
  readonly $id: string;
  readonly description?: string;
  readonly [keyword: string]: unknown;
}

type Properties = Readonly<Record<string, object>>;

/** An object that holds what is named and nothing else; all of it is required but what `optional` names. */
export const objectSchema = (properties: Properties, optional: readonly string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  properties,
});

export const listSchema = (items: object) => ({ type: 'array', items });

/** Name → value. */
export const recordSchema = (values: object) => ({ type: 'object', additionalProperties: values });

export const refTo = (name: string) => ({ $ref: `${name}#` });

/** The schema, or null. */
export const nullable = (schema: object) => ({ anyOf: [schema, { type: 'null' }] });

export const TEXT = { type: 'string' };
export const NUMBER = { type: 'number' };
/** Epoch milliseconds. */
export const MOMENT = { type: 'integer', description: 'Epoch milliseconds.' };
export const COUNT = { type: 'integer', minimum: 0 };
export const FLAG = { type: 'boolean' };
/** An object of any form. */
export const OPEN_OBJECT = { type: 'object', additionalProperties: true };
/** Any JSON value. */
export const JSON_VALUE = {};
/** RFC 6901. */
export const POINTER = { type: 'string', pattern: '^(/.*)?$' };

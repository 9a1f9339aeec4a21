/** JSON Schema (draft 7) with an `$id` that others refer to: `{ $ref: 'Issue#' }`. */
export interface NamedSchema {
  readonly $id: string;
  readonly description?: string;
  readonly [keyword: string]: unknown;
}

type Properties = Readonly<Record<string, object>>;

/** Returns the schema of an object with exactly these properties, required unless listed in `optional`. */
export const objectSchema = (properties: Properties, optional: readonly string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  properties,
});

export const listSchema = (items: object) => ({ type: 'array', items });

/** Returns the schema of an object that maps any name to a value. */
export const recordSchema = (values: object) => ({ type: 'object', additionalProperties: values });

export const refTo = (name: string) => ({ $ref: `${name}#` });

/** Returns a schema that also allows null. */
export const nullable = (schema: object) => ({ anyOf: [schema, { type: 'null' }] });

export const TEXT = { type: 'string' };
export const NUMBER = { type: 'number' };
/** Epoch milliseconds. */
export const MOMENT = { type: 'integer', description: 'Epoch milliseconds.' };
export const COUNT = { type: 'integer', minimum: 0 };
export const FLAG = { type: 'boolean' };
/** Object with any properties. */
export const OPEN_OBJECT = { type: 'object', additionalProperties: true };
/** Any JSON value. */
export const JSON_VALUE = {};
/** JSON pointer (RFC 6901). */
export const POINTER = { type: 'string', pattern: '^(/.*)?$' };

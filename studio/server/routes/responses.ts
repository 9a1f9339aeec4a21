import { refTo } from '../schemas/index.ts';

/** Returns the `response` of a route's schema: the named schema for `status`, Failure for errors. */
export const describeResponses = (name: string, status = 200) => ({ [status]: refTo(name), '4xx': refTo('Failure') });

/** Schema of a number in a query string. */
export const DIGITS = { type: 'string', pattern: '^\\d{1,15}$' };

/** Parses a limit into 1 to `most`: `"50"` → `{ limit: 50 }`, undefined → `{}`. */
export const parseLimit = (text: string | undefined, most: number): { readonly limit?: number } =>
  text === undefined ? {} : { limit: Math.min(most, Math.max(1, Number(text))) };

/** Returns the schema of a query string; all parameters are optional. */
export const describeQuery = (properties: Readonly<Record<string, object>>) => ({
  type: 'object',
  additionalProperties: false,
  properties,
});

/** Route type with an `id` in its path. */
export interface ById {
  readonly Params: { readonly id: string };
}

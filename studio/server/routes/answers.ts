import { refTo } from '../schemas/index.ts';

/** The `response` of a route's schema: what it answers, and what it answers when it fails. */
export const describeAnswers = (name: string, status = 200) => ({ [status]: refTo(name), '4xx': refTo('Failure') });

/** A number in a query string, which is text. */
export const DIGITS = { type: 'string', pattern: '^\\d{1,15}$' };

/** `limit=50` → 50, at most `most`; undefined when it is absent. */
export const parseLimit = (text: string | undefined, most: number): { readonly limit?: number } =>
  text === undefined ? {} : { limit: Math.min(most, Math.max(1, Number(text))) };

/** The schema of a query string: texts, all of them optional. */
export const describeQuery = (properties: Readonly<Record<string, object>>) => ({
  type: 'object',
  additionalProperties: false,
  properties,
});

/** A route for one thing, by its id. */
export interface ById {
  readonly Params: { readonly id: string };
}

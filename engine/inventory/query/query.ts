import type { Moment } from './moment.ts';

/** Entity that queries search and fields belong to. */
export type Entity = 'asset' | 'finding';

export type Comparison = '=' | '>' | '>=' | '<' | '<=';

/** Test of a field's value. Only `equals` is case-sensitive (for ASCII letters). */
export type Test =
  | { readonly kind: 'contains'; readonly text: string }
  | { readonly kind: 'prefix'; readonly text: string }
  | { readonly kind: 'same'; readonly text: string }
  | { readonly kind: 'equals'; readonly text: string }
  | { readonly kind: 'present' }
  | { readonly kind: 'number'; readonly op: Comparison; readonly value: number }
  | { readonly kind: 'numbers'; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly kind: 'time'; readonly op: Comparison; readonly value: Moment }
  | { readonly kind: 'times'; readonly from: Moment | undefined; readonly to: Moment | undefined }
  | { readonly kind: 'any'; readonly of: readonly Test[] };

/**
 * Resolved query: names are fields, values have the field's type. A term about the other entity refers to a related
 * record: the asset of a finding, any finding of an asset; all conditions of `within` refer to the same one.
 */
export type Query =
  | { readonly kind: 'all' }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Query[] }
  | { readonly kind: 'not'; readonly of: Query }
  | { readonly kind: 'within'; readonly entity: Entity; readonly of: Query }
  | { readonly kind: 'term'; readonly entity: Entity; readonly field: string; readonly test: Test }
  | { readonly kind: 'text'; readonly test: Test };

export const ALL: Query = { kind: 'all' };

/** Joins queries with `and` or `or`; flattens nested ones of the same kind and returns a single query as it is. */
export function joinQueries(kind: 'and' | 'or', queries: readonly Query[]): Query {
  const of = queries.flatMap((query) => (query.kind === kind ? query.of : [query]));
  const [first] = of;
  return first === undefined ? ALL : of.length === 1 ? first : { kind, of };
}

/** Returns the conditions that every record must satisfy: the parts of an `and`. */
export const listConjuncts = (query: Query): readonly Query[] =>
  query.kind === 'and' ? query.of : query.kind === 'all' ? [] : [query];

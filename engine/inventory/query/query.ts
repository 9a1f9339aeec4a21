import type { Moment } from './moment.ts';

/** What is asked for, and what a field belongs to. */
export type Entity = 'asset' | 'finding';

export type Comparison = '=' | '>' | '>=' | '<' | '<=';

/** What a field's value must be. Capital letters (of ASCII) count in `equals` alone. */
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
 * A query as it was meant: names are fields, values are of their kind. A term of the other entity is about one that
 * belongs to this: the asset of a finding, any finding of an asset; `within` asks all of its conditions of the same one.
 */
export type Query =
  | { readonly kind: 'all' }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Query[] }
  | { readonly kind: 'not'; readonly of: Query }
  | { readonly kind: 'within'; readonly entity: Entity; readonly of: Query }
  | { readonly kind: 'term'; readonly entity: Entity; readonly field: string; readonly test: Test }
  | { readonly kind: 'text'; readonly test: Test };

export const ALL: Query = { kind: 'all' };

/** Joins queries with `and` or `or`: one level for those of a kind, and none for a single one. */
export function joinQueries(kind: 'and' | 'or', queries: readonly Query[]): Query {
  const of = queries.flatMap((query) => (query.kind === kind ? query.of : [query]));
  const [first] = of;
  return first === undefined ? ALL : of.length === 1 ? first : { kind, of };
}

/** What all records must satisfy, one by one: the parts of an `and`. */
export const listConjuncts = (query: Query): readonly Query[] =>
  query.kind === 'and' ? query.of : query.kind === 'all' ? [] : [query];

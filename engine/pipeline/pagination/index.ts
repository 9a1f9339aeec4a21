import { cursor } from './cursor.ts';
import { type CompiledPaginator, drive } from './driver.ts';
import { nextUrl } from './next-url.ts';
import { none } from './none.ts';
import { offset } from './offset.ts';
import { pageNumber } from './page-number.ts';
import type { Variant } from './paginator.ts';
import type { Paginator } from './spec.ts';
import { compileStops } from './stops.ts';

export type { CompiledPaginator, Progress, Step } from './driver.ts';
export type { PageFacts } from './paginator.ts';
export type { Paginator } from './spec.ts';

type ByType = { [P in Paginator as P['type']]: P };

/** One row per way of paging. */
const PAGINATORS: { readonly [T in keyof ByType]: (spec: ByType[T]) => Variant } = {
  none,
  pageNumber,
  offset,
  cursor,
  nextUrl,
};

const MAX_PAGES = 100_000;

// The one place where the table's row and the spec's type meet; the tag says that they fit.
const variantOf = (spec: Paginator): Variant => (PAGINATORS[spec.type] as (spec: Paginator) => Variant)(spec);

/** A manifest's paginator, ready to page; without one there is one page. Throws EXPRESSION_SYNTAX. */
export const compilePaginator = (spec: Paginator = { type: 'none' }): CompiledPaginator =>
  drive({
    variant: variantOf(spec),
    ending: compileStops(spec),
    maxPages: spec.type === 'none' ? 1 : (spec.maxPages ?? MAX_PAGES),
  });

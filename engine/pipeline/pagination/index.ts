import { cursorVariant } from './cursor.ts';
import { type CompiledPaginator, createPaginator } from './driver.ts';
import { nextUrlVariant } from './next-url.ts';
import { noneVariant } from './none.ts';
import { offsetVariant } from './offset.ts';
import { pageNumberVariant } from './page-number.ts';
import type { Variant } from './paginator.ts';
import type { Paginator } from './spec.ts';
import { compileStops } from './stops.ts';

export type { CompiledPaginator, PagingProgress, Step } from './driver.ts';
export type { PageFacts } from './paginator.ts';
export type { Paginator } from './spec.ts';

type ByType = { [P in Paginator as P['type']]: P };

/** One row per way of paging. */
const PAGINATORS: { readonly [T in keyof ByType]: (spec: ByType[T]) => Variant } = {
  none: noneVariant,
  pageNumber: pageNumberVariant,
  offset: offsetVariant,
  cursor: cursorVariant,
  nextUrl: nextUrlVariant,
};

const MAX_PAGES = 100_000;

// The one place where the table's row and the spec's type meet; the tag says that they fit.
const createVariant = (spec: Paginator): Variant => (PAGINATORS[spec.type] as (spec: Paginator) => Variant)(spec);

/** A manifest's paginator, ready to page; without one there is one page. Throws EXPRESSION_SYNTAX. */
export const compilePaginator = (spec: Paginator = { type: 'none' }): CompiledPaginator =>
  createPaginator({
    variant: createVariant(spec),
    ending: compileStops(spec),
    maxPages: spec.type === 'none' ? 1 : (spec.maxPages ?? MAX_PAGES),
  });

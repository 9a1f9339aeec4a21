import { createCursorVariant } from './cursor.ts';
import { type CompiledPaginator, createPaginator } from './driver.ts';
import { createNextUrlVariant } from './next-url.ts';
import { createNoneVariant } from './none.ts';
import { createOffsetVariant } from './offset.ts';
import { createPageNumberVariant } from './page-number.ts';
import type { Variant } from './paginator.ts';
import type { Paginator } from './spec.ts';
import { compileStops } from './stops.ts';

export type { CompiledPaginator, PagingProgress, Step } from './driver.ts';
export type { PageFacts } from './paginator.ts';
export type { Paginator } from './spec.ts';

type ByType = { [P in Paginator as P['type']]: P };

/** Paginator variants by type. */
const PAGINATORS: { readonly [T in keyof ByType]: (spec: ByType[T]) => Variant } = {
  none: createNoneVariant,
  pageNumber: createPageNumberVariant,
  offset: createOffsetVariant,
  cursor: createCursorVariant,
  nextUrl: createNextUrlVariant,
};

const MAX_PAGES = 100_000;

// The cast is safe: the row is selected by the spec's own `type`.
const createVariant = (spec: Paginator): Variant => (PAGINATORS[spec.type] as (spec: Paginator) => Variant)(spec);

/** Compiles a manifest's paginator; the default reads a single page. Throws EXPRESSION_SYNTAX. */
export const compilePaginator = (spec: Paginator = { type: 'none' }): CompiledPaginator =>
  createPaginator({
    variant: createVariant(spec),
    checkStops: compileStops(spec),
    maxPages: spec.type === 'none' ? 1 : (spec.maxPages ?? MAX_PAGES),
  });

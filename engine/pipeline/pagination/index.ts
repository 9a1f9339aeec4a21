import type { Json } from '../../base/json/index.ts';
import { compileExpression } from '../../language/expression/index.ts';
import { createCursorVariant } from './cursor.ts';
import { type CompiledPaginator, createPaginator, type DriverRules, type PaginatorSetup } from './driver.ts';
import { createNextUrlVariant } from './next-url.ts';
import { createNoneVariant } from './none.ts';
import { createOffsetVariant } from './offset.ts';
import { createPageNumberVariant } from './page-number.ts';
import type { PageView } from './page-view.ts';
import type { Variant } from './paginator.ts';
import type { Paginator } from './spec.ts';
import { compileStops } from './stops.ts';

export type { CompiledPaginator, DoneStep, EndReason, Step } from './driver.ts';
export type { PageView } from './page-view.ts';
export type { PageFacts } from './paginator.ts';
export type { PagingProgress } from './progress.ts';
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

/** Surroundings of a paginator in its stream. */
export interface PaginatorOptions {
  /** Returns the key of an item; undefined if it has none. */
  readonly keyOf?: ((item: Json) => Json | undefined) | undefined;
  /** The stream has a time window that can be split. */
  readonly canNarrow?: boolean;
  /** Picks the parts of a page that the stream reads as `page.previous`; undefined if it reads none. */
  readonly keep?: ((view: PageView) => Json) | undefined;
}

// The cast is safe: the row is selected by the spec's own `type`.
const createVariant = (spec: Paginator): Variant => (PAGINATORS[spec.type] as (spec: Paginator) => Variant)(spec);

const SINGLE_PAGE: DriverRules = {
  maxPages: 1,
  maxResults: Number.POSITIVE_INFINITY,
  holdsPages: false,
  endsAtRepeatedPage: false,
  endsAtRepeatedToken: false,
  stableToken: false,
  canNarrow: false,
};

function compileRules(spec: Paginator, { canNarrow = false }: PaginatorOptions): DriverRules {
  if (spec.type === 'none') return SINGLE_PAGE;
  const { stop = [], maxPages = MAX_PAGES, maxResults = Number.POSITIVE_INFINITY } = spec;
  const narrows = canNarrow && Number.isFinite(maxResults) && spec.continueBy === undefined;
  const endsAtRepeatedPage = stop.includes('repeatedPage');
  return {
    maxPages,
    maxResults,
    holdsPages: endsAtRepeatedPage || narrows,
    endsAtRepeatedPage,
    endsAtRepeatedToken: stop.includes('repeatedToken'),
    stableToken: spec.type === 'cursor' && (spec.stableToken ?? false),
    canNarrow: narrows,
  };
}

function compileContinuation(spec: Paginator): PaginatorSetup['continueAfter'] {
  if (spec.type === 'none' || spec.continueBy === undefined) return undefined;
  const expression = compileExpression(spec.continueBy);
  return ({ lastItem, bindings = {} }) => expression.evaluate(lastItem, bindings);
}

/** Compiles a manifest's paginator; the default reads a single page. Throws EXPRESSION_SYNTAX. */
export const compilePaginator = (
  spec: Paginator = { type: 'none' },
  options: PaginatorOptions = {},
): CompiledPaginator => {
  const continueAfter = compileContinuation(spec);
  return createPaginator({
    variant: createVariant(spec),
    checkStops: compileStops(spec),
    rules: compileRules(spec, options),
    ...(continueAfter ? { continueAfter } : {}),
    ...(options.keep ? { keep: options.keep } : {}),
    ...(options.keyOf ? { keyOf: options.keyOf } : {}),
  });
};

import type { Json } from '../../base/json/index.ts';
import type { PageFacts, Position, Variant } from './paginator.ts';
import type { PagingProgress } from './progress.ts';

/** `page` in templates and expressions of a stream's request: the page to request. */
export interface PageScope {
  /** Null on the first page of a paginator by cursor or link. */
  readonly position: Position;
  /** Counts from 1. */
  readonly number: number;
  readonly size?: number;
  /** Value of the last item of the list before, if that list reached the vendor's maximum of results; otherwise null. */
  readonly after: Json;
  /** Parts of the page before; null on the first page. */
  readonly previous: Json;
}

/** `$page` in expressions of a paginator: the page that was read. */
export interface PageView extends PageScope {
  readonly count: number;
  readonly headers: PageFacts['headers'];
  readonly body: Json;
  readonly lastItem: Json;
}

/** Builds `page` of a request's scope. */
export const buildPageScope = ({ size }: Variant, progress: PagingProgress): PageScope => ({
  position: progress.at,
  number: progress.pages + 1,
  ...(size === undefined ? {} : { size }),
  after: progress.list?.after ?? null,
  previous: progress.previous ?? null,
});

/** Builds `$page` of a page that was read. */
export const buildPageView = (variant: Variant, progress: PagingProgress, page: PageFacts): PageView => ({
  ...buildPageScope(variant, progress),
  count: page.itemsSeen,
  headers: page.headers,
  body: page.envelope,
  lastItem: page.lastItem ?? null,
});

/** Adds `$page` to the bindings of a page. Copies the facts one by one, as the fingerprint is computed lazily. */
export const bindView = (facts: PageFacts, view: PageView): PageFacts => {
  const { envelope, headers, itemsSeen, firstItem, lastItem, url, findNumbers } = facts;
  return {
    envelope,
    headers,
    itemsSeen,
    url,
    ...(firstItem === undefined ? {} : { firstItem }),
    ...(lastItem === undefined ? {} : { lastItem }),
    ...(findNumbers ? { findNumbers } : {}),
    bindings: { ...facts.bindings, page: view },
    get fingerprint() {
      return facts.fingerprint;
    },
  };
};

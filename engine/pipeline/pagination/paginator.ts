import type { DetailsOf } from '../../base/errors/index.ts';
import type { Json } from '../../base/json/index.ts';
import type { Bindings } from '../../language/expression/index.ts';
import type { RequestPatch } from '../request/http-request.ts';

/** Where a page is: plain JSON, so that a run can stop and go on. `null` is the first page of a vendor that names it. */
export type Position = Json;

/** What a page tells about the next one. */
export interface PageFacts {
  /** The page without its items. */
  readonly envelope: Json;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** What the vendor sent, before any filter of ours. */
  readonly itemsSeen: number;
  readonly lastItem?: Json;
  /** The URL that was asked. */
  readonly url: string;
  /** Two pages with the same content have the same one. It is looked at only where there is another page to compare. */
  readonly fingerprint: string;
  /** What page expressions see beside the page. */
  readonly bindings?: Bindings;
}

type StuckCode = 'PAGE_REPEATED' | 'PAGES_EMPTY' | 'NEXT_URL_REFUSED' | 'CURSOR_UNUSABLE';

/** Why paging cannot continue: an error of the catalogue, except for the stream, which paginators do not know. */
export type Stuck = {
  readonly [C in StuckCode]: { readonly code: C; readonly details: Omit<DetailsOf<C>, 'stream'> };
}[StuckCode];

/** What a variant proposes after a page: a position, none, or a token that cannot be used. */
export type NextPosition =
  | { readonly kind: 'at'; readonly at: Position }
  | { readonly kind: 'none' }
  | ({ readonly kind: 'unusable' } & Stuck);

/** One way of paging. It sees the page at hand and nothing before it; limits and loop checks are the driver's. */
export interface Variant {
  readonly first: Position;
  /** Items of a full page, where the manifest says. */
  readonly size: number | undefined;
  patch(at: Position): RequestPatch;
  next(at: Position, page: PageFacts): NextPosition | Promise<NextPosition>;
  /** Records asked for up to the end of this page, where it is not the pages' number times their size. */
  asked?(at: Position, page: PageFacts): number;
}

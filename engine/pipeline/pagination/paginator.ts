import type { DetailsOf } from '../../base/errors/index.ts';
import type { Json } from '../../base/json/index.ts';
import type { Bindings } from '../../language/expression/index.ts';
import type { RequestPatch } from '../request/http-request.ts';
import type { RepeatCause } from './repeats.ts';

/** Position of a page: any JSON value, so that a run can resume. `null` requests the first page without a token or URL. */
export type Position = Json;

/** Input for finding the page after this one. */
export interface PageFacts {
  /** The page without its items. */
  readonly envelope: Json;
  /** Header names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Items that the vendor sent, before any filter of ours. */
  readonly itemsSeen: number;
  readonly firstItem?: Json;
  readonly lastItem?: Json;
  /** Requested URL. */
  readonly url: string;
  /** Equal for pages with equal content. A lazy getter may compute it: it is read only from the second page on. */
  readonly fingerprint: string;
  /** Bindings of page expressions in addition to the page. */
  readonly bindings?: Bindings;
  /** Returns those of the digits that the page contains as numbers and not as texts. */
  readonly findNumbers?: (digits: readonly string[]) => Promise<readonly string[]>;
}

type StuckCode = 'PAGE_REPEATED' | 'PAGES_EMPTY' | 'NEXT_URL_REFUSED' | 'CURSOR_UNUSABLE';

/** Reason why paging cannot continue: an error code and its details without the stream, which paginators do not know. */
export type Stuck = {
  readonly [C in StuckCode]: { readonly code: C; readonly details: Omit<DetailsOf<C>, 'stream'> };
}[StuckCode];

/** Proposal of a variant after a page: a position, no further page, or an invalid token. */
export type NextPosition =
  | { readonly kind: 'at'; readonly at: Position }
  | { readonly kind: 'none' }
  | ({ readonly kind: 'invalid' } & Stuck);

/** One pagination variant. It sees only the current page; the driver enforces limits and detects loops. */
export interface Variant {
  readonly first: Position;
  /** Items of a full page; undefined when the manifest does not define a size. */
  readonly size: number | undefined;
  patch(at: Position): RequestPatch;
  next(at: Position, page: PageFacts): NextPosition | Promise<NextPosition>;
  /** The positions are counted: the vendor does not return them. */
  readonly isCounted?: true;
  /** Returns the number of records requested up to the end of this page, if it is not pages × size. */
  requested?(at: Position, page: PageFacts): number;
  /** Returns why a page has the token, or the content, of an earlier page. */
  explain(repeated: 'token' | 'content', at: Position, page: PageFacts): RepeatCause | Promise<RepeatCause>;
}

import type { Json, JsonObject } from '../../base/json/index.ts';
import type { Bindings } from '../../language/expression/index.ts';
import type { ExtractedItem } from '../../pipeline/extract/index.ts';
import type { EndReason } from '../../pipeline/pagination/index.ts';
import type { VendorClient } from '../../pipeline/run/vendor-client.ts';

/** Contents of a page, and the next step of paging. */
export interface WatchedPage {
  /** Number of items that the records selector found. */
  readonly found: number;
  /** The first of them. */
  readonly items: readonly Json[];
  /** Ancestors of the items, job values and times: what expressions see besides an item and the settings. */
  readonly scope: JsonObject;
  /** Position of the next page. */
  readonly next: Json | undefined;
  /** Reason why it is the last page. */
  readonly stopped: string | undefined;
}

const END_TEXTS: { readonly [R in EndReason]: string } = {
  totalPages: 'all announced pages were read (totalPages)',
  totalRecords: 'all announced items were read (totalRecords)',
  hasMore: 'the vendor says that nothing follows (hasMore)',
  nextAbsent: 'there is no next link or token (nextAbsent)',
  repeatedPage: 'the vendor repeats the page before (repeatedPage)',
  repeatedToken: 'the vendor repeats the token (repeatedToken)',
  emptyPage: 'the page is empty (emptyPage)',
  shortPage: 'the page has fewer items than its size (shortPage)',
  singlePage: 'the stream has no paginator',
  errorRule: 'an error rule ends the pages here (endOfPages)',
  maxPages: 'the limit of pages was reached (maxPages)',
  maxResults: 'the vendor returns no more results (maxResults)',
  emptyPages: 'many pages in a row were empty',
};

const NOTHING: WatchedPage = { found: 0, items: [], scope: {}, next: undefined, stopped: undefined };

/** Items to observe: those of a stream, which may read the responses of another one. */
interface Watched {
  readonly limit: number;
  readonly stream: string;
}

/** Variables of the expressions over a page's items, and whether the items are shown. */
interface Reading {
  readonly bindings: Bindings;
  readonly isShown: boolean;
}

type Items = AsyncIterable<readonly ExtractedItem[]>;

/** Wraps a client: passes on the first `limit` items of each page and observes the decisions of its paginator. */
export function watchPages(
  client: VendorClient,
  { limit, stream: wanted }: Watched,
): { client: VendorClient; takePage(): WatchedPage } {
  let page = NOTHING;
  const watched: VendorClient = {
    ...client,
    async page(stream, scope, at) {
      const reply = await client.page(stream, scope, at);
      if (reply.kind === 'end') page = { ...page, stopped: END_TEXTS.errorRule };
      if (reply.kind === 'splitWindow') page = { ...page, stopped: 'the time window is read in halves (splitWindow)' };
      if (reply.kind === 'restartList') page = { ...page, stopped: 'the list is read again (restartList)' };
      if (reply.kind !== 'page') return reply;
      const limited = async function* (items: Items, { bindings, isShown }: Reading) {
        let found = 0;
        if (isShown) page = { ...page, scope: pickScope(bindings) };
        // The paginator counts all items of the page, so it is read to its end.
        for await (const extracted of items) {
          const first = extracted.slice(0, Math.max(0, limit - found));
          found += extracted.length;
          if (isShown) page = { ...page, found, items: [...page.items, ...pickValues(first)] };
          if (first.length > 0) yield first;
        }
      };
      const isOfMember = stream.members.some(({ name }) => name === wanted);
      return {
        ...reply,
        items: (bindings) => limited(reply.items(bindings), { bindings, isShown: !isOfMember }),
        itemsOf: (member, bindings) =>
          limited(reply.itemsOf(member, bindings), { bindings, isShown: member.name === wanted }),
      };
    },
    async advance(stream, progress, vendorPage) {
      const step = await client.advance(stream, progress, vendorPage);
      const decided = step.kind === 'narrow' ? step.otherwise : step;
      page =
        decided.kind === 'next'
          ? { ...page, next: decided.progress.at }
          : { ...page, stopped: END_TEXTS[decided.because] };
      return step;
    },
  };
  return {
    client: watched,
    takePage() {
      const taken = page;
      page = NOTHING;
      return taken;
    },
  };
}

const pickValues = (extracted: readonly ExtractedItem[]): Json[] =>
  extracted.map((one) => (one.kind === 'item' ? one.value : one.raw));

/** Returns the variables without settings and run, which every page has. */
const pickScope = ({ settings: _, run: __, ...scope }: Bindings): JsonObject => scope as JsonObject;

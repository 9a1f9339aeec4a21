import type { Element, Json } from '../../base/json/index.ts';

/** The bytes of a page, unpacked, in chunks that may be cut anywhere. */
export type PageBytes = AsyncIterable<Uint8Array>;

/** A page as it is given: all of it at once, or in chunks. */
export type PageContent = Uint8Array | Iterable<Uint8Array> | PageBytes;

/** What is known of a page while it is read: a decoder fills it in, the reader answers from it. */
export interface ParsedPage {
  /** Where the list is, when `records` is a plain path (with a filter or not); undefined: all of the page is needed. */
  readonly path: readonly string[] | undefined;
  /** Paths that identify an item: what a table whose rows are the items has columns for. */
  readonly key: readonly string[];
  /** The page without its items, once it has been read. */
  envelope?: Json;
  /** The page as one value, when its items are still to be selected from it. */
  document?: Json;
  /** Whether a lone value stands for a list of one, as in XML. */
  loneIsList?: boolean;
  /** Whether there was nothing at all, where that is not an error by itself. */
  isEmpty?: boolean;
  itemsSeen: number;
  /** The last item that the vendor sent, before the filter. */
  lastItem?: Json;
}

/** Reads a body by its format: yields the elements of the list, or none and sets `page.document`; throws BODY_…, PAGE_…. */
export type Decode<Spec> = (spec: Spec, body: PageBytes, page: ParsedPage) => AsyncIterable<readonly Element[]>;

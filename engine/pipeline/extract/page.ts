import type { Element, ExactKey, Json } from '../../base/json/index.ts';

/** Decompressed bytes of a page in chunks of any size. */
export type PageBytes = AsyncIterable<Uint8Array>;

/** Content of one document, complete or in chunks. */
export type PageDocument = Uint8Array | Iterable<Uint8Array> | PageBytes;

/** Content of a page: UTF-8, one document or those of an archive. */
export type PageContent = PageDocument | { readonly documents: readonly PageDocument[] };

/** Returns the documents of a page. */
export const listDocuments = (content: PageContent): readonly PageDocument[] =>
  'documents' in content ? content.documents : [content];

/** State of a page while it is read. Decoders write it, the page reader returns it. */
export interface ParsedPage {
  /** Path of the list if `records` is a plain path (with or without a filter); undefined if the whole page is needed. */
  readonly path: readonly string[] | undefined;
  /** Paths of an item's key; a table must have columns for them. */
  readonly key: readonly string[];
  /** Key whose long decimals stay text. */
  readonly exact?: ExactKey | undefined;
  /** The page without its items, set at its end. */
  envelope?: Json;
  /** The page as one value, if its items must be selected from it. */
  document?: Json;
  /** Treats a single value as a list of one, as in XML. */
  loneIsList?: boolean;
  /** True for an empty body that is not an error by itself. */
  isEmpty?: boolean;
  itemsSeen: number;
  /** First and last item before the filter. */
  firstItem?: Json;
  lastItem?: Json;
}

/** Decodes a body: yields the list's elements, or sets `page.document` and yields none. Throws BODY_…, PAGE_…. */
export type Decode<Spec> = (spec: Spec, body: PageBytes, page: ParsedPage) => AsyncIterable<readonly Element[]>;

import { engineError } from '../../base/errors/index.ts';
import { compileExactKey, type Element, type Json } from '../../base/json/index.ts';
import { type Bindings, createPageAllowance, type PageAllowance } from '../../language/expression/index.ts';
import type { Decoder } from '../../manifest/types.generated.ts';
import { loadXmlTree } from './on-demand.ts';
import { listDocuments, type PageContent } from './page.ts';
import { NO_PATHS, sortPaths } from './parse-fields.ts';
import { compilePlan } from './plan.ts';
import { type PageInput, readPage } from './read-page.ts';

export { type BodyForm, openBody, type StoredBytes } from './containers/index.ts';
export { loadDecoders } from './on-demand.ts';
export { listDocuments, type PageContent, type PageDocument } from './page.ts';
export { compileTransform, type TransformItems } from './transform.ts';

/** Returns the offset of the first syntax error in an XML document, or undefined if it is well-formed. */
export const findXmlDefect = async (text: string): Promise<number | undefined> =>
  (await loadXmlTree()).findXmlDefect(text);

/** Item as the vendor sent it, or a bad item with position, reason and text. */
export type ExtractedItem = Element;

/** Manifest properties of a stream that define how its pages are parsed. */
export interface ExtractionSpec {
  /** Format of the body; default JSON. */
  readonly decoder?: Decoder;
  /** JSONata that selects the list of items; `$` when the body is the list. */
  readonly records: string;
  /** JSONata over the page without its items: a missing or null list counts as empty only if this is true. */
  readonly absentWhen?: string;
  /** Expression that replaces each item later. */
  readonly item?: string;
  /** Paths of the key of an item, as the stream uses it. */
  readonly key?: readonly string[];
  /** Key whose decimals keep all digits, as texts where a double would round them; in JSON only. */
  readonly exactKey?: string | undefined;
}

/** Batches of a page's items, read while its bytes arrive. Iterate once. */
interface PageReader extends AsyncIterable<readonly ExtractedItem[]> {
  /** Returns the page without its items (the whole page if `records` is more than a path and a filter) after the iteration. */
  envelope(): Json;
  /** Number of items received so far, before the filter and including bad ones. */
  readonly itemsSeen: number;
  /** First and last valid item before the filter. */
  readonly firstItem: Json | undefined;
  readonly lastItem: Json | undefined;
}

/** Reads the pages of one stream. */
export interface Extraction {
  /**
   * The iteration throws BODY_… for an unexpected body, RECORDS_… for an unexpected list, and PAGE_TOO_LARGE.
   * `allowance` limits the filter's resources for all items.
   */
  read(body: PageContent, scope: Bindings, allowance?: PageAllowance): PageReader;
}

/** Compiles the extraction of a stream. Throws EXPRESSION_SYNTAX. */
export function compileExtraction(spec: ExtractionSpec): Extraction {
  const { decoder = { type: 'json' }, records, absentWhen, item, exactKey } = spec;
  const key = item === undefined ? (spec.key ?? []) : [];
  const plan = compilePlan(records, absentWhen);
  const exact = exactKey === undefined ? undefined : compileExactKey(exactKey);
  const parsed = decoder.parse ? sortPaths(decoder.parse, plan.path) : NO_PATHS;
  const read: Extraction['read'] = (body, scope, allowance = createPageAllowance()) =>
    createPageReader(body, {
      decoder,
      plan,
      scope,
      allowance,
      parsed,
      page: { path: plan.path, key, exact, itemsSeen: 0 },
    });
  return { read };
}

function createPageReader(body: PageContent, reading: PageInput): PageReader {
  const { page } = reading;
  return {
    [Symbol.asyncIterator]: () => readPage(listDocuments(body), reading),
    envelope() {
      if (page.envelope !== undefined) return page.envelope;
      throw engineError('INTERNAL', { name: 'reading order: the page has not been read yet' });
    },
    get itemsSeen() {
      return page.itemsSeen;
    },
    get firstItem() {
      return page.firstItem;
    },
    get lastItem() {
      return page.lastItem;
    },
  };
}

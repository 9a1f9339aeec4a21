import { engineError } from '../../base/errors/index.ts';
import type { Element, Json } from '../../base/json/index.ts';
import { type Bindings, createPageAllowance, type PageAllowance } from '../../language/expression/index.ts';
import type { Decoder } from '../../manifest/types.generated.ts';
import type { PageContent } from './page.ts';
import { compilePlan } from './plan.ts';
import { type PageInput, readPage } from './read-page.ts';
import { sliceBody } from './slices.ts';

/** An item as the vendor sent it, or one that cannot be used: where in it, why, and its text. */
export type ExtractedItem = Element;

/** How a body becomes items: what a manifest's stream says about it. */
export interface ExtractionSpec {
  /** The format of the body; JSON unless said otherwise. */
  readonly decoder?: Decoder;
  /** JSONata that selects the list of items; `$` when the body is the list. */
  readonly records: string;
  /** JSONata over the page without its items: a missing or null list is an empty one only when this is true. */
  readonly absentWhen?: string;
  /** Paths of an item that identify it. */
  readonly key?: readonly string[];
}

/** The items of one page, in batches, while its bytes arrive; to be iterated once. */
interface PageReader extends AsyncIterable<readonly ExtractedItem[]> {
  /** The page without its items (all of it when `records` is more than a path and a filter); known once the iteration has ended. */
  envelope(): Json;
  /** How many items the page had so far, before the filter, bad ones included: what the vendor sent. */
  readonly itemsSeen: number;
  /** The last readable item of those. */
  readonly lastItem: Json | undefined;
}

/** Reads the pages of one stream. */
export interface Extraction {
  /**
   * The iteration throws BODY_… when the body is not what was expected, RECORDS_… when the list is not, PAGE_TOO_LARGE.
   * `allowance` bounds what the filter takes for all items.
   */
  read(body: PageContent, scope: Bindings, allowance?: PageAllowance): PageReader;
}

/** Takes what a stream says about its pages; throws EXPRESSION_SYNTAX. */
export function compileExtraction(spec: ExtractionSpec): Extraction {
  const { decoder = { type: 'json' }, records, absentWhen, key = [] } = spec;
  const plan = compilePlan(records, absentWhen);
  const read: Extraction['read'] = (body, scope, allowance = createPageAllowance()) =>
    createPageReader(body, { decoder, plan, scope, allowance, page: { path: plan.path, key, itemsSeen: 0 } });
  return { read };
}

function createPageReader(body: PageContent, reading: PageInput): PageReader {
  const { page } = reading;
  return {
    [Symbol.asyncIterator]: () => readPage(sliceBody(body), reading),
    envelope() {
      if (page.envelope !== undefined) return page.envelope;
      throw engineError('INTERNAL', { name: 'reading order: the page has not been read yet' });
    },
    get itemsSeen() {
      return page.itemsSeen;
    },
    get lastItem() {
      return page.lastItem;
    },
  };
}

import type { Exchange, ExplainedSample, PageRead, TestRead } from '../../engine/index.ts';
import { formatExchangeCurl } from './curl.ts';

/** Bytes of each body that a test read shows. */
export const BODY_BYTES = 256 * 1024;
/** Characters of the items, the records and the rejects of a page, each as JSON. */
const LIST_CHARACTERS = 512 * 1024;

type Explain = (text: string) => Promise<ExplainedSample['noRecords']>;

/** Adds the curl command to an exchange, unless the end of its body is missing. */
const toApiExchange = (exchange: Exchange) => ({
  ...exchange,
  ...(exchange.request.cut ? {} : { curl: formatExchangeCurl(exchange.request) }),
});

/** Returns the first values of a list that fit together. */
function takeFitting<T>(values: readonly T[]): readonly T[] {
  let left = LIST_CHARACTERS;
  const over = values.findIndex((value) => {
    left -= JSON.stringify(value).length;
    return left < 0;
  });
  return over < 0 ? values : values.slice(0, over);
}

/** Converts a page to the API's ReadPage, whose size is bounded. */
export function toApiPage(page: PageRead) {
  const [items, records, rejects] = [takeFitting(page.items), takeFitting(page.records), takeFitting(page.rejects)];
  const isWhole =
    items.length === page.items.length &&
    records.length === page.records.length &&
    rejects.length === page.rejects.length;
  return {
    ...page,
    ...{ items, records, rejects },
    exchanges: page.exchanges.map(toApiExchange),
    ...(isWhole ? {} : { omitted: true }),
  };
}

/** Returns the body of the last response with data; undefined if its end is missing. */
function findPageBody(exchanges: readonly Exchange[]): string | undefined {
  const last = exchanges.findLast(({ login, response }) => !login && response && response.status < 300)?.response;
  return last && !last.cut ? last.body : undefined;
}

/** Returns the exchanges of the first page on which the stream found nothing. */
function findEmptyPage({ stream, pages, error }: TestRead): readonly Exchange[] | undefined {
  if (error?.code === 'RECORDS_MISSING' && error.stream === stream) return error.exchanges;
  const own = pages.filter((page) => page.stream === stream && !page.skipped);
  return own.some(({ found }) => found > 0) ? undefined : own[0]?.exchanges;
}

/** Converts the result to the API's ReadEnd. `explain` proposes another selector for a page without items. */
export async function toApiEnd(read: TestRead, explain: Explain) {
  const { partitions, reached, unfinished, error } = read;
  const body = findPageBody(findEmptyPage(read) ?? []);
  const noRecords = body === undefined ? undefined : await explain(body);
  return {
    ...{ partitions, reached },
    unfinished: unfinished.map(toApiExchange),
    ...(error ? { error: { ...error, exchanges: error.exchanges.map(toApiExchange) } } : {}),
    ...(noRecords ? { noRecords } : {}),
  };
}

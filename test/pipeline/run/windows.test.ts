import { describe, expect, test } from 'vitest';
import type { Stream } from '../../../engine/manifest/types.generated.ts';
import type { Answer } from './small-vendor.ts';
import { type Asked, syncInParts, syncThings } from './sync-things.ts';

/** Row of a vendor that returns at most 10 rows of one search. */
interface Row {
  readonly id: string;
  /** Epoch seconds. */
  readonly at: number;
}

const MAXIMUM = 10;
const START = Date.parse('2026-01-01T00:00:00Z') / 1000;
const DAY = 86_400;
const REFUSED: Answer = { status: 400, json: { error: 'result window is too large' } };

const spread = (count: number, seconds: number): Row[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `${index + 1}`,
    at: START + Math.floor((index * seconds) / count),
  }));

/** Searches rows of a half-open time range by offset; refuses to go beyond the maximum. */
const search =
  (rows: readonly Row[], total?: (count: number) => unknown) =>
  ({ query }: Asked): Answer => {
    const [from, limit] = [Number(query['from'] ?? 0), 4];
    if (from + limit > MAXIMUM + 2) return REFUSED;
    const [start, end] = [Number(query['start'] ?? 0), Number(query['end'] ?? Number.POSITIVE_INFINITY)];
    const found = rows.filter(({ at }) => at >= start && at < end);
    const items = found.slice(from, Math.min(from + limit, MAXIMUM));
    return { json: { items, ...(total ? { total: total(found.length) } : {}) } };
  };

const WINDOW: NonNullable<Stream['window']> = {
  length: 'P30D',
  start: '2026-01-01T00:00:00Z',
  end: '2026-01-31T00:00:00Z',
  format: 'epochSeconds',
};

const byTime = (rest: object): Omit<Stream, 'key'> => ({
  request: { path: '/search', query: { start: '{{window.start}}', end: '{{window.end}}' } },
  records: 'items',
  window: WINDOW,
  paginator: {
    type: 'offset',
    offsetParam: 'from',
    limit: 4,
    stop: ['emptyPage', 'totalRecords'],
    maxResults: MAXIMUM,
    ...rest,
  },
});

const sortIds = (ids: readonly unknown[]) => [...ids].sort((a, b) => Number(a) - Number(b));
const idsOf = (rows: readonly Row[]) => rows.map(({ id }) => id);

describe('a window with more rows than the vendor returns is read in halves', () => {
  test.each<[string, (count: number) => unknown]>([
    ['the total is exact', (count) => count],
    ['the total is cut at the maximum', (count) => Math.min(count, MAXIMUM)],
    ['the total is a text', (count) => (count > MAXIMUM ? `${MAXIMUM}+` : `${count}`)],
  ])('%s', async (_name, total) => {
    const rows = spread(95, 30 * DAY);
    const { ids, report } = await syncThings(byTime({ totalRecords: 'total' }), search(rows, total));
    expect(report).toMatchObject({ error: null, warnings: [] });
    expect(ids).toEqual(idsOf(rows));
  });

  test('rows that are close together', async () => {
    const rows = [...spread(40, 60), { id: '41', at: START + 20 * DAY }];
    const { ids, report } = await syncThings(
      byTime({ totalRecords: 'total' }),
      search(rows, (count) => count),
    );
    expect(report).toMatchObject({ error: null, warnings: [] });
    expect(ids).toEqual(idsOf(rows));
  });

  test('without a total: rows are read again, and written once', async () => {
    const rows = spread(95, 30 * DAY);
    const { ids, report } = await syncThings(byTime({ stop: ['emptyPage'] }), search(rows));
    expect(report.error).toBeNull();
    expect(sortIds(ids)).toEqual(idsOf(rows));
  });

  test('more rows in one second than the maximum: the run warns', async () => {
    const rows = [...spread(12, 1), { id: '13', at: START + 20 * DAY }];
    const { ids, report } = await syncThings(
      byTime({ totalRecords: 'total' }),
      search(rows, (count) => count),
    );
    expect(report.error).toBeNull();
    expect(report.warnings.map(({ code }) => code)).toEqual(['RESULTS_CAPPED']);
    expect(ids).toContain('13');
  });
});

test('expressions over pages and items see the time range that is being read', async () => {
  const rows = spread(24, 30 * DAY);
  const { ids, report } = await syncThings(
    { ...byTime({ totalRecords: 'total' }), records: 'items.{ "id": id & "@" & $window.start & "-" & $window.end }' },
    search(rows, (count) => count),
  );
  expect(report).toMatchObject({ error: null, warnings: [] });
  const ranges = ids.map((id) => /@(\d+)-(\d+)$/.exec(String(id))?.slice(1).map(Number) ?? []);
  const isInside = ([start = 0, end = 0], at = 0) => start <= at && at < end;
  expect(ranges.map((range, index) => isInside(range as [number, number], rows[index]?.at))).toEqual(
    rows.map(() => true),
  );
  expect(new Set(ranges.map(String)).size).toBeGreaterThan(2);
});

test('each window of a stream with a job is a job of its own, whose records see it', async () => {
  const created: string[] = [];
  const { ids, report } = await syncThings(
    {
      job: {
        create: {
          request: {
            method: 'POST',
            path: '/exports',
            json: { from: '{{window.start}}', to: '{{window.end}}' },
            repeatable: true,
          },
          capture: { id: 'id' },
        },
        files: { request: { path: '/exports/{{job.id}}' } },
      },
      records: 'items.{ "id": id & "@" & $window.start }',
      window: { ...WINDOW, length: 'P10D' },
    },
    ({ path, text }) => {
      if (path !== '/exports') return { json: { items: [{ id: path.split('/').at(-1) }] } };
      created.push(text);
      return { json: { id: `${created.length}` } };
    },
  );
  const starts = [0, 10, 20].map((days) => START + days * DAY);
  expect(report).toMatchObject({ error: null, warnings: [] });
  expect(created).toEqual(starts.map((from) => JSON.stringify({ from, to: from + 10 * DAY })));
  expect(ids).toEqual(starts.map((start, index) => `${index + 1}@${start}`));
});

describe('an error response for a window with too many rows', () => {
  const byError = (rule: object = {}): Omit<Stream, 'key'> => ({
    ...byTime({ maxResults: undefined, totalRecords: 'total' }),
    errors: [{ status: [422], when: "body.error = 'RESULTSET_TOO_LARGE'", action: 'splitWindow', ...rule }],
  });
  const tooLarge = (rows: readonly Row[]) => (asked: Asked) => {
    const answer = search(rows, (count) => count)(asked);
    const { total = 0 } = (answer.json ?? {}) as { total?: number };
    return total > MAXIMUM ? { status: 422, json: { error: 'RESULTSET_TOO_LARGE' } } : answer;
  };

  test('halves the window until the vendor accepts it', async () => {
    const rows = spread(95, 30 * DAY);
    const { ids, report } = await syncThings(byError(), tooLarge(rows));
    expect(report).toMatchObject({ error: null, warnings: [] });
    expect(ids).toEqual(idsOf(rows));
  });

  test('fails with the error of the rule if the window cannot be halved further', async () => {
    const { report, seen } = await syncThings(byError({ code: 'REQUEST_REFUSED', fix: 'Ask for less.' }), () => ({
      status: 422,
      json: { error: 'RESULTSET_TOO_LARGE' },
    }));
    expect(report.error).toMatchObject({ code: 'REQUEST_REFUSED', fix: 'Ask for less.' });
    expect(seen.length).toBeLessThan(40);
  });

  test('is read in parts by runs that are stopped', async () => {
    const rows = spread(95, 30 * DAY);
    expect((await syncInParts(byError(), tooLarge(rows), 3)).ids).toEqual(idsOf(rows));
  });
});

describe('a list whose token expires', () => {
  const scroll = (rule: object = {}): Omit<Stream, 'key'> => ({
    request: { path: '/scroll' },
    records: 'items',
    paginator: { type: 'cursor', cursorParam: 'token', from: 'body', cursor: 'next' },
    errors: [{ status: [404], action: 'restartList', ...rule }],
  });
  /** Pages of two rows; each token is accepted until `lives` requests of its list were answered. */
  const expiring = (lives: readonly number[]) => {
    let list = -1;
    let asked = 0;
    return ({ query }: Asked): Answer => {
      const { token } = query;
      if (token === undefined) [list, asked] = [list + 1, 0];
      asked += 1;
      if (asked > (lives[list] ?? Number.POSITIVE_INFINITY)) return { status: 404, json: { error: 'scroll expired' } };
      const from = Number(token ?? 0);
      const items = [from + 1, from + 2].map((id) => ({ id: `${id}` }));
      return { json: { items, ...(from + 2 < 8 ? { next: `${from + 2}` } : {}) } };
    };
  };

  test('is read again from its start; its rows are written once, and the run warns', async () => {
    const { ids, report, seen } = await syncThings(scroll(), expiring([3, 1]));
    expect(report.error).toBeNull();
    expect(ids).toEqual(upTo(8).map(String));
    expect(report.warnings.map(({ code }) => code)).toEqual(['LIST_RESTARTED', 'LIST_RESTARTED', 'REPEATED_RECORDS']);
    expect(seen.length).toBe(4 + 2 + 4);
  });

  test('fails if it always expires', async () => {
    const { report, seen } = await syncThings(scroll({ code: 'VENDOR_UNAVAILABLE' }), expiring(Array(20).fill(2)));
    expect(report.error).toMatchObject({
      code: 'VENDOR_UNAVAILABLE',
      message: expect.stringContaining('scroll expired'),
    });
    expect(seen.length).toBe(6 * 3);
  });
});

const byKey = (rest: object): Omit<Stream, 'key'> => ({
  request: {
    path: '/search',
    query: { after: { value: '{{page.after}}', when: '$exists(page.after) and page.after != null' } },
  },
  records: 'items',
  paginator: {
    type: 'offset',
    offsetParam: 'from',
    limit: 4,
    stop: ['emptyPage', 'totalRecords'],
    totalRecords: 'total',
    maxResults: MAXIMUM,
    continueBy: 'n',
    ...rest,
  },
});

/** Searches numbered rows after a number, by offset. */
const searchAfter =
  (numbers: readonly number[], { isInclusive = false, total = (count: number): unknown => count } = {}) =>
  ({ query }: Asked): Answer => {
    const [from, limit, after] = [Number(query['from'] ?? 0), 4, Number(query['after'] ?? 0)];
    if (from + limit > MAXIMUM + 2) return REFUSED;
    const rows = numbers.map((n, index) => ({ id: `${index + 1}`, n }));
    const found = rows.filter(({ n }) => (isInclusive ? n >= after : n > after));
    return { json: { items: found.slice(from, Math.min(from + limit, MAXIMUM)), total: total(found.length) } };
  };

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('a list with more rows than the vendor returns continues after the last one', () => {
  test.each([0, 1, 8, 9, 10, 11, 12, 16, 20, 21, 57])('%i rows', async (count) => {
    const { ids, report } = await syncThings(byKey({}), searchAfter(upTo(count)));
    expect(report).toMatchObject({ error: null, warnings: [] });
    expect(ids).toEqual(upTo(count).map(String));
  });

  test('a total that is cut at the maximum', async () => {
    const total = (count: number) => Math.min(count, MAXIMUM);
    const { ids, report } = await syncThings(byKey({}), searchAfter(upTo(57), { total }));
    expect(report).toMatchObject({ error: null, warnings: [] });
    expect(ids).toEqual(upTo(57).map(String));
  });

  test('from the last one on: rows that come again are written once', async () => {
    const numbers = upTo(57).map((n) => Math.ceil(n / 3));
    const { ids, report } = await syncThings(byKey({}), searchAfter(numbers, { isInclusive: true }));
    expect(report.error).toBeNull();
    expect(ids).toEqual(upTo(57).map(String));
    expect(report.warnings.map(({ code }) => code)).toEqual(['REPEATED_RECORDS']);
  });

  test('more rows with one value than the maximum: the run warns', async () => {
    const numbers = [...upTo(20).map(() => 5), 6];
    const { report } = await syncThings(byKey({}), searchAfter(numbers, { isInclusive: true }));
    expect(report.error).toBeNull();
    expect(report.warnings.map(({ code }) => code)).toContain('RESULTS_CAPPED');
  });
});

describe('a list with more rows than the vendor returns, and no way to continue', () => {
  test.each<[string, (count: number) => unknown]>([
    ['the total is exact', (count) => count],
    ['the total is cut at the maximum', (count) => Math.min(count, MAXIMUM)],
  ])('the run warns: %s', async (_name, total) => {
    const { report } = await syncThings(byKey({ continueBy: undefined }), searchAfter(upTo(57), { total }));
    expect(report.error).toBeNull();
    expect(report.warnings.map(({ code }) => code)).toEqual(['RESULTS_CAPPED']);
  });
});

const SORT_BASE = 1_790_000_000_000_000_000n;
const SORTED = Array.from({ length: 23 }, (_, index) => ({
  at: SORT_BASE + BigInt(Math.floor(index / 3)),
  id: index + 1,
}));

const bySort: Omit<Stream, 'key'> = {
  request: { method: 'POST', path: '/_search', repeatable: true, json: { size: 4, sort: ['at', 'id'] } },
  records: 'hits.hits.{ "id": $string(_source.id), "sort": sort }',
  paginator: {
    type: 'cursor',
    from: 'lastItem',
    cursor: 'sort',
    into: 'json',
    cursorParam: 'search_after',
    size: 4,
    stop: ['emptyPage'],
    totalRecords: 'hits.total.value',
    totalIsLowerBound: "hits.total.relation = 'gte'",
  },
};

/** Searches rows after the sort values of another one, which must be numbers with all their digits. */
const searchAfterSort = ({ text }: Asked): Answer => {
  const [, at, id] = /"search_after":\[(\d+),(\d+)\]/.exec(text) ?? [];
  if (at === undefined && text.includes('search_after')) return REFUSED;
  const rest = SORTED.filter(
    (row) => at === undefined || row.at > BigInt(at) || (row.at === BigInt(at) && row.id > Number(id)),
  );
  const hits = rest.slice(0, 4).map((row) => `{"_source":{"id":${row.id}},"sort":[${row.at},${row.id}]}`);
  return { text: `{"hits":{"total":{"value":10,"relation":"gte"},"hits":[${hits}]}}` };
};

test('search_after beyond the maximum: sort values of 19 digits with ties', async () => {
  const { ids, report } = await syncThings(bySort, searchAfterSort);
  expect(report).toMatchObject({ error: null, warnings: [] });
  expect(ids).toEqual(upTo(23).map(String));
});

describe('runs that are stopped after every few requests read each item once', () => {
  const rows = spread(95, 30 * DAY);
  test.each<[string, Omit<Stream, 'key'>, (asked: Asked) => Answer, readonly string[]]>([
    ['windows in halves', byTime({ totalRecords: 'total' }), search(rows, (count) => count), idsOf(rows)],
    ['lists that continue', byKey({}), searchAfter(upTo(57)), upTo(57).map(String)],
    ['positions of 19 digits', bySort, searchAfterSort, upTo(23).map(String)],
  ])('%s', async (_name, stream, answer, expected) => {
    for (const requests of [1, 2, 3]) {
      const { ids, report, runs } = await syncInParts(stream, answer, requests);
      expect(report.warnings).toEqual([]);
      expect(ids).toEqual(expected);
      expect(runs).toBeGreaterThan(1);
    }
  });
});

import { describe, expect, test } from 'vitest';
import type { Answer } from './small-vendor.ts';
import { type Asked, idsTo, syncThings, toItems } from './sync-things.ts';

const codesOf = ({ warnings }: { warnings: readonly { code: string }[] }) => warnings.map(({ code }) => code);

/** Vendor of `count` items that serves at most `cap` of them per page. */
const pagesOf =
  (count: number, cap: number, rest: (page: number) => object = () => ({})) =>
  ({ query }: Asked): Answer => {
    const page = Number(query['page'] ?? 0);
    return { json: { items: toItems(page * cap, Math.min(count, (page + 1) * cap)), ...rest(page) } };
  };

describe('totals', () => {
  test.each([['shortPage'], ['totalRecords', 'shortPage'], ['shortPage', 'totalRecords']] as const)(
    'a vendor that caps its pages at 4 of the 10 requested, with the total 11: %s %s',
    async (...stop) => {
      const { ids, report, seen } = await syncThings(
        {
          request: { path: '/q' },
          records: 'items',
          paginator: {
            type: 'pageNumber',
            pageParam: 'page',
            sizeParam: 'size',
            size: 10,
            stop: [...stop],
            totalRecords: 'total',
          },
        },
        pagesOf(11, 4, () => ({ total: 11 })),
      );
      expect(report.warnings).toEqual([]);
      expect(ids).toEqual(idsTo(11));
      expect(seen).toHaveLength(3);
    },
  );

  test('a total of "5+" is a lower bound', async () => {
    const { ids, report } = await syncThings(
      {
        request: { path: '/q' },
        records: 'items',
        paginator: { type: 'pageNumber', pageParam: 'page', size: 4, stop: ['shortPage'], totalRecords: 'total' },
      },
      pagesOf(11, 4, () => ({ total: '5+' })),
    );
    expect(report.warnings).toEqual([]);
    expect(ids).toEqual(idsTo(11));
  });

  test('fewer items than a lower bound are reported', async () => {
    const { report } = await syncThings(
      {
        request: { path: '/q' },
        records: 'items',
        paginator: { type: 'pageNumber', pageParam: 'page', stop: ['emptyPage'], totalRecords: 'total' },
      },
      pagesOf(11, 4, () => ({ total: '50+' })),
    );
    expect(codesOf(report)).toEqual(['TOTAL_DIFFERS']);
  });
});

/** Vendor that repeats its last page for every later number; the envelope names the requested page. */
const clamped = (asked: Asked): Answer => {
  const page = Number(asked.query['page'] ?? 0);
  const last = Math.min(page, 2);
  return { json: { page, items: toItems(last * 4, Math.min(11, (last + 1) * 4)) } };
};

describe('repeated pages', () => {
  test('declared as the end: their items are dropped', async () => {
    const { ids, report, seen } = await syncThings(
      {
        request: { path: '/q' },
        records: 'items',
        paginator: { type: 'pageNumber', pageParam: 'page', stop: ['repeatedPage'] },
      },
      clamped,
    );
    expect(report).toMatchObject({ error: null, warnings: [], streams: { things: { items: 11 } } });
    expect(ids).toEqual(idsTo(11));
    expect(seen).toHaveLength(4);
  });

  test('not declared: the error names the clamped page', async () => {
    const { report } = await syncThings(
      {
        request: { path: '/q' },
        records: 'items',
        paginator: { type: 'pageNumber', pageParam: 'page', stop: ['emptyPage'] },
      },
      clamped,
    );
    expect(report.error).toMatchObject({ code: 'PAGE_REPEATED', fix: expect.stringContaining('"repeatedPage"') });
    expect(report.error?.message).toContain('the content of an earlier page');
  });

  test('a vendor that ignores the position: the error names the parameter', async () => {
    const { report } = await syncThings(
      {
        request: { path: '/q' },
        records: 'items',
        paginator: { type: 'pageNumber', pageParam: 'number', stop: ['emptyPage'] },
      },
      pagesOf(11, 4),
    );
    expect(report.error).toMatchObject({
      code: 'PAGE_REPEATED',
      fix: expect.stringContaining('name of the parameter'),
    });
  });

  test('equal items on two pages of a stream without a key are no repeated page', async () => {
    const { report } = await syncThings(
      {
        key: [],
        request: { path: '/q' },
        records: 'items',
        paginator: { type: 'pageNumber', pageParam: 'page', stop: ['totalPages'], totalPages: 'pages' },
      } as never,
      ({ query }) => ({ json: { page: query['page'], pages: 2, items: [{ id: 'a' }, { id: 'b' }] } }),
    );
    expect(report.error).toBeNull();
  });
});

describe('repeated tokens', () => {
  const scroll = (asked: Asked, served: { pages: number }): Answer => {
    if (asked.query['scroll'] !== undefined && asked.query['scroll'] !== 's1') return { status: 404 };
    const from = served.pages++ * 4;
    return { json: { scroll: 's1', items: toItems(from, Math.min(11, from + 4)) } };
  };

  test('a scroll has one token for all pages', async () => {
    const served = { pages: 0 };
    const { ids, report } = await syncThings(
      {
        request: { path: '/q' },
        records: 'items',
        paginator: {
          type: 'cursor',
          from: 'body',
          cursor: 'scroll',
          cursorParam: 'scroll',
          stableToken: true,
          stop: ['emptyPage'],
        },
      },
      (asked) => scroll(asked, served),
    );
    expect(report).toMatchObject({ error: null, warnings: [] });
    expect(ids).toEqual(idsTo(11));
  });

  test('not declared: the error names the token', async () => {
    const served = { pages: 0 };
    const { report } = await syncThings(
      {
        request: { path: '/q' },
        records: 'items',
        paginator: { type: 'cursor', from: 'body', cursor: 'scroll', cursorParam: 'scroll', stop: ['emptyPage'] },
      },
      (asked) => scroll(asked, served),
    );
    expect(report.error).toMatchObject({ code: 'PAGE_REPEATED', fix: expect.stringContaining('"stableToken"') });
    expect(report.error?.message).toContain('page token that was already requested');
  });

  test('a cursor mark that stays the same is the end', async () => {
    const marks = ['*', 'AoE/A', 'AoE/B', 'AoE/C'];
    const { ids, report } = await syncThings(
      {
        request: { path: '/select' },
        records: 'items',
        paginator: {
          type: 'cursor',
          from: 'body',
          cursor: 'nextCursorMark',
          cursorParam: 'cursorMark',
          first: '*',
          stop: ['repeatedToken'],
        },
      },
      ({ query }) => {
        const at = marks.indexOf(query['cursorMark'] ?? '');
        const items = toItems(at * 4, Math.min(11, at * 4 + 4));
        return { json: { items, nextCursorMark: marks[Math.min(at + 1, 3)] } };
      },
    );
    expect(report).toMatchObject({ error: null, warnings: [] });
    expect(ids).toEqual(idsTo(11));
  });
});

/** Vendor that returns, in pages of 3, the items at or after a time. */
const atOrAfter =
  (times: readonly number[]) =>
  ({ query }: Asked): Answer => {
    const rows = times.map((at, index) => ({ id: `${index + 1}`, at }));
    return { json: { items: rows.filter(({ at }) => at >= Number(query['since'] ?? 0)).slice(0, 3) } };
  };

describe('ties on the cursor', () => {
  const paginator = { type: 'cursor', from: 'lastItem', cursor: 'at', cursorParam: 'since', size: 3 } as const;

  test('more ties than a page: the error names them', async () => {
    const { report } = await syncThings(
      { request: { path: '/q' }, records: 'items', paginator },
      atOrAfter([1, 2, 2, 2, 2, 3]),
    );
    expect(report.error).toMatchObject({ code: 'PAGE_REPEATED', fix: expect.stringContaining('unique field') });
    expect(report.error?.message).toContain('same cursor value');
  });

  test('a last page that repeats by ties is the end if it is short', async () => {
    const { ids, report } = await syncThings(
      { request: { path: '/q' }, records: 'items', paginator: { ...paginator, stop: ['shortPage'] } },
      atOrAfter([1, 2, 2, 3, 4, 4]),
    );
    expect(report.error).toBeNull();
    expect(ids).toEqual(idsTo(6));
  });

  test('a last page that repeats by ties is the end if a repeated token is', async () => {
    const { ids, report } = await syncThings(
      { request: { path: '/q' }, records: 'items', paginator: { ...paginator, stop: ['repeatedToken'] } },
      atOrAfter([1, 2, 2, 3, 4, 4]),
    );
    expect(report.error).toBeNull();
    expect(ids).toEqual(idsTo(6));
  });

  test('a full page of ties is not the end, even if a repeated token is', async () => {
    const { report } = await syncThings(
      { request: { path: '/q' }, records: 'items', paginator: { ...paginator, stop: ['repeatedToken'] } },
      atOrAfter([1, 2, 2, 2, 2, 3]),
    );
    expect(report.error).toMatchObject({ code: 'PAGE_REPEATED' });
  });
});

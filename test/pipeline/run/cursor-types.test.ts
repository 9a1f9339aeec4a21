import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../../engine/index.ts';
import { createRuns } from './runs.ts';
import { type Answer, createSmallManifest, startSmallVendor } from './small-vendor.ts';

type Incremental = NonNullable<Manifest['streams'][string]['incremental']>;

/** One stream that sends its cursor as `since`. */
const createStreams = (incremental: Incremental, request: object = {}): Manifest['streams'] => ({
  things: {
    request: { path: '/things', query: { since: { value: '{{cursor.start}}', when: 'cursor.start' } }, ...request },
    records: 'items',
    key: ['id'],
    paginator: { type: 'none' },
    incremental,
  },
});

/** Text of a page: the cursor values are written as they are, so that numbers keep all digits. */
const writeItems = (values: readonly string[]): string =>
  `{"items": [${values.map((value, index) => `{"id": "t${index}", "at": ${value}}`).join(', ')}]}`;

/** Vendor whose first response has these cursor values, and whose later ones have the second list. */
async function startTwoRuns(incremental: Incremental, first: readonly string[], second: readonly string[]) {
  let values = first;
  const vendor = await startSmallVendor(() => ({ text: writeItems(values) }));
  const { next, cursors } = createRuns({
    connector: createSmallManifest(createStreams(incremental), { findings: 'things' }),
    vendor,
  });
  await next();
  values = second;
  vendor.asked.length = 0;
  const { findings, report } = await next();
  const [target = ''] = vendor.asked;
  const since = new URL(target, 'http://vendor').searchParams.get('since');
  return { since, findings, report, saved: cursors()['things']?.[''] };
}

describe('the next run starts from the latest value, with all its digits', () => {
  test.each<{ name: string; incremental: Incremental; first: string[]; since: string }>([
    {
      name: 'integers of 19 digits',
      incremental: { cursor: 'at', type: 'number' },
      first: ['1790000000123456991', '1790000000123456995', '1790000000123456993'],
      since: '1790000000123456995',
    },
    {
      name: 'integers of 19 digits as texts',
      incremental: { cursor: 'at', type: 'number' },
      first: ['"1790000000123456995"', '"1790000000123456991"'],
      since: '1790000000123456995',
    },
    {
      name: 'integers that differ in length',
      incremental: { cursor: 'at', type: 'number' },
      first: ['99999999999999999999', '100000000000000000000', '7'],
      since: '100000000000000000000',
    },
    {
      name: 'decimals of many digits as texts',
      incremental: { cursor: 'at', type: 'number' },
      first: ['"1790000000.123456789012"', '"1790000000.123456789013"', '"1790000000.12"'],
      since: '1790000000.123456789013',
    },
    {
      name: 'decimals of many digits',
      incremental: { cursor: 'at', type: 'number' },
      first: ['1768903200.123456788', '1768903200.123456789', '1768903200.12'],
      since: '1768903200.123456789',
    },
    {
      name: 'seconds with nanoseconds',
      incremental: { cursor: 'at', type: 'datetime', format: 'epochNanos' },
      first: ['1768903200.123456789', '1768903200.123456788'],
      since: '1768903200123456789',
    },
    {
      name: 'small numbers',
      incremental: { cursor: 'at', type: 'number' },
      first: ['2', '10', '9.5'],
      since: '10',
    },
    {
      name: 'zero',
      incremental: { cursor: 'at', type: 'number' },
      first: ['0'],
      since: '0',
    },
    {
      name: 'a pattern, sent in the same format',
      incremental: { cursor: 'at', type: 'datetime', readFormat: 'dd-MM-yyyy HH:mm' },
      first: ['"20-01-2026 10:00"', '"03-02-2026 09:00"', '"31-12-2025 23:59"'],
      since: '03-02-2026 09:00',
    },
    {
      name: 'a pattern in a zone, sent in another format',
      incremental: {
        cursor: 'at',
        type: 'datetime',
        readFormat: 'dd-MM-yyyy HH:mm',
        zone: 'Europe/Berlin',
        format: 'rfc3339Seconds',
      },
      first: ['"20-01-2026 10:00"'],
      since: '2026-01-20T09:00:00Z',
    },
    {
      name: 'RFC 2822',
      incremental: { cursor: 'at', type: 'datetime', format: 'rfc2822' },
      first: ['"Tue, 20 Jan 2026 10:00:00 +0100"', '"Tue, 20 Jan 2026 09:30:00 +0000"'],
      since: 'Tue, 20 Jan 2026 09:30:00 +0000',
    },
    {
      name: 'epoch nanoseconds',
      incremental: { cursor: 'at', type: 'datetime', readFormat: 'epochNanos' },
      first: ['1770000000123456788', '1770000000123456789'],
      since: '1770000000123456789',
    },
    {
      name: 'epoch microseconds whose size determines the unit',
      incremental: { cursor: 'at', type: 'datetime', format: 'epochMicros' },
      first: ['1770000000123456', '1770000000123455'],
      since: '1770000000123456',
    },
    {
      name: 'microseconds',
      incremental: { cursor: 'at', type: 'datetime', format: 'rfc3339Micros' },
      first: ['"2026-01-20T10:00:00.123456Z"', '"2026-01-20T10:00:00.123455Z"', '"2026-01-20T10:00:00.1234Z"'],
      since: '2026-01-20T10:00:00.123456Z',
    },
    {
      name: 'several formats',
      incremental: { cursor: 'at', type: 'datetime', readFormat: ['dd/MM/yyyy', 'epochSeconds'], format: 'date' },
      first: ['"20/01/2026"', '1769000000'],
      since: '2026-01-21',
    },
    {
      name: 'the result of an expression',
      incremental: { cursor: '$substringAfter(at, "#")', type: 'number' },
      first: ['"event#9007199254740993"', '"event#9007199254740992"'],
      since: '9007199254740993',
    },
  ])('$name', async ({ incremental, first, since }) => {
    const outcome = await startTwoRuns(incremental, first, first);
    expect(outcome.since).toBe(since);
    expect(outcome.report).toMatchObject({ mode: 'delta', error: null, warnings: [] });
  });
});

test('a vendor that filters by a 19-digit sequence: the second run reads both new items', async () => {
  const prefix = '1790000000123456';
  let last = 995;
  const vendor = await startSmallVendor((target) => {
    const since = BigInt(new URL(target, 'http://vendor').searchParams.get('since') ?? 0);
    const all = [991, 993, 995, 996, 997].filter((end) => end <= last && BigInt(`${prefix}${end}`) > since);
    return { text: `{"items": [${all.map((end) => `{"id": "t${end}", "at": ${prefix}${end}}`).join(', ')}]}` };
  });
  const streams = createStreams({ cursor: 'at', type: 'number' });
  const { next, cursors } = createRuns({ connector: createSmallManifest(streams, { findings: 'things' }), vendor });
  expect((await next()).findings).toEqual(['t991', 't993', 't995']);
  last = 997;
  expect((await next()).findings).toEqual(['t996', 't997']);
  expect((await next()).findings).toEqual([]);
  expect(cursors()).toEqual({ things: { '': `${prefix}997` } });
});

test('older items are dropped to the microsecond and to the last digit if the vendor cannot filter', async () => {
  const datetime = await startTwoRuns(
    { cursor: 'at', type: 'datetime', clientSide: true },
    ['"2026-01-20T10:00:00.123456Z"'],
    ['"2026-01-20T10:00:00.123455Z"', '"2026-01-20T10:00:00.123456Z"', '"2026-01-20T10:00:00.123457Z"'],
  );
  expect(datetime.findings).toEqual(['t1', 't2']);
  const number = await startTwoRuns(
    { cursor: 'at', type: 'number', clientSide: true },
    ['9007199254740993'],
    ['9007199254740992', '9007199254740993', '9007199254740994'],
  );
  expect(number.findings).toEqual(['t1', 't2']);
});

describe('cursors outside of the items', () => {
  /** Runs twice and returns the targets of the second run. */
  async function askTwice(incremental: Incremental, answer: Answer, request?: object) {
    const vendor = await startSmallVendor(() => answer);
    const connector = createSmallManifest(createStreams(incremental, request), { findings: 'things' });
    const { next, cursors } = createRuns({ connector, vendor });
    const { report } = await next();
    vendor.asked.length = 0;
    await next();
    return { asked: vendor.asked, saved: cursors()['things']?.[''], report };
  }

  test('a delta token of the page, without an order', async () => {
    const tokens = ['zz', 'aa', 'mm'];
    let page = -1;
    const vendor = await startSmallVendor(() => {
      page += 1;
      return {
        json: { items: [{ id: `t${page}` }], '@delta': tokens[page], next: page === 0 ? '/things?page=1' : null },
      };
    });
    const streams = createStreams({ from: 'page', cursor: '`@delta`', type: 'token' });
    const things = { ...streams['things'], paginator: { type: 'nextUrl', from: 'body', url: 'next' } } as const;
    const { next, cursors } = createRuns({
      connector: createSmallManifest({ things } as Manifest['streams'], { findings: 'things' }),
      vendor,
    });
    await next();
    expect(cursors()).toEqual({ things: { '': 'aa' } });
    await next();
    expect(vendor.asked).toEqual(['/things', '/things?page=1', '/things?since=aa']);
    expect(cursors()).toEqual({ things: { '': 'mm' } });
  });

  test('the time of the server in the page', async () => {
    const { asked } = await askTwice(
      { from: 'page', cursor: 'meta.now', type: 'datetime', format: 'epochSeconds' },
      { json: { items: [], meta: { now: '2025-12-31T23:00:00Z' } } },
    );
    expect(asked).toEqual(['/things?since=1767222000']);
  });

  test('a header', async () => {
    const { asked, saved } = await askTwice(
      { from: 'header', header: 'X-Sequence', type: 'number' },
      { json: { items: [] }, headers: { 'x-sequence': '9007199254740993' } },
    );
    expect([asked, saved]).toEqual([['/things?since=9007199254740993'], '9007199254740993']);
  });

  test('a time never passes the start of the read', async () => {
    const future = new Date(Date.now() + 86_400_000).toISOString();
    const began = Date.now();
    const { saved } = await askTwice(
      { from: 'page', cursor: 'now', type: 'datetime' },
      { json: { items: [], now: future } },
    );
    expect(Date.parse(saved ?? '')).toBeLessThanOrEqual(Date.now());
    expect(Date.parse(saved ?? '')).toBeGreaterThanOrEqual(began - 1000);
  });
});

describe('a cursor that no item has', () => {
  test.each<{ name: string; incremental: Incremental; values: string[]; count: number }>([
    {
      name: 'another format',
      incremental: { cursor: 'at', type: 'datetime' },
      values: ['"20-01-2026 10:00"'],
      count: 1,
    },
    { name: 'a misspelled path', incremental: { cursor: 'updated', type: 'number' }, values: ['1', '2'], count: 2 },
    {
      name: 'a header that is missing',
      incremental: { from: 'header', header: 'x-none', type: 'token' },
      values: [],
      count: 1,
    },
  ])('$name is a warning', async ({ incremental, values, count }) => {
    const { report, since } = await startTwoRuns(incremental, values, values);
    expect(report.warnings).toMatchObject([{ code: 'CURSOR_UNREADABLE', stream: 'things', count }]);
    expect(since).toBeNull();
  });

  test.each<{ name: string; values: string[] }>([
    { name: 'some items without one', values: ['null', '3'] },
    { name: 'no items', values: [] },
  ])('$name: no warning', async ({ values }) => {
    const { report } = await startTwoRuns({ cursor: 'at', type: 'number' }, values, values);
    expect(report.warnings).toEqual([]);
  });
});

test('in a JSON body, a start is a number with all its digits', async () => {
  const bodies: string[] = [];
  let value = '1767222000';
  const vendor = await startSmallVendor(async (_target, request) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    bodies.push(body);
    return { text: writeItems([value]) };
  });
  const request = { method: 'POST', repeatable: true, json: { since: '{{default cursor.start 0}}' } };
  const streams = createStreams({ cursor: 'at', type: 'number' }, { query: {}, ...request });
  const { next } = createRuns({ connector: createSmallManifest(streams, { findings: 'things' }), vendor });
  await next();
  value = '1790000000123456789';
  await next();
  await next();
  expect(bodies).toEqual(['{"since":0}', '{"since":1767222000}', '{"since":1790000000123456789}']);
});

test('a start of zero passes a condition, and is a number in a JSON body', async () => {
  const bodies: unknown[] = [];
  const vendor = await startSmallVendor(async (_target, request) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    bodies.push(JSON.parse(Buffer.concat(chunks).toString()));
    return { text: writeItems(['0']) };
  });
  const json = {
    since: { value: '{{cursor.start}}', when: 'cursor.start' },
    exact: { value: '{{cursor.start}}', when: '$exists(cursor.start)' },
    text: { value: '0{{cursor.start}}', when: 'cursor.start' },
    computed: { expr: 'cursor.start' },
  };
  const things: Manifest['streams'][string] = {
    request: { method: 'POST', path: '/things', json, repeatable: true },
    records: 'items',
    key: ['id'],
    incremental: { cursor: 'at', type: 'number' },
  };
  const { next } = createRuns({ connector: createSmallManifest({ things }, { findings: 'things' }), vendor });
  await next();
  await next();
  expect(bodies).toEqual([{}, { since: 0, exact: 0, text: '00', computed: 0 }]);
});

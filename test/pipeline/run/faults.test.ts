import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../../engine/index.ts';
import { createFolder, readRecords } from './folder.ts';
import { type Answer, createSmallManifest, startSmallVendor } from './small-vendor.ts';
import { runSync } from './sync.ts';
import { createVirtualClock } from './virtual-clock.ts';

const things = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `t${from + index}` }));
const page = (number: number): Answer => ({ json: { items: things(number * 2 + 1, number < 2 ? 2 : 1), total: 5 } });

const STREAM: Manifest['streams'][string] = {
  request: { path: '/things' },
  records: 'items',
  key: ['id'],
  paginator: { type: 'pageNumber', pageParam: 'page', stop: ['totalRecords', 'emptyPage'], totalRecords: 'total' },
};

const manifest = (parts: Partial<Manifest> = {}): Manifest =>
  createSmallManifest({ things: STREAM }, { findings: 'things', ...parts });

const httpDate = (ms: number) => new Date(Date.now() + ms).toUTCString();
const always = (answer: Answer): Answer[] => Array.from({ length: 50 }, () => answer);

interface Fault {
  readonly name: string;
  /** Responses to consecutive requests for the second page, before it succeeds. */
  readonly answers: readonly Answer[];
  /** Error code of the run; none if it succeeds. */
  readonly error?: string;
  /** Minimum number of attempts at the second page. */
  readonly attempts?: number;
  /** Minimum wait in milliseconds; slightly less than exact, because real time also passes. */
  readonly waits?: number;
}

const FAULTS: readonly Fault[] = [
  { name: '429 with seconds', answers: [{ status: 429, headers: { 'retry-after': '7' } }], attempts: 2, waits: 6000 },
  {
    name: '429 with a date',
    answers: [{ status: 429, headers: { 'retry-after': httpDate(40_000) } }],
    attempts: 2,
    waits: 15_000,
  },
  {
    name: '429 with a date in the past',
    answers: [{ status: 429, headers: { 'retry-after': httpDate(-9000) } }],
    attempts: 2,
  },
  { name: '429 with nonsense', answers: [{ status: 429, headers: { 'retry-after': 'abc' } }], attempts: 2 },
  {
    name: '429 with an excessive wait',
    answers: always({ status: 429, headers: { 'retry-after': '99999999' } }),
    error: 'RATE_LIMITED',
  },
  { name: 'permanent 429', answers: always({ status: 429 }), error: 'VENDOR_UNAVAILABLE', attempts: 5 },
  ...[408, 500, 502, 503, 504].map(
    (status): Fault => ({ name: `${status} twice, then well`, answers: [{ status }, { status }], attempts: 3 }),
  ),
  { name: 'permanent 503', answers: always({ status: 503 }), error: 'VENDOR_UNAVAILABLE', attempts: 5 },
  { name: '400', answers: always({ status: 400 }), error: 'REQUEST_REFUSED', attempts: 1 },
  { name: '404', answers: always({ status: 404 }), error: 'NOT_FOUND', attempts: 1 },
  { name: '403', answers: always({ status: 403 }), error: 'PERMISSION_DENIED', attempts: 1 },
  {
    name: '401 without a session to renew',
    answers: always({ status: 401 }),
    error: 'AUTH_REJECTED',
    attempts: 1,
  },
  {
    name: 'a connection reset during the body',
    answers: [{ text: '{"items":[{"id":"t3"}', reset: true }],
    attempts: 2,
  },
  { name: 'JSON that ends in the middle', answers: [{ text: '{"items":[{"id":"t3"},{"id":"t' }], attempts: 2 },
  {
    name: 'truncated gzip',
    answers: [
      { text: gzipSync('{"items":[]}').subarray(0, 20).toString('latin1'), headers: { 'content-encoding': 'gzip' } },
    ],
    attempts: 2,
  },
  {
    name: 'an HTML page with 200',
    answers: always({ text: '<!doctype html><p>Sign in', headers: { 'content-type': 'text/html' } }),
    error: 'BODY_NOT_JSON',
  },
  { name: 'an empty body with 200', answers: always({ text: '' }), error: 'BODY_EMPTY' },
  { name: 'an error in a 200', answers: always({ json: { error: 'try later' } }), error: 'RECORDS_MISSING' },
  { name: 'a null list', answers: always({ json: { items: null, total: 5 } }), error: 'RECORDS_MISSING' },
  { name: 'an object for the list', answers: always({ json: { items: {}, total: 5 } }), error: 'RECORDS_NOT_A_LIST' },
  { name: 'the first page again', answers: always(page(0)), error: 'PAGE_REPEATED' },
  {
    name: 'a redirect to another host',
    answers: always({ status: 302, headers: { location: 'https://evil.example/things' } }),
    error: 'REDIRECT_REFUSED',
  },
  {
    name: 'a redirect loop',
    answers: always({ status: 302, headers: { location: '/things?page=1' } }),
    error: 'REDIRECT_REFUSED',
  },
];

describe('a vendor with a fault on its second page', () => {
  test.each(FAULTS)('$name', async ({ answers, error, attempts, waits }) => {
    const left = [...answers];
    const vendor = await startSmallVendor((target) => {
      const number = Number(new URL(target, 'http://vendor').searchParams.get('page'));
      return (number === 1 ? left.shift() : undefined) ?? page(number);
    });
    const to = await createFolder();
    await writeFile(join(to, 'findings.ndjson'), 'of the run before\n');
    const clock = createVirtualClock();
    const report = await runSync({ connector: manifest(), vendor, to, clock });
    expect(report.error?.code).toBe(error);
    const tried = vendor.asked.filter((target) => target.includes('page=1')).length;
    if (attempts !== undefined) expect(tried).toBe(attempts);
    if (waits !== undefined) expect(Math.max(...clock.slept)).toBeGreaterThanOrEqual(waits);
    if (error === undefined) {
      expect((await readRecords(to, 'findings.ndjson')).map((record) => record['externalFindingId'])).toEqual([
        't1',
        't2',
        't3',
        't4',
        't5',
      ]);
    } else {
      expect(report).toMatchObject({ state: 'ERRORED', error: { stream: 'things' } });
      expect(await readFile(join(to, 'findings.ndjson'), 'utf8')).toBe('of the run before\n');
    }
  });
});

const POSTED: Manifest['streams'][string] = {
  request: { method: 'POST', path: '/things', json: {} },
  records: 'items',
  key: ['id'],
  paginator: { type: 'none' },
};

test.each([
  [429, undefined, 2, undefined],
  [503, undefined, 2, undefined],
  [500, undefined, 1, 'VENDOR_UNAVAILABLE'],
  [500, true, 2, undefined],
])('after HTTP %i, a POST with repeatable %s is sent %i times', async (status, repeatable, times, error) => {
  const vendor = await startSmallVendor(() =>
    vendor.asked.length === 1 ? { status } : { json: { items: things(1, 1) } },
  );
  const request = { ...POSTED.request, ...(repeatable ? { repeatable } : {}) };
  const connector = createSmallManifest({ things: { ...POSTED, request } as typeof POSTED }, { findings: 'things' });
  const report = await runSync({ connector, vendor, to: await createFolder() });
  expect([vendor.asked.length, report.error?.code]).toEqual([times, error]);
  if (report.error) {
    expect(report.error.message).toMatch(/the POST request was not retried$/);
    expect(report.error.fix).toContain('set "repeatable": true');
  }
});

test('a truncated response to a POST that is not repeatable names the cause and the fix', async () => {
  const vendor = await startSmallVendor(() => ({ text: '{"items": [', reset: true }));
  const connector = createSmallManifest({ things: POSTED }, { findings: 'things' });
  const { error } = await runSync({ connector, vendor, to: await createFolder() });
  expect(vendor.asked).toHaveLength(1);
  expect(error).toMatchObject({
    code: 'BODY_TRUNCATED',
    message: expect.stringMatching(/; the POST request was not retried$/),
    fix: expect.stringContaining('set "repeatable": true'),
  });
});

test('one rejected partition is skipped with a warning, and the others are complete', async () => {
  const children: Manifest['streams'][string] = {
    request: { path: '/things/{{thing.id}}/parts' },
    records: 'items',
    key: ['id'],
    partitions: [{ parent: 'things', as: 'thing' }],
    paginator: { type: 'none' },
  };
  const vendor = await startSmallVendor((target) => {
    const [, id] = /things\/(t\d)\/parts/.exec(target) ?? [];
    if (id === 't2') return { status: 403 };
    if (id === 't4') return { status: 404 };
    return id
      ? { json: { items: [{ id: `${id}-part` }] } }
      : page(Number(new URL(target, 'http://vendor').searchParams.get('page')));
  });
  const to = await createFolder();
  const connector = createSmallManifest({ things: STREAM, parts: children }, { assets: 'things', findings: 'parts' });
  const report = await runSync({ connector, vendor, to });
  expect(report.warnings.map(({ code, partition }) => [code, partition])).toEqual([
    ['PARTITION_SKIPPED', 't2'],
    ['PARTITION_SKIPPED', 't4'],
  ]);
  expect((await readRecords(to, 'findings.ndjson')).map((record) => record['externalFindingId'])).toEqual([
    't1-part',
    't3-part',
    't5-part',
  ]);
  expect(await readRecords(to, 'assets.ndjson')).toHaveLength(5);
});

test('a session that expires during a run is renewed once, for any number of waiting requests', async () => {
  let valid = 0;
  let answered = 0;
  const login: Manifest['auth'] = {
    type: 'session',
    login: [{ request: { method: 'POST', path: '/login', json: {} }, capture: { token: 'token' } }],
    inject: { into: 'header', name: 'Authorization', value: 'Bearer {{session.token}}' },
  };
  const children: Manifest['streams'][string] = {
    request: { path: '/things/{{thing.id}}/parts' },
    records: 'items',
    key: ['id'],
    partitions: [{ parent: 'things', as: 'thing' }],
    concurrency: 5,
    paginator: { type: 'none' },
  };
  const vendor = await startSmallVendor((target, request) => {
    if (target === 'POST /login') return { json: { token: `token-${++valid}` } };
    if (request.headers.authorization !== `Bearer token-${valid}` || (valid === 1 && answered >= 3))
      return { status: 401 };
    answered += 1;
    const [, id] = /things\/(t\d)\/parts/.exec(target) ?? [];
    return id
      ? { json: { items: [{ id: `${id}-part` }] } }
      : page(Number(new URL(target, 'http://vendor').searchParams.get('page')));
  });
  const to = await createFolder();
  const connector = createSmallManifest({ things: STREAM, parts: children }, { findings: 'parts', auth: login });
  const report = await runSync({ connector, vendor, to });
  expect(report.error).toBeNull();
  expect(vendor.asked.filter((target) => target === 'POST /login')).toHaveLength(2);
  expect(await readRecords(to, 'findings.ndjson')).toHaveLength(5);
});

test('a next link to another host is rejected, and nothing is sent there', async () => {
  const other = await startSmallVendor(() => page(0));
  const vendor = await startSmallVendor(() => ({ json: { items: things(1, 2), next: `${other.origin}/things` } }));
  const stream: Manifest['streams'][string] = { ...STREAM, paginator: { type: 'nextUrl', from: 'body', url: 'next' } };
  const report = await runSync({
    connector: createSmallManifest({ things: stream }, { findings: 'things' }),
    vendor,
    to: await createFolder(),
  });
  expect(report.error?.code).toBe('HOST_NOT_ALLOWED');
  expect(other.asked).toEqual([]);
});

test('a lookup that fails with 403 or 404 is skipped with a warning, for any order of the responses', async () => {
  const detail: Manifest['streams'][string] = {
    request: { path: '/things/{{thing.id}}/detail' },
    records: 'items',
    key: ['id'],
    partitions: [{ parent: 'things', as: 'thing' }],
    paginator: { type: 'none' },
  };
  const looking: Manifest['streams'][string] = {
    ...STREAM,
    lookup: { detail: { type: 'fetch', stream: 'detail' } },
  };
  const vendor = await startSmallVendor((target) => {
    const [, id] = /things\/(t\d)\/detail/.exec(target) ?? [];
    if (id === 't1' || id === 't2') return { status: id === 't1' ? 403 : 404 };
    return id ? { json: { items: [{ id }] } } : page(Number(new URL(target, 'http://vendor').searchParams.get('page')));
  });
  const to = await createFolder();
  const connector = createSmallManifest({ things: looking, detail }, { findings: 'things' });
  const report = await runSync({ connector, vendor, to });
  expect(report.warnings).toMatchObject([
    { code: 'PARTITION_SKIPPED', stream: 'detail', partition: 't1', message: expect.stringContaining('HTTP 403') },
    { code: 'PARTITION_SKIPPED', stream: 'detail', partition: 't2', message: expect.stringContaining('HTTP 404') },
  ]);
  expect(await readRecords(to, 'findings.ndjson')).toHaveLength(5);
});

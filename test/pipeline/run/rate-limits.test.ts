import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../../engine/index.ts';
import { createFolder, readRecords } from './folder.ts';
import { type Answer, createSmallManifest, startSmallVendor } from './small-vendor.ts';
import { runSync } from './sync.ts';
import { createVirtualClock } from './virtual-clock.ts';

const POSTED = {
  request: { method: 'POST', path: '/things', json: {}, repeatable: false },
  records: 'items',
  key: ['id'],
  paginator: { type: 'none' },
} as const satisfies Manifest['streams'][string];

interface Refused {
  readonly name: string;
  readonly answer: Answer;
  readonly retry?: NonNullable<Manifest['defaults']>['retry'];
  readonly errors?: NonNullable<Manifest['defaults']>['errors'];
  readonly waitMs: number;
}

const REFUSED: readonly Refused[] = [
  { name: 'Retry-After', answer: { status: 429, headers: { 'retry-after': '1' } }, waitMs: 1000 },
  {
    name: 'a header of the vendor',
    answer: { status: 429, headers: { 'x-rate-limit-retry-after-seconds': '3' } },
    retry: { wait: { header: 'X-Rate-Limit-Retry-After-Seconds', unit: 'seconds' } },
    waitMs: 3000,
  },
  {
    name: 'a field of the body',
    answer: { status: 429, json: { retry_in_ms: 1500 } },
    retry: { wait: { expr: 'body.retry_in_ms', unit: 'milliseconds' } },
    waitMs: 1500,
  },
  {
    name: 'an error rule, for a status that is not retried otherwise',
    answer: { status: 409, headers: { 'x-ratelimit-towait-sec': '35' } },
    errors: [{ status: [409], action: 'retry', wait: { header: 'X-RateLimit-ToWait-Sec' } }],
    waitMs: 35_000,
  },
  { name: 'a fixed wait', answer: { status: 503 }, retry: { wait: 'PT90S' }, waitMs: 90_000 },
];

describe('a refused list request waits as long as the vendor requests', () => {
  test.each(REFUSED)('by $name', async ({ answer, retry, errors, waitMs }) => {
    const vendor = await startSmallVendor(() =>
      vendor.asked.length === 1 ? answer : { json: { items: [{ id: 't1' }] } },
    );
    // A 409 does not say that the request was refused, so only a repeatable request is sent again.
    const request = { ...POSTED.request, repeatable: answer.status === 409 };
    const connector = createSmallManifest(
      { things: { ...POSTED, request } },
      { findings: 'things', defaults: { ...(retry ? { retry } : {}), ...(errors ? { errors } : {}) } },
    );
    const [to, clock] = [await createFolder(), createVirtualClock()];
    expect(await runSync({ connector, vendor, to, clock })).toMatchObject({ error: null });
    expect(vendor.asked).toHaveLength(2);
    expect(await readRecords(to, 'findings.ndjson')).toHaveLength(1);
    const [waited = 0] = clock.slept;
    expect(clock.slept).toHaveLength(1);
    // Real time passes between the decision and the wait.
    expect(waited).toBeGreaterThan(waitMs - 500);
    expect(waited).toBeLessThanOrEqual(waitMs);
  });
});

const PAGED: Manifest['streams'][string] = {
  request: { path: '/things' },
  records: 'items',
  key: ['id'],
  paginator: { type: 'pageNumber', pageParam: 'page', firstPage: 1, stop: ['emptyPage'] },
};

/** Runs a stream of three pages and an empty one. Returns the waits and the error. */
async function readPages(defaults: NonNullable<Manifest['defaults']>, headers: (page: number) => Answer['headers']) {
  const vendor = await startSmallVendor((target) => {
    const page = Number(new URL(target, 'http://vendor').searchParams.get('page'));
    return { headers: headers(page) ?? {}, json: { items: page > 3 ? [] : [{ id: `t${page}` }] } };
  });
  const connector = createSmallManifest({ things: PAGED }, { findings: 'things', defaults });
  const clock = createVirtualClock();
  const { error } = await runSync({ connector, vendor, to: await createFolder(), clock });
  expect(vendor.asked).toHaveLength(4);
  return { slept: clock.slept.map((ms) => Math.ceil(ms / 1000)), error };
}

describe('the limiter', () => {
  test('waits before the refusal when no requests are left', async () => {
    const spent = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '20' };
    expect(await readPages({}, (page) => (page === 2 ? spent : { 'x-ratelimit-remaining': '1' }))).toEqual({
      slept: [20],
      error: null,
    });
  });

  test('reads the wait from a header of the vendor', async () => {
    const retry = { wait: { header: 'X-RateLimit-ToWait-Sec', unit: 'seconds' } } as const;
    const spent = { 'x-ratelimit-remaining': '0', 'x-ratelimit-towait-sec': '35' };
    expect(await readPages({ retry }, (page) => (page === 1 ? spent : {}))).toEqual({ slept: [35], error: null });
  });

  test('leaves a reset beyond the longest wait to the vendor', async () => {
    const spent = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '3600' };
    expect(await readPages({}, () => spent)).toEqual({ slept: [], error: null });
  });

  test('keeps several budgets at once', async () => {
    const rateLimit: NonNullable<Manifest['defaults']>['rateLimit'] = [
      { limit: 1, per: 'PT2S' },
      { limit: 3, per: 'PT1H' },
    ];
    const { slept, error } = await readPages({ rateLimit }, () => ({}));
    expect({ slept, error }).toEqual({ slept: [2, 2, 3596], error: null });
  });
});

const list = (path: string, rest: Partial<Manifest['streams'][string]> = {}): Manifest['streams'][string] => ({
  request: { path },
  records: 'items',
  key: ['id'],
  ...rest,
});

describe('a stream', () => {
  test('keeps its own budget, which a group of streams can share, in addition to the common one', async () => {
    const vendor = await startSmallVendor(() => ({ json: { items: [] } }));
    const rateLimit = [{ limit: 1, per: 'PT1M', group: 'reports' }];
    const connector = createSmallManifest(
      {
        things: list('/things'),
        first: list('/reports/1', { rateLimit }),
        second: list('/reports/2', { rateLimit }),
        third: list('/reports/3', { rateLimit: [{ limit: 1, per: 'PT1M' }] }),
      },
      { findings: 'things', defaults: { rateLimit: [{ limit: 2, per: 'PT1S' }] } },
    );
    const clock = createVirtualClock();
    expect(await runSync({ connector, vendor, to: await createFolder(), clock })).toMatchObject({ error: null });
    expect(vendor.asked).toEqual(['/things', '/reports/1', '/reports/2', '/reports/3']);
    expect(clock.slept.map((ms) => Math.ceil(ms / 1000))).toEqual([60]);
  });

  test('overrides keys of the retry policy', async () => {
    const vendor = await startSmallVendor((target) =>
      target === '/things' && vendor.asked.length < 4 ? { status: 500 } : { json: { items: [] } },
    );
    const things = list('/things', { retry: { attempts: 4 } });
    const defaults = { retry: { attempts: 2, wait: 'PT7S' } } as const;
    const connector = createSmallManifest({ things, others: list('/others') }, { findings: 'things', defaults });
    const clock = createVirtualClock();
    expect(await runSync({ connector, vendor, to: await createFolder(), clock })).toMatchObject({ error: null });
    expect(vendor.asked).toEqual([...Array(4).fill('/things'), '/others']);
    expect(clock.slept.map((ms) => Math.ceil(ms / 1000))).toEqual([7, 7, 7]);
  });

  test('has a retry budget of its own', async () => {
    const vendor = await startSmallVendor(() => ({ status: 500 }));
    const connector = createSmallManifest(
      { things: list('/things', { retry: { attempts: 9, budget: 2 } }) },
      { findings: 'things' },
    );
    const { error } = await runSync({ connector, vendor, to: await createFolder() });
    expect([error?.code, vendor.asked.length]).toEqual(['RETRY_BUDGET_SPENT', 3]);
  });

  test('is retried as often as its error rule allows', async () => {
    const vendor = await startSmallVendor((target) =>
      vendor.asked.filter((one) => one === target).length < (target === '/things' ? 8 : 3)
        ? { status: target === '/things' ? 409 : 500 }
        : { json: { items: [] } },
    );
    const errors = [
      { status: [409], action: 'retry', attempts: 8 },
      { status: [500], action: 'retry', attempts: 2 },
    ] as const;
    const connector = createSmallManifest(
      {
        things: list('/things', { errors: [...errors] as never }),
        others: list('/others', { errors: [...errors] as never }),
      },
      { findings: 'things' },
    );
    const { error } = await runSync({ connector, vendor, to: await createFolder() });
    expect(error).toMatchObject({ stream: 'others' });
    expect(vendor.asked).toEqual([...Array(8).fill('/things'), ...Array(2).fill('/others')]);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../../engine/base/json/index.ts';
import {
  compilePaginator,
  type PageFacts,
  type Paginator,
  type PagingProgress,
  type Step,
} from '../../../engine/pipeline/pagination/index.ts';
import type { RequestPatch } from '../../../engine/pipeline/request/http-request.ts';
import { scaleRuns } from '../../setup/suite.ts';
import { createPage, fingerprintContent } from './page.ts';

type Ask = (
  patch: RequestPatch,
  after: Json,
) => { readonly items: readonly number[]; readonly facts: Partial<PageFacts> };

interface PagingRun {
  readonly items: number[];
  readonly requests: number;
  readonly step: Step;
}

/** Reads all pages of a simulated vendor; serializes each progress to JSON, as if the run stopped there. */
async function read(spec: Paginator, ask: Ask): Promise<PagingRun> {
  const paginator = compilePaginator(spec, { keyOf: (item) => item });
  let progress = paginator.first();
  const items: number[] = [];
  for (let requests = 1; ; requests += 1) {
    progress = JSON.parse(JSON.stringify(progress)) as PagingProgress;
    const { items: sent, facts } = ask(paginator.patch(progress), paginator.scope(progress).after);
    const step = await paginator.advance(
      progress,
      createPage({
        itemsSeen: sent.length,
        fingerprint: fingerprintContent(paginator.holdsPages ? sent : [sent, (facts.envelope ?? null) as Json]),
        ...(sent.length === 0 ? {} : { firstItem: sent[0] as Json, lastItem: sent.at(-1) as Json }),
        ...facts,
      }),
    );
    if (step.kind !== 'done' || !step.isRepeat) items.push(...sent);
    if (step.kind !== 'next') return { items, requests, step };
    progress = step.progress;
  }
}

const number = (patch: RequestPatch, name: string): number => Number(patch.query?.[name]);
const list = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** Vendors by type of pagination; each serves a list of `count` numbers in pages of `size`. */
const VENDORS: Readonly<Record<string, (count: number, size: number) => { spec: Paginator; ask: Ask }>> = {
  'pageNumber until the total of pages': (count, size) => ({
    spec: { type: 'pageNumber', pageParam: 'p', firstPage: 1, stop: ['totalPages'], totalPages: 'pages' },
    ask: (patch) => {
      const from = (number(patch, 'p') - 1) * size;
      return { items: list(count).slice(from, from + size), facts: { envelope: { pages: Math.ceil(count / size) } } };
    },
  }),
  'pageNumber until an empty page': (count, size) => ({
    spec: { type: 'pageNumber', pageParam: 'p', stop: ['emptyPage'] },
    ask: (patch) => {
      const from = number(patch, 'p') * size;
      return { items: list(count).slice(from, from + size), facts: {} };
    },
  }),
  'offset until the total of records': (count, size) => ({
    spec: { type: 'offset', offsetParam: 'o', limitParam: 'l', limit: size, stop: ['totalRecords'], totalRecords: 'n' },
    ask: (patch) => {
      const from = number(patch, 'o');
      return { items: list(count).slice(from, from + number(patch, 'l')), facts: { envelope: { n: count } } };
    },
  }),
  'offset until a short page, as a window': (count, size) => ({
    spec: { type: 'offset', offsetParam: 'from', toParam: 'to', limit: size, stop: ['shortPage'] },
    ask: (patch) => ({ items: list(count).slice(number(patch, 'from'), number(patch, 'to')), facts: {} }),
  }),
  'offset under a cap that the manifest does not declare': (count, size) => ({
    spec: { type: 'offset', offsetParam: 'o', limit: size * 3, stop: ['totalRecords', 'emptyPage'], totalRecords: 'n' },
    ask: (patch) => {
      const from = number(patch, 'o');
      return { items: list(count).slice(from, from + size), facts: { envelope: { n: count } } };
    },
  }),
  'pageNumber until a short page, under a cap below the size, with a total': (count, size) => ({
    spec: { type: 'pageNumber', pageParam: 'p', size: size * 2, stop: ['shortPage'], totalRecords: 'n' },
    ask: (patch) => {
      const from = number(patch, 'p') * size;
      return { items: list(count).slice(from, from + size), facts: { envelope: { n: count } } };
    },
  }),
  'pageNumber with a total that is a lower bound': (count, size) => ({
    spec: { type: 'pageNumber', pageParam: 'p', stop: ['totalRecords', 'emptyPage'], totalRecords: 'n' },
    ask: (patch) => {
      const from = number(patch, 'p') * size;
      const envelope = { n: count > 9 ? '9+' : count };
      return { items: list(count).slice(from, from + size), facts: { envelope } };
    },
  }),
  'cursor with an object as its token': (count, size) => ({
    spec: { type: 'cursor', into: 'json', cursorParam: '/page/start', from: 'body', cursor: 'next' },
    ask: ({ json }) => {
      const { from = 0 } = (json?.['/page/start'] ?? {}) as { from?: number };
      const envelope = from + size < count ? { next: { from: from + size, by: ['id', null] } } : {};
      return { items: list(count).slice(from, from + size), facts: { envelope } };
    },
  }),
  'cursor that repeats its token at the end': (count, size) => ({
    spec: { type: 'cursor', cursorParam: 'c', first: '*', from: 'body', cursor: 'next', stop: ['repeatedToken'] },
    ask: ({ query }) => {
      const from = query?.['c'] === '*' ? 0 : Number(query?.['c']);
      const items = list(count).slice(from, from + size);
      return {
        items,
        facts: { envelope: { next: items.length === 0 ? (query?.['c'] ?? '') : `${from + items.length}` } },
      };
    },
  }),
  'cursor from the last item': (count, size) => ({
    spec: { type: 'cursor', cursorParam: 'c', from: 'lastItem', cursor: '$' },
    ask: ({ query }) => {
      const from = query?.['c'] === undefined ? 0 : Number(query['c']) + 1;
      const items = list(count).slice(from, from + size);
      const last = items.at(-1);
      return { items, facts: last === undefined ? {} : { lastItem: last } };
    },
  }),
  'nextUrl until there is none': (count, size) => ({
    spec: { type: 'nextUrl', from: 'body', url: 'next' },
    ask: ({ url }) => {
      const from = url === undefined ? 0 : Number(new URL(url).searchParams.get('from'));
      const envelope = from + size < count ? { next: `?from=${from + size}` } : {};
      return { items: list(count).slice(from, from + size), facts: { envelope } };
    },
  }),
};

describe('a list of any length in pages of any size is read exactly once', () => {
  test.each(Object.keys(VENDORS))('%s', async (name) => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 40 }), fc.integer({ min: 1, max: 12 }), async (count, size) => {
        const vendor = VENDORS[name]?.(count, size) ?? expect.fail();
        const { items, requests, step } = await read(vendor.spec, vendor.ask);
        expect(items).toEqual(list(count));
        expect(step).toMatchObject({ kind: 'done', truncated: false, read: count });
        expect(requests).toBeLessThanOrEqual(Math.ceil(count / size) + 1);
      }),
    );
  });

  test('cursor over pages of any lengths, empty ones among them', async () => {
    const layouts = fc.array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: 1, maxLength: 60 });
    const spec: Paginator = { type: 'cursor', cursorParam: 'c', from: 'header', header: 'next' };
    await fc.assert(
      fc.asyncProperty(layouts, async (layout) => {
        const pages = layout.map((items, index) => items.map((item) => index * 1e10 + item));
        const { items, requests, step } = await read(spec, ({ query }) => {
          const at = Number(query?.['c'] ?? 0);
          return { items: pages[at] ?? [], facts: { headers: at + 1 < pages.length ? { next: String(at + 1) } : {} } };
        });
        expect(items).toEqual(pages.flat());
        expect(requests).toBe(pages.length);
        expect(step.kind).toBe('done');
      }),
    );
  });
});

const CURSOR = (maxPages: number): Paginator => ({
  type: 'cursor',
  cursorParam: 'c',
  from: 'body',
  cursor: 'n',
  maxPages,
});

test('the page limit applies and paging ends, for any sequence of tokens', async () => {
  const token = fc.oneof(fc.constantFrom('a', 'b', 'c'), fc.string(), fc.jsonValue());
  const answers = fc.array(fc.record({ n: token, itemsSeen: fc.nat({ max: 3 }) }), { minLength: 1, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(answers, fc.integer({ min: 1, max: 60 }), async (sequence, maxPages) => {
      const paginator = compilePaginator(CURSOR(maxPages));
      let progress = paginator.first();
      let requests = 0;
      for (let step: Step | undefined; step === undefined || step.kind === 'next'; ) {
        const { n, itemsSeen } = sequence[requests % sequence.length] ?? expect.fail();
        requests += 1;
        step = await paginator.advance(progress, createPage({ envelope: { n: n as Json }, itemsSeen }));
        if (step.kind === 'next') progress = step.progress;
      }
      expect(requests).toBeLessThanOrEqual(maxPages);
    }),
  );
});

test('a run that resumes from saved progress takes the same steps as an uninterrupted run', async () => {
  const answers = fc.array(fc.record({ n: fc.constantFrom('a', 'b', 'c', 'd', 'e'), itemsSeen: fc.nat({ max: 2 }) }));
  await fc.assert(
    fc.asyncProperty(answers, async (sequence) => {
      const paginator = compilePaginator(CURSOR(50));
      const facts = sequence.map(({ n, itemsSeen }) => createPage({ envelope: { n }, itemsSeen }));
      let progress = paginator.first();
      for (const one of facts) {
        const step = await paginator.advance(progress, one);
        const saved = JSON.parse(JSON.stringify(progress)) as PagingProgress;
        expect(await compilePaginator(CURSOR(50)).advance(saved, one)).toEqual(step);
        if (step.kind !== 'next') return;
        progress = step.progress;
      }
    }),
  );
});

test('the progress does not grow with the number of pages', async () => {
  const paginator = compilePaginator(CURSOR(100_000));
  let progress = paginator.first();
  for (let index = 0; index < 500; index += 1) {
    const step = await paginator.advance(progress, createPage({ envelope: { n: `token ${index}` } }));
    progress = step.kind === 'next' ? step.progress : expect.fail();
  }
  expect(JSON.stringify(progress).length).toBeLessThan(1500);
});

test('the position of the next page depends only on the current page', async () => {
  const specs: Paginator[] = [
    CURSOR(50),
    { type: 'nextUrl', from: 'body', url: 'n' },
    { type: 'pageNumber', pageParam: 'p', stop: ['emptyPage'] },
    { type: 'offset', offsetParam: 'o', limit: 5, stop: ['shortPage'] },
  ];
  const past = fc.array(fc.record({ n: fc.webPath(), itemsSeen: fc.integer({ min: 5, max: 9 }) }), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...specs), past, async (spec, earlier) => {
      const paginator = compilePaginator(spec);
      let progress = paginator.first();
      for (const { n, itemsSeen } of earlier) {
        const step = await paginator.advance(progress, createPage({ envelope: { n }, itemsSeen }));
        if (step.kind === 'next') progress = step.progress;
      }
      const last = createPage({ envelope: { n: '/the/next' }, itemsSeen: 7, fingerprint: 'the last' });
      const forgetful: PagingProgress = { ...paginator.first(), at: progress.at };
      const [one, other] = [await paginator.advance(progress, last), await paginator.advance(forgetful, last)];
      if (one.kind !== 'next' || other.kind !== 'next') return;
      expect(other.progress.at).toEqual(one.progress.at);
    }),
  );
});

/** Vendor of numbers from 0, in pages of `cap` items at most, and at most `maximum` items of one list. */
interface Vendor {
  readonly count: number;
  readonly size: number;
  readonly cap: number;
  readonly maximum: number;
  readonly total: 'exact' | 'clamped' | 'lower' | 'none';
  /** Answer to positions after the end. */
  readonly after: 'empty' | 'lastPage';
  readonly type: 'pageNumber' | 'offset';
  readonly stop: readonly ('emptyPage' | 'totalRecords' | 'shortPage' | 'repeatedPage')[];
  readonly continues: boolean;
}

const vendors: fc.Arbitrary<Vendor> = fc.record({
  count: fc.nat({ max: 60 }),
  size: fc.integer({ min: 1, max: 8 }),
  cap: fc.integer({ min: 1, max: 8 }),
  maximum: fc.oneof(fc.integer({ min: 8, max: 40 }), fc.constant(1000)),
  total: fc.constantFrom('exact', 'clamped', 'lower', 'none'),
  after: fc.constantFrom('empty', 'lastPage'),
  type: fc.constantFrom('pageNumber', 'offset'),
  stop: fc.subarray(['emptyPage', 'totalRecords', 'shortPage', 'repeatedPage'], { minLength: 1 }),
  continues: fc.boolean(),
});

const totalOf = ({ total, maximum }: Vendor, count: number): Json =>
  ({
    exact: count,
    clamped: Math.min(count, maximum),
    lower: count > maximum ? `${maximum}+` : count,
    none: null,
  })[total];

const askVendor =
  (vendor: Vendor): Ask =>
  (patch, after) => {
    const { count, cap, maximum } = vendor;
    const rows = list(count).slice(after === null ? 0 : Number(after) + 1);
    const reachable = rows.slice(0, maximum);
    const size = Math.min(cap, vendor.size);
    const asked = vendor.type === 'offset' ? number(patch, 'o') : number(patch, 'p') * size;
    const last = Math.max(0, Math.ceil(reachable.length / size) - 1) * size;
    const from = vendor.after === 'lastPage' ? Math.min(asked, last) : asked;
    return {
      items: reachable.slice(from, from + size),
      facts: { envelope: { n: totalOf(vendor, rows.length), at: asked } },
    };
  };

const specOf = ({ type, size, stop, maximum, continues }: Vendor): Paginator => ({
  ...(type === 'offset' ? { type, offsetParam: 'o', limit: size } : { type, pageParam: 'p', size }),
  stop: [...stop],
  totalRecords: 'n',
  maxResults: maximum,
  ...(continues ? { continueBy: '$' } : {}),
});

/** Returns true if the manifest cannot know better: a capped page looks like the last one, and there is no total. */
const isMisled = ({ stop, total, cap, size, maximum, count }: Vendor): boolean =>
  stop.includes('shortPage') && cap < size && (total === 'none' || (total === 'clamped' && count >= maximum));

test('whatever a vendor does at its end and its limits, items are never lost without a warning or an error', async () => {
  let complete = 0;
  await fc.assert(
    fc.asyncProperty(vendors, async (vendor) => {
      fc.pre(!isMisled(vendor));
      const { items, step, requests } = await read(specOf(vendor), askVendor(vendor));
      // A hundred empty pages in a row are an error.
      expect(requests).toBeLessThanOrEqual(2 * vendor.count + 103);
      const isTold =
        step.kind !== 'done' ||
        step.truncated ||
        step.capped !== undefined ||
        (step.announced !== undefined && (step.isAtLeast ? step.read < step.announced : step.read !== step.announced));
      if (isTold) return;
      complete += 1;
      // The writer reports repeated items.
      expect([...new Set(items)]).toEqual(list(vendor.count));
      if (vendor.stop.includes('repeatedPage')) expect(items).toHaveLength(vendor.count);
    }),
    { numRuns: scaleRuns(4000) },
  );
  expect(complete).toBeGreaterThan(scaleRuns(4000) / 4);
});

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
import { createPage, fingerprintContent } from './page.ts';

type Ask = (patch: RequestPatch) => { readonly items: readonly number[]; readonly facts: Partial<PageFacts> };

interface PagingRun {
  readonly items: number[];
  readonly requests: number;
  readonly step: Step;
}

/** Reads all pages of a simulated vendor; serializes each progress to JSON, as if the run stopped there. */
async function read(spec: Paginator, ask: Ask): Promise<PagingRun> {
  const paginator = compilePaginator(spec);
  let progress = paginator.first();
  const items: number[] = [];
  for (let requests = 1; ; requests += 1) {
    progress = JSON.parse(JSON.stringify(progress)) as PagingProgress;
    const { items: sent, facts } = ask(paginator.patch(progress));
    items.push(...sent);
    const step = await paginator.advance(
      progress,
      createPage({
        itemsSeen: sent.length,
        fingerprint: fingerprintContent([sent, (facts.envelope ?? null) as Json]),
        ...facts,
      }),
    );
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

import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '../../../engine/base/errors/index.ts';
import {
  compilePaginator,
  type PageFacts,
  type Paginator,
  type Step,
} from '../../../engine/pipeline/pagination/index.ts';
import { createPage } from './page.ts';

/** Requests pages until paging ends; returns the number of pages and the last step. */
async function readAll(spec: Paginator, answer: (index: number) => Partial<PageFacts>) {
  const paginator = compilePaginator(spec);
  let progress = paginator.first();
  for (let index = 0; ; index += 1) {
    const step = await paginator.advance(progress, createPage(answer(index)));
    if (step.kind !== 'next') return { pages: index + 1, step };
    progress = step.progress;
  }
}

const numbered = (rest: Partial<Extract<Paginator, { type: 'pageNumber' }>>): Paginator => ({
  type: 'pageNumber',
  pageParam: 'p',
  size: 10,
  stop: ['emptyPage'],
  ...rest,
});
const byCursor: Paginator = { type: 'cursor', cursorParam: 'c', from: 'body', cursor: 'next' };

interface Ending {
  readonly name: string;
  readonly spec: Paginator;
  readonly answers: readonly Partial<PageFacts>[];
  readonly pages: number;
  readonly step: Partial<Step>;
}

const saying = (envelope: PageFacts['envelope'], itemsSeen = 10): Partial<PageFacts> => ({ envelope, itemsSeen });

const ENDINGS: readonly Ending[] = [
  {
    name: 'totalPages as a number',
    spec: numbered({ stop: ['totalPages'], totalPages: 'pages' }),
    answers: [saying({ pages: 2 }), saying({ pages: 2 })],
    pages: 2,
    step: { kind: 'done', truncated: false, read: 20 },
  },
  {
    name: 'totalPages as digits, and missing',
    spec: numbered({ stop: ['totalPages'], totalPages: 'pages' }),
    answers: [saying({ pages: '0' }, 0)],
    pages: 1,
    step: { kind: 'done', read: 0 },
  },
  {
    name: 'totalRecords; the announced total is reported',
    spec: numbered({ stop: ['totalRecords'], totalRecords: 'n' }),
    answers: [saying({ n: 13 }), saying({ n: '13' }, 3)],
    pages: 2,
    step: { kind: 'done', announced: 13, read: 13 },
  },
  {
    name: 'an announced total that is null or absent does not end paging',
    spec: numbered({ stop: ['totalRecords', 'emptyPage'], totalRecords: 'n' }),
    answers: [saying({ n: null }), saying({}), saying({ n: null }, 0)],
    pages: 3,
    step: { kind: 'done', read: 20 },
  },
  {
    name: 'the largest announced total counts: rows may have moved to pages already read if it shrinks',
    spec: numbered({ stop: ['emptyPage'], totalRecords: 'n' }),
    answers: [saying({ n: 25 }), saying({ n: 24 }), saying({ n: null }, 0)],
    pages: 3,
    step: { kind: 'done', announced: 25, read: 20 },
  },
  {
    name: 'more items than records: the total counts records, so paging ends by the number of pages',
    spec: numbered({ stop: ['totalRecords'], totalRecords: 'n' }),
    answers: [saying({ n: 15 }, 40), saying({ n: 15 }, 20)],
    pages: 2,
    step: { kind: 'done', announced: 15, read: 60 },
  },
  {
    name: 'hidden records that the total includes: pages past the end are empty',
    spec: numbered({ stop: ['totalRecords'], totalRecords: 'n' }),
    answers: [saying({ n: 30 }, 8), saying({ n: 30 }, 9), saying({ n: 30 }, 0)],
    pages: 3,
    step: { kind: 'done', announced: 30, read: 17 },
  },
  {
    name: 'an empty page before the announced end is not the end',
    spec: numbered({ stop: ['totalRecords'], totalRecords: 'n' }),
    answers: [saying({ n: 30 }), saying({ n: 30 }, 0), saying({ n: 30 }, 0)],
    pages: 3,
    step: { kind: 'done', announced: 30, read: 10 },
  },
  ...[false, 'false', 0, '0'].map((more) => ({
    name: `hasMore as ${JSON.stringify(more)}`,
    spec: numbered({ stop: ['hasMore'], hasMore: 'more' }),
    answers: [saying({ more: true }), saying({ more: 'true' }), saying({ more: 1 }), saying({}), saying({ more })],
    pages: 5,
    step: { kind: 'done', read: 50 } as const,
  })),
  {
    name: 'emptyPage',
    spec: numbered({}),
    answers: [saying({}), saying({}, 0)],
    pages: 2,
    step: { kind: 'done', read: 10 },
  },
  {
    name: 'shortPage',
    spec: numbered({ stop: ['shortPage'] }),
    answers: [saying({}), saying({}, 9)],
    pages: 2,
    step: { kind: 'done', read: 19 },
  },
  {
    name: 'the first condition of several that is true',
    spec: numbered({ stop: ['totalPages', 'emptyPage'], totalPages: 'pages' }),
    answers: [saying({ pages: 9 }), saying({ pages: 9 }, 0)],
    pages: 2,
    step: { kind: 'done', read: 10 },
  },
  {
    name: 'a short page is not the end before the number of pages',
    spec: numbered({ stop: ['totalPages', 'shortPage'], totalPages: 'pages' }),
    answers: [saying({ pages: 3 }, 4), saying({ pages: 3 }, 4), saying({ pages: 3 }, 3)],
    pages: 3,
    step: { kind: 'done', read: 11 },
  },
  {
    name: 'a short page is not the end before the total, which is read for this without a condition',
    spec: numbered({ stop: ['shortPage'], totalRecords: 'n' }),
    answers: [saying({ n: 11 }, 4), saying({ n: 11 }, 4), saying({ n: 11 }, 3)],
    pages: 3,
    step: { kind: 'done', announced: 11, read: 11 },
  },
  {
    name: 'a short page is not the end while the vendor says that there is more',
    spec: numbered({ stop: ['shortPage'], hasMore: 'more' }),
    answers: [saying({ more: true }, 4), saying({ more: false }, 3)],
    pages: 2,
    step: { kind: 'done', read: 7 },
  },
  {
    name: 'a short page is the end if the total is unknown',
    spec: numbered({ stop: ['shortPage'], totalRecords: 'n' }),
    answers: [saying({ n: null }), saying({ n: 'many' }, 4)],
    pages: 2,
    step: { kind: 'done', read: 14 },
  },
  {
    name: 'a total with a plus is a lower bound, which does not end paging',
    spec: numbered({ stop: ['totalRecords', 'shortPage'], totalRecords: 'n' }),
    answers: [saying({ n: '20+' }), saying({ n: '20+' }), saying({ n: '20+' }, 4)],
    pages: 3,
    step: { kind: 'done', announced: 20, isAtLeast: true, read: 24 },
  },
  {
    name: 'a total that is declared a lower bound; an exact one ends paging',
    spec: numbered({ stop: ['totalRecords'], totalRecords: 'n.value', totalIsLowerBound: "n.relation = 'gte'" }),
    answers: [
      saying({ n: { value: 20, relation: 'gte' } }),
      saying({ n: { value: 20, relation: 'gte' } }),
      saying({ n: { value: 23, relation: 'eq' } }, 3),
    ],
    pages: 3,
    step: { kind: 'done', announced: 23, read: 23 },
  },
  {
    name: 'hundred empty pages before the total: it includes records that are hidden',
    spec: numbered({ stop: ['totalRecords'], totalRecords: 'n' }),
    answers: [saying({ n: 9000 }), ...Array.from({ length: 100 }, () => saying({ n: 9000 }, 0))],
    pages: 101,
    step: { kind: 'done', announced: 9000, read: 10 },
  },
  {
    name: 'a maximum of results: the rest is reported as missing',
    spec: numbered({ stop: ['totalRecords'], totalRecords: 'n', maxResults: 20 }),
    answers: [saying({ n: 20 }), saying({ n: 20 })],
    pages: 2,
    step: { kind: 'done', capped: 20, read: 20 },
  },
  {
    name: 'a total at the maximum of results is not exact, even if the list ends before',
    spec: numbered({ stop: ['emptyPage'], totalRecords: 'n', maxResults: 100 }),
    answers: [saying({ n: 100 }), saying({ n: 100 }, 0)],
    pages: 2,
    step: { kind: 'done', capped: 100 },
  },
  {
    name: 'a list below the maximum of results is complete',
    spec: numbered({ stop: ['totalRecords'], totalRecords: 'n', maxResults: 20 }),
    answers: [saying({ n: 19 }), saying({ n: 19 }, 9)],
    pages: 2,
    step: { kind: 'done', announced: 19, read: 19 },
  },
  {
    name: 'a missing token, regardless of the stop conditions; the difference is reported',
    spec: { ...byCursor, stop: ['totalRecords'], totalRecords: 'n' },
    answers: [saying({ n: 99, next: 'a' }), saying({ n: 99 })],
    pages: 2,
    step: { kind: 'done', truncated: false, announced: 99, read: 20 },
  },
  {
    name: 'empty pages with a next token do not end paging',
    spec: byCursor,
    answers: [...Array.from({ length: 10 }, (_, i) => saying({ next: `t${i}` }, 0)), saying({}, 4)],
    pages: 11,
    step: { kind: 'done', read: 4 },
  },
  {
    name: 'maxPages: the rest is reported as missing',
    spec: numbered({ maxPages: 2 }),
    answers: [saying({}), saying({})],
    pages: 2,
    step: { kind: 'done', truncated: true, read: 20 },
  },
  {
    name: 'a list of exactly maxPages is complete',
    spec: numbered({ maxPages: 2, stop: ['shortPage'] }),
    answers: [saying({}), saying({}, 1)],
    pages: 2,
    step: { kind: 'done', truncated: false, read: 11 },
  },
];

test.each(ENDINGS)('ends: $name', async ({ spec, answers, pages, step }) => {
  const ended = await readAll(spec, (index) => answers[index] ?? expect.fail(`page ${index} was asked for`));
  expect(ended.pages).toBe(pages);
  expect(ended.step).toMatchObject(step);
});

describe('endless paging is detected', () => {
  const following = (tokens: readonly string[]) => (index: number) =>
    saying({ next: tokens[index % tokens.length] ?? '' });

  test.each([
    ['the same token again', ['a'], 2],
    ['A B A', ['a', 'b'], 3],
    ['a loop of 31', Array.from({ length: 31 }, (_, i) => `t${i}`), 32],
  ])('%s is seen at the first repeat', async (_name, tokens, pages) => {
    const ended = await readAll(byCursor, following(tokens));
    expect(ended).toMatchObject({ pages, step: { kind: 'stuck', code: 'PAGE_REPEATED' } });
  });

  test('a loop of 1000 is detected within three rounds, with little memory', async () => {
    const ended = await readAll(byCursor, following(Array.from({ length: 1000 }, (_, i) => `t${i}`)));
    expect(ended.step).toMatchObject({ kind: 'stuck', code: 'PAGE_REPEATED' });
    expect(ended.pages).toBeLessThan(3000);
  });

  test('a last page that is repeated for all later ones', async () => {
    const answer = (index: number) => ({ itemsSeen: 10, fingerprint: `content ${Math.min(index, 3)}` });
    expect(await readAll(numbered({}), answer)).toMatchObject({
      pages: 5,
      step: { kind: 'stuck', code: 'PAGE_REPEATED', details: { cause: 'clamped' } },
    });
    const ending = numbered({ stop: ['repeatedPage'] });
    expect(await readAll(ending, answer)).toMatchObject({ pages: 5, step: { kind: 'done', isRepeat: true, read: 40 } });
  });

  test('new tokens over the same two pages', async () => {
    const answer = (index: number) => ({ envelope: { next: `t${index}` }, fingerprint: `content ${index % 2}` });
    expect(await readAll(byCursor, answer)).toMatchObject({ pages: 3, step: { kind: 'stuck', code: 'PAGE_REPEATED' } });
  });

  test('empty pages without an end', async () => {
    const ended = await readAll(byCursor, (index) => ({ ...saying({ next: `t${index}` }, 0), fingerprint: 'empty' }));
    expect(ended).toMatchObject({ pages: 100, step: { kind: 'stuck', code: 'PAGES_EMPTY', details: { count: 100 } } });
  });

  test('each reason has an entry in the error catalogue', () => {
    expect(CATALOGUE).toMatchObject({
      PAGE_REPEATED: {},
      PAGES_EMPTY: {},
      NEXT_URL_REFUSED: {},
      CURSOR_UNUSABLE: {},
    });
  });
});

test('an expression with a syntax error is rejected when the paginator is compiled', () => {
  expect(() => compilePaginator({ ...byCursor, totalRecords: 'a[' })).toThrow(
    expect.objectContaining({ code: 'EXPRESSION_SYNTAX' }),
  );
});

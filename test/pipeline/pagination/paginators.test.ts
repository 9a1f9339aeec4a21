import { describe, expect, test } from 'vitest';
import {
  compilePaginator,
  type PageFacts,
  type Paginator,
  type Step,
} from '../../../engine/pipeline/pagination/index.ts';
import { createPage } from './page.ts';

/** Requests pages until no answers remain or paging ends; returns the sent patches and the last step. */
async function walk(spec: Paginator, answers: readonly Partial<PageFacts>[]) {
  const paginator = compilePaginator(spec);
  let progress = paginator.first();
  const patches = [paginator.patch(progress)];
  let step: Step | undefined;
  for (const answer of answers) {
    step = await paginator.advance(progress, createPage(answer));
    if (step.kind !== 'next') break;
    progress = step.progress;
    patches.push(paginator.patch(progress));
  }
  return { patches, step };
}

const END: Partial<PageFacts> = { itemsSeen: 0 };

interface Case {
  readonly name: string;
  readonly spec: Paginator;
  readonly answers: readonly Partial<PageFacts>[];
  readonly patches: readonly unknown[];
}

const ASKED: readonly Case[] = [
  { name: 'none: one page', spec: { type: 'none' }, answers: [{}], patches: [{}] },
  {
    name: 'pageNumber: from 0, with the size',
    spec: { type: 'pageNumber', pageParam: 'page', sizeParam: 'size', size: 10, stop: ['emptyPage'] },
    answers: [{}, END],
    patches: [{ query: { page: '0', size: '10' } }, { query: { page: '1', size: '10' } }],
  },
  {
    name: 'pageNumber: from 1, into a JSON body as numbers',
    spec: { type: 'pageNumber', into: 'json', pageParam: 'page', firstPage: 1, stop: ['emptyPage'] },
    answers: [{}, END],
    patches: [{ json: { page: 1 } }, { json: { page: 2 } }],
  },
  {
    name: 'pageNumber: into a form',
    spec: { type: 'pageNumber', into: 'form', pageParam: 'p', stop: ['emptyPage'] },
    answers: [END],
    patches: [{ form: { p: '0' } }],
  },
  {
    name: 'offset: with a limit',
    spec: { type: 'offset', offsetParam: '$skip', limitParam: '$top', limit: 10, stop: ['emptyPage'] },
    answers: [{}, {}, END],
    patches: [
      { query: { $skip: '0', $top: '10' } },
      { query: { $skip: '10', $top: '10' } },
      { query: { $skip: '20', $top: '10' } },
    ],
  },
  {
    name: 'offset: a half-open window',
    spec: { type: 'offset', offsetParam: 'from', toParam: 'to', limit: 10, stop: ['shortPage'] },
    answers: [{}, { itemsSeen: 3 }],
    patches: [{ query: { from: '0', to: '10' } }, { query: { from: '10', to: '20' } }],
  },
  {
    name: 'offset: follows the number of items sent if the vendor caps pages',
    spec: { type: 'offset', offsetParam: 'o', limit: 50, firstOffset: 1, stop: ['emptyPage'] },
    answers: [{ itemsSeen: 20 }, { itemsSeen: 20 }, END],
    patches: [{ query: { o: '1' } }, { query: { o: '21' } }, { query: { o: '41' } }],
  },
  {
    name: 'offset: a selector that returns more items than records skips no record',
    spec: { type: 'offset', offsetParam: 'o', limit: 10, stop: ['totalRecords'], totalRecords: 'n' },
    answers: [
      { itemsSeen: 1, envelope: { n: 20 } },
      { itemsSeen: 35, envelope: { n: 20 } },
      { itemsSeen: 9, envelope: { n: 20 } },
    ],
    patches: [{ query: { o: '0' } }, { query: { o: '1' } }, { query: { o: '11' } }],
  },
  {
    name: 'cursor: from the body, absent on the first page',
    spec: { type: 'cursor', cursorParam: 'after', sizeParam: 'n', size: 5, from: 'body', cursor: 'meta.next' },
    answers: [{ envelope: { meta: { next: 'a/b' } } }, { envelope: { meta: { next: 17 } } }, { envelope: {} }],
    patches: [{ query: { n: '5' } }, { query: { after: 'a/b', n: '5' } }, { query: { after: '17', n: '5' } }],
  },
  {
    name: 'cursor: from a header with a case-insensitive name',
    spec: { type: 'cursor', into: 'json', cursorParam: 'after', from: 'header', header: 'X-Next' },
    answers: [{ headers: { 'x-next': 'A' } }, { headers: {} }],
    patches: [{ json: {} }, { json: { after: 'A' } }],
  },
  {
    name: 'cursor: a number stays a number in a JSON body',
    spec: { type: 'cursor', into: 'json', cursorParam: 'after', sizeParam: 'n', size: 5, from: 'body', cursor: 'next' },
    answers: [{ envelope: { next: 17 } }, {}],
    patches: [{ json: { n: 5 } }, { json: { after: 17, n: 5 } }],
  },
  {
    name: 'cursor: from the last item',
    spec: { type: 'cursor', cursorParam: 'since', from: 'lastItem', cursor: 'id', stop: ['shortPage'], size: 10 },
    answers: [{ lastItem: { id: 9 } }, { lastItem: { id: 12 }, itemsSeen: 3 }],
    patches: [{ query: {} }, { query: { since: '9' } }],
  },
  {
    name: 'cursor: an object, and a list, as JSON in a query',
    spec: { type: 'cursor', cursorParam: 'after', from: 'body', cursor: 'next' },
    answers: [{ envelope: { next: { b: 1, a: [true, null] } } }, { envelope: { next: [7, 'x'] } }, {}],
    patches: [{ query: {} }, { query: { after: '{"b":1,"a":[true,null]}' } }, { query: { after: '[7,"x"]' } }],
  },
  {
    name: 'cursor: null on the first page, at a JSON pointer',
    spec: { type: 'cursor', into: 'json', cursorParam: '/variables/after', first: null, from: 'body', cursor: 'next' },
    answers: [{ envelope: { next: { id: 1 } } }, {}],
    patches: [{ json: { '/variables/after': null } }, { json: { '/variables/after': { id: 1 } } }],
  },
  {
    name: 'cursor: a first token, and the same token again at the end',
    spec: {
      type: 'cursor',
      into: 'header',
      cursorParam: 'X-Mark',
      first: '*',
      from: 'body',
      cursor: 'next',
      stop: ['repeatedToken'],
    },
    answers: [{ envelope: { next: 'a' } }, { envelope: { next: 'a' } }],
    patches: [{ headers: { 'X-Mark': '*' } }, { headers: { 'X-Mark': 'a' } }],
  },
  {
    name: 'cursor: one token for all pages',
    spec: { type: 'cursor', cursorParam: 's', from: 'body', cursor: 'id', stableToken: true, stop: ['emptyPage'] },
    answers: [{ envelope: { id: 's' } }, { envelope: { id: 's' } }, { envelope: { id: 's' }, itemsSeen: 0 }],
    patches: [{ query: {} }, { query: { s: 's' } }, { query: { s: 's' } }],
  },
  {
    name: 'cursor: from its own position and the page before',
    spec: { type: 'cursor', cursorParam: 'c', from: 'body', cursor: '$page.number < 3 ? $page.number * $page.count' },
    answers: [{}, {}, {}],
    patches: [{ query: {} }, { query: { c: '10' } }, { query: { c: '20' } }],
  },
  {
    name: 'cursor: without a parameter, the request places the position',
    spec: { type: 'cursor', from: 'body', cursor: 'next' },
    answers: [{ envelope: { next: 'a' } }, {}],
    patches: [{ query: {} }, { query: {} }],
  },
  {
    name: 'nextUrl: absolute, relative and query-only links',
    spec: { type: 'nextUrl', from: 'body', url: '_links.next.href' },
    answers: [
      { envelope: { _links: { next: { href: 'https://vendor.example/v1/things?page=1#top' } } } },
      { envelope: { _links: { next: { href: '/v1/things?page=2' } } } },
      { envelope: { _links: { next: { href: '?page=3' } } } },
      { envelope: { _links: {} } },
    ],
    patches: [
      { query: {} },
      { url: 'https://vendor.example/v1/things?page=1' },
      { url: 'https://vendor.example/v1/things?page=2' },
      { url: 'https://vendor.example/v1/things?page=3' },
    ],
  },
  {
    name: 'nextUrl: from the Link header, to another host (allowedHosts is checked by the caller)',
    spec: { type: 'nextUrl', from: 'linkHeader' },
    answers: [{ headers: { link: '<https://other.example/x>; rel="next"' } }, {}],
    patches: [{ query: {} }, { url: 'https://other.example/x' }],
  },
  {
    name: 'nextUrl: the size is added to links without it, and the rest of the link is unchanged',
    spec: { type: 'nextUrl', from: 'body', url: 'next', sizeParam: 'per page', size: 50 },
    answers: [
      { envelope: { next: '/x?f=a%2Fb+c' } },
      { envelope: { next: '/x?per%20page=20' } },
      { envelope: { next: '/x' } },
      {},
    ],
    patches: [
      { query: { 'per page': '50' } },
      { url: 'https://vendor.example/x?f=a%2Fb+c&per%20page=50' },
      { url: 'https://vendor.example/x?per%20page=20' },
      { url: 'https://vendor.example/x?per%20page=50' },
    ],
  },
];

describe('page requests', () => {
  test.each(ASKED)('$name', async ({ spec, answers, patches }) => {
    const walked = await walk(spec, answers);
    expect(walked.patches).toEqual(patches);
    expect(walked.step?.kind).toBe('done');
  });
});

const cursorBy = (cursor: string): Paginator => ({ type: 'cursor', cursorParam: 'c', from: 'body', cursor });
const linkBy = (url: string): Paginator => ({ type: 'nextUrl', from: 'body', url });

const REFUSED: readonly (readonly [string, Paginator, Partial<PageFacts>, object])[] = [
  [
    'a URI template',
    linkBy('n'),
    { envelope: { n: '/x{?page,size}' } },
    { code: 'NEXT_URL_REFUSED', details: { problem: 'is a URI template' } },
  ],
  [
    'no URL',
    linkBy('n'),
    { envelope: { n: 'http://[' } },
    { code: 'NEXT_URL_REFUSED', details: { problem: 'is not a URL' } },
  ],
  [
    'a script',
    linkBy('n'),
    { envelope: { n: 'javascript:1' } },
    { code: 'NEXT_URL_REFUSED', details: { problem: 'is not an http or https URL' } },
  ],
  [
    'a file',
    linkBy('n'),
    { envelope: { n: 'file:///etc/x' } },
    { code: 'NEXT_URL_REFUSED', details: { problem: 'is not an http or https URL' } },
  ],
  [
    'credentials',
    linkBy('n'),
    { envelope: { n: 'https://u:p@vendor.example/' } },
    { code: 'NEXT_URL_REFUSED', details: { problem: 'contains credentials' } },
  ],
  [
    'a list of links',
    linkBy('n'),
    { envelope: { n: ['/a', '/b'] } },
    { code: 'NEXT_URL_REFUSED', details: { problem: 'is not a text' } },
  ],
  [
    'in a broken header',
    { type: 'nextUrl', from: 'linkHeader' },
    { headers: { link: '</x>; rel="next' } },
    { code: 'NEXT_URL_REFUSED', details: { problem: 'is in a Link header with invalid syntax' } },
  ],
  [
    'a text with a NUL character',
    cursorBy('n'),
    { envelope: { n: { id: 'a\0' } } },
    { code: 'CURSOR_UNUSABLE', details: { problem: 'a text with invalid Unicode (it contains a NUL character)' } },
  ],
  [
    'true',
    cursorBy('n'),
    { envelope: { n: true } },
    { code: 'CURSOR_UNUSABLE', details: { problem: 'the boolean true' } },
  ],
];

test.each(REFUSED)('a token that is %s stops paging with an error', async (_name, spec, answer, outcome) => {
  const { step } = await walk(spec, [answer]);
  expect(step).toMatchObject({ kind: 'stuck', at: null, ...outcome });
});

test.each([null, '', false, [], {}])('a token that is %j means that there is no next page', async (next) => {
  expect((await walk(cursorBy('n'), [{ envelope: { n: next } }])).step).toMatchObject({
    kind: 'done',
    truncated: false,
  });
});

test('without a paginator there is one page', async () => {
  const paginator = compilePaginator();
  expect(await paginator.advance(paginator.first(), createPage({ itemsSeen: 3 }))).toEqual({
    kind: 'done',
    because: 'singlePage',
    truncated: false,
    read: 3,
  });
});

test('page expressions see the given bindings', async () => {
  const spec = cursorBy('$settings.prefix & id');
  const { patches } = await walk(spec, [{ envelope: { id: 7 }, bindings: { settings: { prefix: 'p-' } } }]);
  expect(patches[1]).toEqual({ query: { c: 'p-7' } });
});

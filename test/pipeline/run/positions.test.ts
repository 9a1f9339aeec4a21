import { expect, test } from 'vitest';
import type { RequestSpec } from '../../../engine/manifest/types.generated.ts';
import { createFolder, readRecords } from './folder.ts';
import { type Answer, createSmallManifest, startSmallVendor } from './small-vendor.ts';
import { runSync } from './sync.ts';
import { type Asked, idsTo, readAsked, syncThings, toItems } from './sync-things.ts';

const REFUSED: Answer = { status: 400, json: { error: 'bad position' } };

/** Vendor of five items, two per page, at opaque tokens; anything but the exact next token is refused. */
function tokenVendor(
  tokens: readonly string[],
  read: (asked: Asked) => string | undefined,
  next = (token: string) => token,
) {
  return (asked: Asked): Answer => {
    const token = read(asked);
    const page = token === undefined ? 0 : tokens.indexOf(token) + 1;
    if (token !== undefined && page === 0) return REFUSED;
    const items = toItems(page * 2, Math.min(5, page * 2 + 2)).map(({ id }) => `{"id":"${id}"}`);
    const following = tokens[page];
    return { text: `{"items":[${items}],"next":${following === undefined ? 'null' : next(following)}}` };
  };
}

test('a GraphQL cursor is a variable of the body, null on the first page', async () => {
  const bodies: unknown[] = [];
  const { ids, report } = await syncThings(
    {
      request: {
        method: 'POST',
        path: '/graphql',
        repeatable: true,
        json: { query: 'query($first: Int, $after: String) {…}', variables: { first: 3, after: '{{page.position}}' } },
      },
      records: 'data.items.nodes',
      paginator: {
        type: 'cursor',
        from: 'body',
        cursor: 'data.items.pageInfo.hasNextPage ? data.items.pageInfo.endCursor',
      },
    },
    ({ text }) => {
      const { variables } = JSON.parse(text) as { variables: { first: number; after: string | null } };
      bodies.push(variables);
      const from = variables.after === null ? 0 : Number(atob(variables.after));
      const pageInfo = { hasNextPage: from + 3 < 7, endCursor: btoa(`${Math.min(7, from + 3)}`) };
      return { json: { data: { items: { nodes: toItems(from, Math.min(7, from + 3)), pageInfo } } } };
    },
  );
  expect(report.error).toBeNull();
  expect(ids).toEqual(idsTo(7));
  expect(bodies).toEqual([
    { first: 3, after: null },
    { first: 3, after: btoa('3') },
    { first: 3, after: btoa('6') },
  ]);
});

test.each([
  ['by a pointer', { into: 'json', cursorParam: '/page/token', first: null } as const, { page: { size: 2 } }],
  ['by a template', {}, { page: { size: 2, token: '{{page.position}}' } }],
])('tokens with + / = in a POST body, null first and "" at the end: %s', async (_name, place, json) => {
  const tokens = ['a+/b=', '+/==', '%2B&x=1'];
  const { ids, report, seen } = await syncThings(
    {
      request: { method: 'POST', path: '/search', repeatable: true, json },
      records: 'items',
      paginator: { type: 'cursor', from: 'body', cursor: 'next', ...place },
    },
    ({ text }) => {
      const { page } = JSON.parse(text) as { page: { size: number; token: string | null } };
      const at = page.token === null ? 0 : tokens.indexOf(page.token) + 1;
      if (page.size !== 2 || (page.token !== null && at === 0)) return REFUSED;
      return { json: { items: toItems(at * 2, Math.min(7, at * 2 + 2)), next: tokens[at] ?? '' } };
    },
  );
  expect(report.error).toBeNull();
  expect(ids).toEqual(idsTo(7));
  expect(JSON.parse(seen[0]?.text ?? '')).toEqual({ page: { size: 2, token: null } });
});

const NUMBERS = ['1790000000123456789', '1790000000123456791'];

test.each([
  ['as a parameter', { into: 'json', cursorParam: 'after' } as const, {}],
  ['as a template', { first: 0 }, { after: '{{page.position}}' }],
])('a token of 19 digits stays the number it was, in a JSON body %s', async (_name, place, json) => {
  const read = ({ text }: Asked) => {
    const [, after] = /"after":(-?\d+)/.exec(text) ?? [];
    if (text.includes('"after":"')) return 'text';
    return after === '0' ? undefined : after;
  };
  const { ids, report } = await syncThings(
    {
      request: { method: 'POST', path: '/search', repeatable: true, json },
      records: 'items',
      paginator: { type: 'cursor', from: 'body', cursor: 'next', ...place },
    },
    tokenVendor(NUMBERS, read),
  );
  expect(report.error).toBeNull();
  expect(ids).toEqual(idsTo(5));
});

test('a text of 19 digits stays a text', async () => {
  const { ids } = await syncThings(
    {
      request: { method: 'POST', path: '/search', repeatable: true, json: {} },
      records: 'items',
      paginator: { type: 'cursor', from: 'body', cursor: 'next', into: 'json', cursorParam: 'after' },
    },
    tokenVendor(
      NUMBERS,
      ({ text }) => /"after":"(\d+)"/.exec(text)?.[1] ?? (text === '{}' ? undefined : 'no text'),
      JSON.stringify,
    ),
  );
  expect(ids).toEqual(idsTo(5));
});

test('numbers inside a token keep their digits: a list of sort values', async () => {
  const tokens = ['[1790000000123456789,"a"]', '[1790000000123456790,"b"]'];
  const { ids } = await syncThings(
    {
      request: { method: 'POST', path: '/_search', repeatable: true, json: { size: 2 } },
      records: 'items',
      paginator: { type: 'cursor', from: 'body', cursor: 'next', into: 'json', cursorParam: 'search_after' },
    },
    tokenVendor(tokens, ({ text }) => /"search_after":(\[.*\])/.exec(text)?.[1]),
  );
  expect(ids).toEqual(idsTo(5));
});

test.each([
  [
    'an object in a body',
    { request: { method: 'POST', path: '/q', repeatable: true, json: {} }, into: 'json' } as const,
    ({ text }: Asked) => JSON.stringify((JSON.parse(text) as { start?: unknown }).start),
  ],
  ['an object in the query', { request: { path: '/q' } }, ({ query }: Asked) => query['start']],
  [
    'an object in a header',
    { request: { path: '/q' }, into: 'header' } as const,
    ({ headers }: Asked) => headers['start'] as string | undefined,
  ],
])('%s', async (_name, { request, ...place }, read) => {
  const tokens = ['{"id":{"S":"7"},"n":1}', '{"id":{"S":"9"},"n":2}'];
  const { ids } = await syncThings(
    {
      request: request as RequestSpec,
      records: 'items',
      paginator: { type: 'cursor', from: 'body', cursor: 'next', cursorParam: 'start', ...place },
    },
    tokenVendor(tokens, read),
  );
  expect(ids).toEqual(idsTo(5));
});

test('a token in a header', async () => {
  const { ids } = await syncThings(
    {
      request: { path: '/q' },
      records: 'items',
      paginator: { type: 'cursor', from: 'body', cursor: 'next', into: 'header', cursorParam: 'X-Next-Token' },
    },
    tokenVendor(['a/b=', 'c'], ({ headers }) => headers['x-next-token'] as string | undefined, JSON.stringify),
  );
  expect(ids).toEqual(idsTo(5));
});

test('a token in the path', async () => {
  const { ids, seen } = await syncThings(
    {
      request: { path: '/pages/{{default page.position "start"}}' },
      records: 'items',
      paginator: { type: 'cursor', from: 'body', cursor: 'next' },
    },
    tokenVendor(
      ['a/b', 'c'],
      ({ path }) => (path === '/pages/start' ? undefined : decodeURIComponent(path.slice(7))),
      JSON.stringify,
    ),
  );
  expect(ids).toEqual(idsTo(5));
  expect(seen.map(({ path }) => path)).toEqual(['/pages/start', '/pages/a%2Fb', '/pages/c']);
});

test('a page number in the path', async () => {
  const { ids } = await syncThings(
    {
      request: { path: '/pages/{{page.position}}' },
      records: 'items',
      paginator: { type: 'pageNumber', firstPage: 1, stop: ['emptyPage'] },
    },
    ({ path }) => {
      const from = (Number(path.slice(7)) - 1) * 2;
      return { json: { items: toItems(from, Math.min(5, from + 2)) } };
    },
  );
  expect(ids).toEqual(idsTo(5));
});

test('a position of several parameters at once', async () => {
  const { ids, seen } = await syncThings(
    {
      request: {
        path: '/q',
        query: {
          at: { value: '{{page.position.at}}', when: 'page.position' },
          id: { value: '{{page.position.id}}', when: 'page.position' },
        },
      },
      records: 'items',
      paginator: { type: 'cursor', from: 'lastItem', cursor: '{ "at": at, "id": id }' },
    },
    ({ query }) => {
      const rows = [3, 3, 3, 4, 4].map((at, index) => ({ at, id: `${index + 1}` }));
      const rest = rows.filter(({ at, id }) => {
        const [sentAt, sentId] = [Number(query['at'] ?? 0), query['id'] ?? ''];
        return at > sentAt || (at === sentAt && id > sentId);
      });
      return { json: { items: rest.slice(0, 2) } };
    },
  );
  expect(ids).toEqual(idsTo(5));
  expect(seen[1]?.query).toEqual({ at: '3', id: '2' });
});

test('the previous page is visible in the request', async () => {
  const { ids, seen } = await syncThings(
    {
      request: {
        path: '/q',
        query: {
          page: '{{page.number}}',
          session: { value: '{{page.previous.body.meta.session}}', when: 'page.previous' },
          etag: { value: '{{page.previous.headers.etag}}-{{page.previous.position}}', when: 'page.previous' },
        },
      },
      records: 'items',
      paginator: { type: 'pageNumber', stop: ['emptyPage'] },
    },
    ({ query }) => {
      const page = Number(query['page']) - 1;
      const items = toItems(page * 2, Math.min(5, page * 2 + 2));
      return { headers: { etag: `e${page}` }, json: { items, meta: { session: `s${page}` } } };
    },
  );
  expect(ids).toEqual(idsTo(5));
  expect(seen.map(({ query }) => query)).toEqual([
    { page: '1' },
    { page: '2', session: 's0', etag: 'e0-0' },
    { page: '3', session: 's1', etag: 'e1-1' },
    { page: '4', session: 's2', etag: 'e2-2' },
  ]);
});

test('error rules see the page: the vendor answers 404 after the last one', async () => {
  const { ids, report } = await syncThings(
    {
      request: { path: '/q' },
      records: 'items',
      paginator: { type: 'pageNumber', pageParam: 'p', stop: ['nextAbsent', 'emptyPage'] },
      errors: [{ status: [404], when: 'page.number > 1', action: 'endOfPages' }],
    },
    ({ query }) => {
      const from = Number(query['p']) * 2;
      return from < 4 ? { json: { items: toItems(from, from + 2) } } : { status: 404, json: {} };
    },
  );
  expect(report.error).toBeNull();
  expect(ids).toEqual(idsTo(4));
});

test('a GraphQL cursor by pointers: the size and the cursor, which is null at the end', async () => {
  const { ids, seen } = await syncThings(
    {
      request: {
        method: 'POST',
        path: '/graphql',
        repeatable: true,
        json: { query: '{…}', variables: { open: true } },
      },
      records: 'data.items.nodes',
      paginator: {
        type: 'cursor',
        into: 'json',
        cursorParam: '/variables/after',
        first: null,
        sizeParam: '/variables/first',
        size: 3,
        from: 'body',
        cursor: 'data.items.pageInfo.endCursor',
      },
    },
    ({ text }) => {
      const { variables } = JSON.parse(text) as { variables: { first: number; after: string | null } };
      const from = variables.after === null ? 0 : Number(variables.after);
      const nodes = toItems(from, Math.min(7, from + variables.first));
      return { json: { data: { items: { nodes, pageInfo: { endCursor: from + 3 < 7 ? `${from + 3}` : null } } } } };
    },
  );
  expect(ids).toEqual(idsTo(7));
  expect(JSON.parse(seen[0]?.text ?? '')).toEqual({ query: '{…}', variables: { open: true, first: 3, after: null } });
});

test('issues per target: null for empty targets, and one target that is refused', async () => {
  const tokens = ['a+/b=', '=+/'];
  const vendor = await startSmallVendor(async (_target, request) => {
    const { path, text } = await readAsked(request);
    if (path === '/targets') return { json: { targets: [{ id: 'full' }, { id: 'empty' }, { id: 'refused' }] } };
    const [, , target] = path.split('/');
    if (target === 'refused') return { status: 403, json: {} };
    if (target === 'empty') return { json: { issues: null, next: '' } };
    const { page } = JSON.parse(text) as { page: { token: string | null } };
    const at = page.token === null ? 0 : tokens.indexOf(page.token) + 1;
    return { json: { issues: toItems(at * 2, Math.min(5, at * 2 + 2)), next: tokens[at] ?? '' } };
  });
  const to = await createFolder();
  const connector = createSmallManifest(
    {
      targets: { request: { path: '/targets' }, records: 'targets', key: ['id'] },
      issues: {
        partitions: [{ parent: 'targets', as: 'target' }],
        request: {
          method: 'POST',
          path: '/targets/{{target.id}}/issues',
          repeatable: true,
          json: { page: { token: '{{page.position}}' } },
        },
        records: 'issues',
        absentWhen: 'issues = null',
        key: ['id'],
        paginator: { type: 'cursor', from: 'body', cursor: 'next' },
      },
    },
    { findings: 'issues' },
  );
  const report = await runSync({ connector, vendor, to });
  expect(report.error).toBeNull();
  expect(report.warnings.map(({ code }) => code)).toEqual(['PARTITION_SKIPPED']);
  const records = await readRecords(to, 'findings.ndjson');
  expect(records.map((record) => record['externalFindingId'])).toEqual(idsTo(5));
});

test('expressions place the position with its type, and leave it out where there is none', async () => {
  const { ids, seen } = await syncThings(
    {
      request: {
        method: 'POST',
        path: '/search',
        repeatable: true,
        query: { page: { expr: 'page.number > 1 ? page.number' } },
        headers: { 'X-Size': { expr: 'page.size' } },
        json: { from: { expr: 'page.position ? [page.position] : []' }, more: { expr: 'page.previous.body.next' } },
      },
      records: 'items',
      paginator: { type: 'cursor', from: 'body', cursor: 'next', size: 2 },
    },
    tokenVendor(NUMBERS, ({ text }) => /"from":\[(\d+)\]/.exec(text)?.[1]),
  );
  expect(ids).toEqual(idsTo(5));
  expect(seen.map(({ query, headers, text }) => [query['page'], headers['x-size'], text])).toEqual([
    [undefined, '2', '{"from":[]}'],
    ['2', '2', `{"from":[${NUMBERS[0]}],"more":${NUMBERS[0]}}`],
    ['3', '2', `{"from":[${NUMBERS[1]}],"more":${NUMBERS[1]}}`],
  ]);
});

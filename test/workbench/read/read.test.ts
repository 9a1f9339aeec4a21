import { expect, test } from 'vitest';
import type { Manifest } from '../../../engine/index.ts';
import { compileConnector, createPorts } from '../../../engine/index.ts';
import { createExchangeTap, readStreamSample, type TestRead } from '../../../engine/workbench/read/index.ts';
import { createSmallManifest, type Script, startSmallVendor } from '../../pipeline/run/small-vendor.ts';

const PAGED: NonNullable<Manifest['streams'][string]['paginator']> = {
  type: 'pageNumber',
  pageParam: 'page',
  firstPage: 1,
  size: 2,
  stop: ['shortPage'],
};
const STREAMS: Manifest['streams'] = {
  apps: { request: { path: '/apps' }, records: 'items', key: ['id'], paginator: { type: 'none' } },
  issues: {
    request: { path: '/apps/{{app.id}}/issues' },
    records: 'items',
    key: ['id'],
    partitions: [{ parent: 'apps', as: 'app' }],
    paginator: PAGED,
  },
};

const APPS = { items: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] };
const serveIssues: Script = (target) => {
  if (target === '/apps') return { json: APPS };
  const { pathname, searchParams } = new URL(target, 'http://vendor');
  const [, , app] = pathname.split('/');
  if (app === 'b') return { status: 403, json: { message: 'no' } };
  const page = Number(searchParams.get('page'));
  return { json: { items: page < 3 ? [{ id: `${app}${page}x` }, { id: `${app}${page}y` }] : [{}] } };
};

interface Try {
  readonly manifest: Manifest;
  readonly stream: string;
  readonly script: Script;
  readonly settings?: Readonly<Record<string, string>>;
  readonly limits?: { readonly partitions?: number; readonly pages?: number; readonly items?: number };
}

async function read({ manifest, stream, script, settings = {}, limits = {} }: Try): Promise<TestRead> {
  const vendor = await startSmallVendor(script);
  const ports = createPorts({ allowPrivate: true });
  const tap = createExchangeTap(() => connector, ports, { bodyBytes: 100 });
  const connector = await compileConnector(manifest, {
    settings: { ...vendor.config.settings, ...settings },
    streams: [stream],
    learn: ({ values }) => tap.learn(Object.values(values)),
  });
  try {
    const signal = new AbortController().signal;
    return await readStreamSample(connector, stream, {
      tap,
      signal,
      limits: { partitions: 9, pages: 9, items: 9, ...limits },
    });
  } finally {
    await ports.close();
  }
}

const manifest = createSmallManifest(STREAMS, { findings: 'issues' });

test('shows the pages of the stream and the first page of its parent', async () => {
  const result = await read({ manifest, stream: 'issues', script: serveIssues });
  expect(
    result.pages.map(({ stream, partition, page, found, next, stopped }) => [
      stream,
      partition,
      page,
      found,
      next,
      stopped,
    ]),
  ).toEqual([
    ['apps', '', 1, 3, undefined, 'the stream has no paginator'],
    ['issues', 'a', 1, 2, 2, undefined],
    ['issues', 'a', 2, 2, 3, undefined],
    ['issues', 'a', 3, 1, undefined, 'the page has fewer items than its size (shortPage)'],
    ['issues', 'b', 1, 0, undefined, 'the partition was skipped: HTTP 403'],
    ['issues', 'c', 1, 2, 2, undefined],
    ['issues', 'c', 2, 2, 3, undefined],
    ['issues', 'c', 3, 1, undefined, 'the page has fewer items than its size (shortPage)'],
  ]);
  expect(result).toMatchObject({ stream: 'issues', partitions: 3, limited: false });
  expect(result.pages.filter(({ skipped }) => skipped).map(({ partition }) => partition)).toEqual(['b']);
  const [, first, , last] = result.pages;
  expect(first?.items).toEqual([{ id: 'a1x' }, { id: 'a1y' }]);
  expect(first?.scope).toMatchObject({ app: { id: 'a' } });
  expect(first?.records.map(({ entity, record }) => [entity, record['externalFindingId']])).toEqual([
    ['finding', 'a1x'],
    ['finding', 'a1y'],
  ]);
  expect(last?.rejects).toMatchObject([{ entity: 'finding', code: 'FIELD_MISSING' }]);
  expect(first?.exchanges).toMatchObject([
    {
      request: { method: 'GET', url: expect.stringMatching(/\/apps\/a\/issues\?page=1$/) },
      response: { status: 200, cut: false },
    },
  ]);
});

test('limits partitions, pages and items, and states it', async () => {
  const limits = { partitions: 1, pages: 1, items: 1 };
  const result = await read({ manifest, stream: 'issues', script: serveIssues, limits });
  expect(result).toMatchObject({ partitions: 1, limited: true, unfinished: [] });
  expect(new Set(result.reached)).toEqual(new Set(['partitions', 'pages', 'items']));
  const own = result.pages.filter(({ stream }) => stream === 'issues');
  expect(own).toMatchObject([
    { partition: 'a', found: 2, items: [{ id: 'a1x' }], next: 2, stopped: 'the limit of pages was reached' },
  ]);
});

test('a failed page shows what was sent and received', async () => {
  const script: Script = (target) =>
    target === '/apps' ? { json: APPS } : { status: 400, json: { message: 'page must be < 1' } };
  const result = await read({ manifest, stream: 'issues', script });
  expect(result.error).toMatchObject({
    stream: 'issues',
    partition: 'a',
    code: 'REQUEST_REFUSED',
    exchanges: [{ request: { method: 'GET' }, response: { status: 400, body: '{"message":"page must be < 1"}' } }],
  });
});

const LOGIN = createSmallManifest(
  { things: { request: { path: '/things' }, records: 'items', key: ['id'], paginator: { type: 'none' } } },
  {
    findings: 'things',
    settings: {
      type: 'object',
      required: ['url', 'key'],
      properties: {
        url: { type: 'string', format: 'uri', title: 'URL' },
        key: { type: 'string', title: 'Key', writeOnly: true },
      },
    },
    auth: {
      type: 'session',
      login: [
        {
          request: { method: 'POST', path: '/login', json: { pass: '{{settings.key}}' } },
          capture: { ticket: 'admission' },
        },
      ],
      inject: { into: 'header', name: 'X-Ticket', value: '{{session.ticket}}' },
    },
  },
);
const KEY = 'k3y-of-the-account';
const TICKET = 'ticket-0123456789';

test.each([
  ['in a body that is shown whole', ''],
  ['across the end of the shown body', 'x'.repeat(70)],
])('neither settings nor session values are shown, %s', async (_, padding) => {
  const script: Script = (target, { headers }) => {
    if (target === 'POST /login')
      return { json: { padding, admission: TICKET, password: 'pa55word-x', other: 'uncaptured-0123' } };
    return { json: { items: [{ id: String(headers['x-ticket']) }], echo: `${padding} ${KEY} ${TICKET}` } };
  };
  const result = await read({ manifest: LOGIN, stream: 'things', script, settings: { key: KEY } });
  const text = JSON.stringify(result);
  expect(result.error).toBeUndefined();
  expect(result.pages[0]?.exchanges).toHaveLength(2);
  for (const secret of [KEY, TICKET, TICKET.slice(0, 9), 'pa55word-x', 'uncaptured'])
    expect(text).not.toContain(secret);
});

test('a refused login shows its exchange', async () => {
  const script: Script = () => ({ status: 401, json: { message: `wrong key ${KEY}` } });
  const result = await read({ manifest: LOGIN, stream: 'things', script, settings: { key: KEY } });
  expect(result.error).toMatchObject({
    code: 'AUTH_REJECTED',
    exchanges: [
      { request: { body: '{"pass":"[secret]"}' }, response: { status: 401, body: '{"message":"wrong key [secret]"}' } },
    ],
  });
});

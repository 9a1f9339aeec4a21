import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../engine/base/json/index.ts';
import { parseManifest } from '../../../engine/manifest/index.ts';
import {
  checkImport,
  importObserved,
  type ObservedSource,
  readCurl,
  readHar,
  readPostman,
} from '../../../engine/workbench/import/index.ts';
import { runCase } from '../../../engine/workbench/replay/index.ts';
import { entry, harOf, SECRETS, VISIT } from './exchanges.ts';

const importSource = async (source: ObservedSource) => {
  const checked = checkImport(await importObserved(source, { id: 'acme', title: 'Acme', source: 'a HAR file' }));
  const { manifest } = checked;
  if (!manifest) throw new Error(`nothing was imported: ${JSON.stringify(checked.report)}`);
  return { ...checked, manifest };
};

const importHar = (text: string) => importSource({ exchanges: readHar(text, 'a.har') });

const importCurl = (text: string) => importSource(readCurl(text));

const [TOKEN, PASSWORD, SID, , KEY] = SECRETS;

describe('a recorded visit', async () => {
  const imported = await importHar(VISIT);
  const { manifest, cases, report } = imported;

  test('gives a valid manifest without warnings', () => {
    expect(parseManifest(JSON.stringify(imported.draft)).issues).toEqual([]);
  });

  test('gives the login, whose credentials are settings', () => {
    expect(manifest.auth).toEqual({
      type: 'session',
      login: [
        {
          request: {
            method: 'POST',
            path: '/auth/login',
            repeatable: true,
            json: { email: '{{settings.email}}', password: '{{settings.password}}' },
          },
          capture: { token: 'data.token' },
        },
      ],
      inject: { into: 'header', name: 'Authorization', value: 'Bearer {{session.token}}' },
    });
    expect(manifest.settings.properties).toMatchObject({
      password: { writeOnly: true },
      base_url: { default: 'https://api.acme.example' },
    });
  });

  test('gives the streams with the paginators that two pages show, and the partition', () => {
    expect(manifest.streams).toMatchObject({
      projects: {
        request: { path: '/v1/projects', headers: { 'X-Api-Version': '2' } },
        records: 'projects',
        key: ['id'],
        paginator: { type: 'pageNumber', pageParam: 'page', sizeParam: 'per_page', size: 2 },
      },
      issues: {
        request: { path: '/v1/projects/{{project.id}}/issues', query: { state: 'open' } },
        partitions: [{ parent: 'projects', as: 'project' }],
        paginator: {
          type: 'cursor',
          cursorParam: 'cursor',
          from: 'body',
          cursor: 'next_cursor',
          note: 'inferred from two pages: cursor of the second request is next_cursor of the first response',
        },
      },
    });
    expect(manifest.streams['projects']?.request).not.toHaveProperty('query');
  });

  test('gives recorded cases that replay', async () => {
    expect(cases.map(({ name }) => name)).toEqual(['projects', 'issues']);
    for (const { recording } of cases) {
      const { report: replayed, unused, outcome } = await runCase(manifest, recording);
      expect([replayed.error, unused]).toEqual([null, []]);
      expect(Object.values(outcome.records ?? {}).flat()).toHaveLength(3);
    }
  });

  test('reports what is left out', () => {
    expect(report.notTranslated.map(({ part, reason }) => `${part}: ${reason}`)).toEqual([
      'GET https://telemetry.other.example: another host than https://api.acme.example',
      'GET /v1/me: the response contains no list of objects',
    ]);
  });
});

test.each(SECRETS)('the secret %s is nowhere', async (secret) => {
  const { draft, cases, report } = await importHar(VISIT);
  expect(JSON.stringify({ draft, cases, report })).not.toContain(secret);
});

const list = (from: number, rest: JsonObject = {}): Json => ({
  data: [{ id: `k-${from}` }, { id: `k-${from + 1}` }],
  ...rest,
});
const URL_OF = 'https://api.acme.example/things';

test.each<[name: string, entries: JsonObject[], paginator: object]>([
  [
    'page numbers from 0',
    [entry(`GET ${URL_OF}?page=0`, list(1)), entry(`GET ${URL_OF}?page=1`, list(3))],
    { type: 'pageNumber', pageParam: 'page', firstPage: 0, stop: ['emptyPage'] },
  ],
  [
    'a page number that the first request lacks',
    [entry(`GET ${URL_OF}`, list(1)), entry(`GET ${URL_OF}?page=2`, list(3))],
    { type: 'pageNumber', firstPage: 1 },
  ],
  [
    'an offset',
    [entry(`GET ${URL_OF}?skip=0&take=2`, list(1)), entry(`GET ${URL_OF}?skip=2&take=2`, list(3))],
    { type: 'offset', offsetParam: 'skip', limitParam: 'take', limit: 2 },
  ],
  [
    'a parameter with any name',
    [entry(`GET ${URL_OF}`, list(1, { meta: { more: 'abc123' } })), entry(`GET ${URL_OF}?c=abc123`, list(3))],
    { type: 'cursor', cursorParam: 'c', from: 'body', cursor: 'meta.more' },
  ],
  [
    'the last item',
    [entry(`GET ${URL_OF}`, list(1)), entry(`GET ${URL_OF}?starting_after=k-2`, list(3))],
    { type: 'cursor', cursorParam: 'starting_after', from: 'lastItem', cursor: 'id' },
  ],
  [
    'a response header',
    [
      entry(`GET ${URL_OF}`, list(1), { response: { 'X-Next': 'abcdef' } }),
      entry(`GET ${URL_OF}?cursor=abcdef`, list(3)),
    ],
    { type: 'cursor', from: 'header', header: 'x-next' },
  ],
  [
    'a Link header',
    [
      entry(`GET ${URL_OF}`, list(1), { response: { Link: `<${URL_OF}?after=x1>; rel="next"` } }),
      entry(`GET ${URL_OF}?after=x1`, list(3)),
    ],
    { type: 'nextUrl', from: 'linkHeader' },
  ],
  [
    'a link in the body',
    [entry(`GET ${URL_OF}`, list(1, { links: { next: '/things?z=2' } })), entry(`GET ${URL_OF}?z=2`, list(3))],
    { type: 'nextUrl', from: 'body', url: 'links.next' },
  ],
  [
    'a member of a JSON body',
    [
      entry(`POST ${URL_OF}/search`, list(1, { next: 'tok1' }), {
        post: '{"filter":{"a":1},"paging":{"cursor":null}}',
      }),
      entry(`POST ${URL_OF}/search`, list(3), { post: '{"filter":{"a":1},"paging":{"cursor":"tok1"}}' }),
    ],
    { type: 'cursor', into: 'json', cursorParam: '/paging/cursor', from: 'body', cursor: 'next' },
  ],
  [
    'one page with a token',
    [entry(`GET ${URL_OF}?page_token=`, list(1, { next_page_token: 'x' }))],
    { type: 'cursor', cursorParam: 'page_token', cursor: 'next_page_token' },
  ],
])('paginator from %s', async (_name, entries, paginator) => {
  const { manifest, cases } = await importHar(harOf(...entries));
  const [stream] = Object.values(manifest.streams);
  expect(Object.keys(manifest.streams)).toHaveLength(1);
  expect(stream?.paginator).toMatchObject(paginator);
  expect(cases).toHaveLength(1);
});

test('a token request gives OAuth 2.0', async () => {
  const token = entry(
    'POST https://login.acme.example/oauth/token',
    { access_token: TOKEN, expires_in: 60 },
    {
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      post: `grant_type=client_credentials&client_id=me&client_secret=${PASSWORD}&scope=a+b&audience=acme`,
    },
  );
  const { manifest, cases } = await importHar(
    harOf(token, entry(`GET ${URL_OF}`, list(1)), entry(`GET ${URL_OF}?page=2`, list(3))),
  );
  expect(manifest.auth).toEqual({
    ...{ type: 'oauth2', grant: 'client_credentials', tokenUrl: 'https://login.acme.example/oauth/token' },
    ...{
      clientId: '{{settings.client_id}}',
      clientSecret: '{{settings.client_secret}}',
      scopes: ['a', 'b'],
      parameters: { audience: 'acme' },
    },
  });
  expect(cases).toHaveLength(1);
});

test.each<[name: string, command: string, auth: object, request: object]>([
  [
    'Chrome (bash)',
    `curl 'https://api.acme.example/things?a=1' \\\n  -H 'accept: application/json' \\\n  -H 'authorization: Bearer ${TOKEN}' \\\n  -H 'sec-fetch-mode: cors' \\\n  -b 'sid=${SID}'`,
    { type: 'bearer', token: '{{settings.api_token}}' },
    { path: '/things', query: { a: '1' } },
  ],
  [
    'Chrome (bash), a body with escapes',
    `curl 'https://api.acme.example/search' -H 'content-type: application/json' --data-raw $'{"q":"it\\'s \\u0021"}'`,
    { type: 'none' },
    { method: 'POST', json: { q: "it's !" } },
  ],
  [
    'Chrome (cmd)',
    `curl ^"https://api.acme.example/search?x=1^&y=2^" ^\r\n  -H ^"x-api-key: ${KEY}^" ^\r\n  --data-raw ^"^{^\\^"q^\\^":^\\^"a^\\^"^}^"`,
    { type: 'apiKey', into: 'header', name: 'x-api-key', value: '{{settings.api_key}}' },
    { method: 'POST', query: { x: '1', y: '2' }, json: { q: 'a' } },
  ],
  [
    'a user and a password',
    `curl -sS -u me:${PASSWORD} https://api.acme.example/things`,
    { type: 'basic', username: '{{settings.username}}', password: '{{settings.password}}' },
    { path: '/things' },
  ],
  [
    'a user and a password in the URL, with percent signs that encode nothing',
    `curl 'https://me%:%zz${PASSWORD}@api.acme.example/things'`,
    { type: 'basic', username: '{{settings.username}}', password: '{{settings.password}}' },
    { path: '/things' },
  ],
  [
    'a key as the user',
    `curl https://api.acme.example/things -u ${KEY}:`,
    { type: 'basic', username: '{{settings.api_key}}', password: '{{default settings.password ""}}' },
    {},
  ],
  ['digest', `curl --digest -u me:${PASSWORD} https://api.acme.example/things`, { type: 'digest' }, {}],
  [
    'a scheme of its own',
    `curl https://api.acme.example/things -H "Authorization: Token token=${KEY}"`,
    { type: 'apiKey', name: 'Authorization', value: 'Token token={{settings.api_key}}' },
    {},
  ],
  [
    'a key in the URL',
    `curl "https://api.acme.example/things?api_key=${KEY}&b=2"`,
    { type: 'apiKey', into: 'query', name: 'api_key' },
    { query: { b: '2' } },
  ],
  [
    'two keys',
    `curl https://api.acme.example/things -H 'X-App-Key: ${KEY}' -H 'X-Api-Key: ${TOKEN}'`,
    {
      type: 'all',
      auths: [
        { name: 'X-App-Key', value: '{{settings.app_key}}' },
        { name: 'X-Api-Key', value: '{{settings.api_key}}' },
      ],
    },
    {},
  ],
  [
    'cookies only',
    `curl https://api.acme.example/things -b 'sid=${SID}; theme=dark'`,
    { type: 'apiKey', into: 'header', name: 'Cookie', value: '{{settings.cookie}}' },
    {},
  ],
  [
    'an AWS signature',
    `curl https://hub.acme.example/things -H 'Authorization: AWS4-HMAC-SHA256 Credential=${KEY}/20260101/eu-west-1/hub/aws4_request, SignedHeaders=host, Signature=abc'`,
    { type: 'awsSigV4', region: 'eu-west-1', service: 'hub' },
    {},
  ],
  [
    'a form, -G and attached options',
    `curl -XGET -G https://api.acme.example/things -d a=1 --data-urlencode 'q=b c'`,
    { type: 'none' },
    { query: { a: '1', q: 'b c' } },
  ],
  ['no scheme, and a pipe', `$ curl -s localhost:8080/things | jq .`, { type: 'none' }, { path: '/things' }],
])('curl: %s', async (_name, command, auth, request) => {
  const { manifest, draft, report } = await importCurl(command);
  const [stream] = Object.values(manifest.streams);
  expect(manifest.auth).toMatchObject(auth);
  expect(stream?.request).toMatchObject(request);
  expect(stream).toMatchObject({ records: '$', note: expect.stringContaining('lack of a response') });
  for (const secret of SECRETS) expect(JSON.stringify({ draft, report })).not.toContain(secret);
});

test('a header of any length is read in linear time', async () => {
  const first = entry(`GET ${URL_OF}?page=1`, list(1), { response: { Link: '<'.repeat(200_000) } });
  const { manifest } = await importHar(harOf(first, entry(`GET ${URL_OF}?page=2`, list(3))));
  expect(manifest.streams['things']?.paginator).toMatchObject({ type: 'pageNumber' });
});

test('a member whose value repeats is no key', async () => {
  const { manifest } = await importHar(
    harOf(
      entry(`GET ${URL_OF}`, {
        data: [
          { id: 1, uuid: 'a' },
          { id: 1, uuid: 'b' },
        ],
      }),
    ),
  );
  expect(manifest.streams['things']?.key).toEqual(['uuid']);
});

test('several curl commands are several streams', async () => {
  const { manifest } = await importCurl(
    `curl https://a.example/users -H 'X-Key: ${KEY}'\ncurl https://a.example/groups -H 'X-Key: ${KEY}'`,
  );
  expect(Object.keys(manifest.streams)).toEqual(['users', 'groups']);
});

const collection = (rest: JsonObject): string =>
  JSON.stringify({
    info: { name: 'Acme API', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
    variable: [
      { key: 'base', value: 'https://api.acme.example/v1' },
      { key: 'token', value: TOKEN },
    ],
    ...rest,
  });

test('a Postman collection gives its lists, with the authentication of folders', async () => {
  const text = collection({
    auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{token}}' }] },
    item: [
      {
        name: 'Projects',
        item: [
          {
            name: 'List projects',
            request: { method: 'GET', url: { raw: '{{base}}/projects?limit=50&offset=0' } },
            response: [{ name: 'ok', code: 200, header: [], body: '{"projects":[{"id":1}],"total":1}' }],
          },
          { name: 'List issues', request: { method: 'GET', url: '{{base}}/projects/:projectId/issues?q={{query}}' } },
          { name: 'Get project', request: { method: 'GET', url: '{{base}}/projects/:projectId' } },
          {
            name: 'Create project',
            request: { method: 'POST', url: '{{base}}/projects', body: { mode: 'raw', raw: '{"name":"x"}' } },
          },
        ],
      },
    ],
  });
  const { exchanges, title } = readPostman(text, 'a.json');
  const { manifest, cases, report, draft } = await importSource({ exchanges });
  expect(title).toBe('Acme API');
  expect(manifest.auth).toEqual({ type: 'bearer', token: '{{settings.api_token}}' });
  expect(manifest.streams).toMatchObject({
    projects: { title: 'List projects', paginator: { type: 'offset', offsetParam: 'offset', limit: 50 } },
    issues: {
      request: { path: '/v1/projects/{{project.id}}/issues', query: { q: '{{settings.q}}' } },
      partitions: [{ parent: 'projects' }],
    },
  });
  expect(report.notTranslated.map(({ part }) => part)).toEqual(['GET /v1/projects/{project_id}', 'POST /v1/projects']);
  expect(cases.map(({ name }) => name)).toEqual(['projects']);
  expect(JSON.stringify({ draft, cases, report })).not.toContain(TOKEN);
});

test.each<[name: string, read: () => unknown, reason: RegExp]>([
  ['a HAR without entries', () => readHar('{"log":{}}', 'a.har'), /no log\.entries/],
  [
    'a HAR of pages only',
    () => readHar(harOf(entry('GET https://a.example/', '<html>', { type: 'text/html' })), 'a.har'),
    /no request for data/,
  ],
  ['a damaged HAR', () => readHar('{"log":', 'a.har'), /not valid JSON/],
  ['another program', () => readCurl('wget https://a.example'), /does not begin with curl/],
  ['an unclosed quote', () => readCurl("curl 'https://a.example"), /quote is not closed/],
  ['a command without a URL', () => readCurl('curl -H "a: b"'), /no URL/],
  ['another protocol', () => readCurl('curl ftp://a.example/x'), /not a valid http or https URL/],
  ['a collection without items', () => readPostman('{"info":{}}', 'a.json'), /no list of items/],
  ['a collection without URLs', () => readPostman('{"item":[{"name":"x"}]}', 'a.json'), /no request with a URL/],
])('%s is refused', (_name, read, reason) => {
  expect(read).toThrow(expect.objectContaining({ code: 'IMPORT_UNREADABLE', message: expect.stringMatching(reason) }));
});

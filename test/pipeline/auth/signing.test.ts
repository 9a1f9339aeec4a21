import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSecret } from '../../../engine/base/secret/index.ts';
import type { Auth } from '../../../engine/manifest/types.generated.ts';
import type { HttpRequest } from '../../../engine/pipeline/request/index.ts';
import { catchError, compileScheme, createContext, DRAFT, REQUESTS, signRequest } from './setup.ts';

const ODD = 'pä:ss w/rd+&=%"\\€😀';
const SETTINGS = {
  user: 'ann@example',
  key: createSecret('k3y'),
  odd: createSecret(ODD),
  way: 'b',
  line: createSecret('k3y\n'),
};
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('signed requests', () => {
  test.each<[string, Auth, Partial<HttpRequest>]>([
    ['none', { type: 'none' }, {}],
    [
      'a key in a header',
      { type: 'apiKey', into: 'header', name: 'X-Api-Key', value: '{{settings.user}}:{{settings.key}}' },
      { headers: { accept: 'application/json', 'x-api-key': 'ann@example:k3y' } },
    ],
    [
      'a key in the query',
      { type: 'apiKey', into: 'query', name: 'api key', value: '{{settings.odd}}' },
      { url: `https://api.example/a?x=1&api%20key=${encodeURIComponent(ODD)}` },
    ],
    [
      'a key in a cookie',
      { type: 'apiKey', into: 'cookie', name: 'sid', value: '{{settings.key}}' },
      { headers: { accept: 'application/json', cookie: 'sid=k3y' } },
    ],
    [
      'Basic, with characters of all kinds',
      { type: 'basic', username: '{{settings.user}}', password: '{{settings.odd}}' },
      { headers: { accept: 'application/json', authorization: `Basic ${base64(`ann@example:${ODD}`)}` } },
    ],
    [
      'bearer',
      { type: 'bearer', token: '{{settings.key}}' },
      { headers: { accept: 'application/json', authorization: 'Bearer k3y' } },
    ],
    [
      'the first choice whose condition is true',
      {
        type: 'anyOf',
        choices: [
          { when: "settings.way = 'a'", auth: { type: 'none' } },
          { when: "settings.way = 'b'", auth: { type: 'bearer', token: '{{settings.key}}' } },
          { auth: { type: 'none' } },
        ],
      },
      { headers: { accept: 'application/json', authorization: 'Bearer k3y' } },
    ],
    [
      'a choice without a condition',
      {
        type: 'anyOf',
        choices: [{ when: 'settings.no', auth: { type: 'bearer', token: 'x' } }, { auth: { type: 'none' } }],
      },
      {},
    ],
  ])('%s', async (_, auth, change) => {
    expect(await signRequest(auth, SETTINGS)).toEqual({ ...DRAFT, ...change });
  });

  test('a cookie is added to the existing ones', async () => {
    const draft = { ...DRAFT, headers: { cookie: 'a=1' } };
    const auth: Auth = { type: 'apiKey', into: 'cookie', name: 'sid', value: '{{settings.key}}' };
    expect((await signRequest(auth, SETTINGS, draft)).headers['cookie']).toBe('a=1; sid=k3y');
  });

  test('a query is added to a URL without one', async () => {
    const auth: Auth = { type: 'apiKey', into: 'query', name: 'k', value: '{{settings.key}}' };
    expect((await signRequest(auth, SETTINGS, { ...DRAFT, url: 'https://api.example/a' })).url).toBe(
      'https://api.example/a?k=k3y',
    );
  });
});

describe('invalid credentials', () => {
  test.each<[string, Auth, string]>([
    ['a line end in a header', { type: 'bearer', token: '{{settings.line}}' }, 'AUTH_SECRET_MALFORMED'],
    ['letters outside ASCII in a header', { type: 'bearer', token: '{{settings.odd}}' }, 'AUTH_SECRET_MALFORMED'],
    [
      'a semicolon in a cookie',
      { type: 'apiKey', into: 'cookie', name: 'a', value: 'x; b={{settings.key}}' },
      'AUTH_SECRET_MALFORMED',
    ],
    [
      'a colon in a user name',
      { type: 'basic', username: 'a:b', password: '{{settings.key}}' },
      'AUTH_SECRET_MALFORMED',
    ],
    [
      'a line end in a password',
      { type: 'basic', username: 'a', password: '{{settings.line}}' },
      'AUTH_SECRET_MALFORMED',
    ],
    ['a setting that is missing', { type: 'bearer', token: '{{settings.none}}' }, 'TEMPLATE_NAME_UNKNOWN'],
    [
      'no choice whose condition is true',
      { type: 'anyOf', choices: [{ when: 'settings.none', auth: { type: 'none' } }] },
      'CONFIG_INVALID',
    ],
  ])('%s', async (_, auth, code) => {
    const error = await catchError(signRequest(auth, SETTINGS));
    expect(error.code).toBe(code);
    expect(`${error.message} ${error.fix} ${JSON.stringify(error.details)}`).not.toMatch(/k3y|pä:ss/);
  });
});

const EVERY_SCHEME: readonly Auth[] = [
  { type: 'none' },
  { type: 'apiKey', into: 'header', name: 'X-Key', value: '{{settings.key}}' },
  { type: 'apiKey', into: 'query', name: 'key', value: '{{settings.key}}' },
  { type: 'apiKey', into: 'cookie', name: 'key', value: '{{settings.key}}' },
  { type: 'basic', username: 'a', password: '{{settings.key}}' },
  { type: 'bearer', token: '{{settings.key}}' },
  { type: 'oauth2', grant: 'client_credentials', tokenUrl: 'https://iam.example/t', clientId: 'c' },
  {
    type: 'session',
    login: [{ request: { path: '/l' }, capture: { token: 't' } }],
    inject: [
      { into: 'header', name: 'X-Token', value: '{{session.token}}' },
      { into: 'query', name: 'token', value: '{{session.token}}' },
    ],
  },
  {
    type: 'hmac',
    algorithm: 'sha256',
    key: { value: '{{settings.key}}' },
    sign: '{{request.pathWithQuery}}',
    inject: [
      { into: 'header', name: 'X-Sig', value: '{{signature}}' },
      { into: 'query', name: 'ts', value: '{{timestamp}}' },
    ],
  },
  { type: 'jwt', algorithm: 'HS256', key: { value: '{{settings.key}}' }, claims: { sub: 'me' } },
  { type: 'awsSigV4', accessKeyId: 'AK', secretAccessKey: '{{settings.key}}', region: 'r', service: 's' },
  { type: 'anyOf', choices: [{ auth: { type: 'bearer', token: '{{settings.key}}' } }] },
];

const drafts: fc.Arbitrary<HttpRequest> = fc
  .record({
    method: fc.constantFrom('GET' as const, 'POST' as const, 'DELETE' as const),
    path: fc.webPath(),
    query: fc.option(fc.webQueryParameters()),
    body: fc.option(fc.string()),
  })
  .map(({ method, path, query, body }) => ({
    method,
    url: new URL(`https://api.example${path}${query ? `?${query}` : ''}`).href,
    headers: { accept: '*/*' },
    ...(body !== null && { body }),
  }));

test.each(EVERY_SCHEME.map((auth) => [JSON.stringify(auth), auth] as const))(
  'signing a request changes headers or the query only, and keeps other parameters: %s',
  async (_, auth) => {
    const settings = { key: createSecret('k3y') };
    const scheme = await compileScheme(auth, { requests: REQUESTS, scope: { settings } });
    const session = { values: { token: createSecret('t0k3n') }, expiresAt: 0, refreshAt: 0 };
    const context = createContext(settings, scheme.login ? { session } : {});
    fc.assert(
      fc.property(drafts, (request) => {
        const given = structuredClone(request);
        const result = scheme.sign(request, context);
        const [before, after] = [new URL(request.url), new URL(result.url)];
        expect(request).toEqual(given);
        expect({ ...result, headers: {}, url: '' }).toEqual({ ...request, headers: {}, url: '' });
        expect(result.headers).toMatchObject(request.headers);
        expect([after.origin, after.pathname, after.hash]).toEqual([before.origin, before.pathname, before.hash]);
        const others = (url: URL) =>
          url.search.split(/[?&]/).filter((pair) => pair !== '' && !/^(?:key|token|ts)(?:=|$)/.test(pair));
        expect(others(after)).toEqual(others(before));
        const marked = new Set(scheme.marks.map(({ into, name }) => `${into} ${name}`));
        const secretHeaders = Object.entries(result.headers).filter(([, value]) => /k3y|t0k3n/.test(value));
        expect(secretHeaders.every(([name]) => marked.has(`header ${name}`))).toBe(true);
      }),
      { numRuns: 50 },
    );
  },
);

test('a scheme with a login does not sign without its session', async () => {
  const auth: Auth = { type: 'oauth2', grant: 'client_credentials', tokenUrl: 'https://iam.example/t', clientId: 'c' };
  expect((await catchError(signRequest(auth, {}))).code).toBe('INTERNAL');
});

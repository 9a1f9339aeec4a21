import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../../engine/index.ts';
import type { Auth } from '../../../engine/manifest/types.generated.ts';
import { createManifest, DENIED, ITEMS, KEY, list, OTHER, readText, runManifest, SECRETS } from './auth-case.ts';
import { type Script, startSmallVendor } from './small-vendor.ts';

const apiKey = (into: string, name: string, value = '{{settings.key}}') =>
  ({ type: 'apiKey', into, name, value }) as Auth;

test('a next link that already contains the key is sent with one key, in its place', async () => {
  const manifest = createManifest(
    apiKey('query', 'api_key'),
    list({ paginator: { type: 'nextUrl', from: 'body', url: 'next' } }),
  );
  const { ids, asked } = await runManifest(manifest, (target) => {
    const query = new URL(target, 'http://x').searchParams;
    if (query.getAll('api_key').length > 1) return { status: 400, json: { error: 'duplicate parameter' } };
    if (query.get('api_key') !== KEY) return DENIED;
    const page = Number(query.get('page') ?? 1);
    const next = `/things?page=${page + 1}&api_key=${encodeURIComponent(KEY)}&z=a%20b`;
    return { json: { items: [{ id: String(page) }], ...(page < 3 ? { next } : {}) } };
  });
  expect(ids).toEqual(['1', '2', '3']);
  expect(asked[1]).toBe(`/things?page=2&api_key=${encodeURIComponent(KEY)}&z=a%20b`);
});

test('a next link with a masked key gets the real one', async () => {
  const manifest = createManifest(
    apiKey('query', 'api_key'),
    list({ paginator: { type: 'nextUrl', from: 'body', url: 'next' } }),
  );
  const { ids } = await runManifest(manifest, (target) => {
    const query = new URL(target, 'http://x').searchParams;
    if (query.getAll('api_key').join() !== KEY) return DENIED;
    return query.has('page') ? ITEMS : { json: { items: [], next: '/things?api_key=%2A%2A%2A&page=2' } };
  });
  expect(ids).toEqual(['1']);
});

describe('a credential reaches the vendor', () => {
  const post = { method: 'POST', path: '/things', repeatable: true } as const;
  const TARGETS: readonly (readonly [string, Auth, Manifest['streams'][string], (given: Given) => unknown, unknown])[] =
    [
      ['in a cookie', apiKey('cookie', 'sid', '{{settings.second}}'), list(), ({ cookie }) => cookie, `sid=${OTHER}`],
      [
        'in the path',
        apiKey('path', 'key'),
        list({ request: { path: '/v1/{key}/things' } }),
        ({ path }) => path,
        `/v1/${encodeURIComponent(KEY)}/things`,
      ],
      [
        'in a JSON body, beside its other members',
        apiKey('json', 'api_key'),
        list({ request: { ...post, json: { size: 2 } } }),
        ({ body }) => JSON.parse(body),
        { size: 2, api_key: KEY },
      ],
      [
        'in a JSON body, by a JSON pointer',
        apiKey('json', '/auth/key'),
        list({ request: { ...post, json: { auth: { user: 'u' } } } }),
        ({ body }) => JSON.parse(body),
        { auth: { user: 'u', key: KEY } },
      ],
      [
        'in the JSON body of a POST without one',
        apiKey('json', 'api_key'),
        list({ request: post }),
        ({ body, type }) => [JSON.parse(body), type],
        [{ api_key: KEY }, 'application/json'],
      ],
      [
        'in a form',
        apiKey('form', 'key'),
        list({ request: { ...post, form: { a: '1' } } }),
        ({ body }) => [...new URLSearchParams(body)],
        [
          ['a', '1'],
          ['key', KEY],
        ],
      ],
      [
        'in two headers and the query at once',
        {
          type: 'all',
          auths: [
            apiKey('header', 'x-key', '{{settings.second}}'),
            { type: 'basic', username: 'u', password: '{{settings.second}}' },
            apiKey('query', 'k'),
          ],
        },
        list(),
        ({ headers, query }) => [headers['x-key'], headers['authorization'], query.get('k')],
        [OTHER, `Basic ${Buffer.from(`u:${OTHER}`).toString('base64')}`, KEY],
      ],
    ];
  interface Given {
    readonly path: string;
    readonly query: URLSearchParams;
    readonly headers: Readonly<Record<string, string | string[] | undefined>>;
    readonly cookie: string | undefined;
    readonly type: string | undefined;
    readonly body: string;
  }
  test.each(TARGETS)('%s', async (_name, auth, stream, read, expected) => {
    let given: unknown;
    const { code, ids } = await runManifest(createManifest(auth, stream), async (target, request) => {
      const url = new URL(target.replace(/^POST /, ''), 'http://x');
      const { headers } = request;
      given = read({
        path: url.pathname,
        query: url.searchParams,
        headers,
        cookie: headers.cookie,
        type: headers['content-type'],
        body: await readText(request),
      });
      return ITEMS;
    });
    expect([code, given]).toEqual([undefined, expected]);
    expect(ids).toEqual(['1']);
  });
});

test('a credential for the JSON body of a GET is an error before any request', async () => {
  const { code, asked } = await runManifest(createManifest(apiKey('json', 'key')), () => ITEMS);
  expect([code, asked]).toEqual(['AUTH_BODY_MISSING', []]);
});

test('streams and requests choose their auth; each auth has one session', async () => {
  const login = (path: string): Auth => ({
    type: 'session',
    login: [{ request: { method: 'POST', path, json: { key: '{{settings.key}}' } }, capture: { token: 'token' } }],
    inject: { into: 'header', name: 'x-token', value: '{{session.token}}' },
  });
  const manifest = createManifest(login('/login-a'), list(), {
    auths: { reports: login('/login-b'), key: apiKey('header', 'x-key', '{{settings.second}}') },
    streams: {
      things: list(),
      more: list({ auth: 'reports', request: { path: '/more' } }),
      keyed: list({ auth: 'reports', request: { path: '/keyed', auth: 'key' } }),
      open: list({ auth: 'none', request: { path: '/open' } }),
      again: list({ auth: 'reports', request: { path: '/again', auth: 'default' } }),
    },
  });
  const { finding } = manifest.maps;
  if (!finding) throw new Error('no map');
  const names = ['things', 'more', 'keyed', 'open', 'again'];
  const maps = Object.fromEntries(names.map((from) => [from, { ...finding, from }]));
  const seen: string[] = [];
  const { code } = await runManifest({ ...manifest, maps }, (target, { headers }) => {
    seen.push(`${target} ${headers['x-token'] ?? ''}${headers['x-key'] ?? ''}`);
    return target.startsWith('POST') ? { json: { token: `t0ken-of-${target.slice(-7)}` } } : { json: { items: [] } };
  });
  expect(code).toBeUndefined();
  expect(seen.toSorted()).toEqual(
    [
      'POST /login-a ',
      'POST /login-b ',
      '/things t0ken-of-login-a',
      '/more t0ken-of-login-b',
      `/keyed ${OTHER}`,
      '/open ',
      '/again t0ken-of-login-a',
    ].toSorted(),
  );
});

test('a 401 renews the session of the auth that signed the request', async () => {
  const login = (path: string): Auth => ({
    type: 'session',
    login: [{ request: { method: 'POST', path, json: { key: '{{settings.key}}' } }, capture: { token: 'token' } }],
    inject: { into: 'header', name: `x-${path.slice(-1)}`, value: '{{session.token}}' },
  });
  const manifest = createManifest({ type: 'all', auths: [login('/login-a'), login('/login-b')] });
  const logins: string[] = [];
  const { ids } = await runManifest(manifest, (target, { headers }) => {
    if (target.startsWith('POST')) return { json: { token: `${target.slice(-1)}-token-${logins.push(target)}` } };
    return headers['x-a'] === 'a-token-1' || headers['x-b'] === 'b-token-2' ? DENIED : ITEMS;
  });
  expect(ids).toEqual(['1']);
  expect(logins.toSorted()).toEqual(['POST /login-a', 'POST /login-a', 'POST /login-b', 'POST /login-b']);
});

describe('origins', () => {
  const bearer: Auth = { type: 'bearer', token: '{{settings.second}}' };
  const linked = list({ paginator: { type: 'nextUrl', from: 'body', url: 'next' } });
  const hosts = { allowedHosts: ['{{settings.url}}', '{{settings.other}}'] };

  async function runLinked(auth: Auth, answer: Script) {
    const seen: (string | undefined)[] = [];
    const other = await startSmallVendor((target, request) => {
      seen.push(request.headers.authorization);
      return answer(target, request);
    });
    const script: Script = () => ({ json: { items: [{ id: '1' }], next: `${other.origin}/page2` } });
    const settings = { ...SECRETS, other: other.origin };
    return { seen, ...(await runManifest(createManifest(auth, linked, hosts), script, settings)) };
  }

  test('another allowed host gets no credentials', async () => {
    const { ids, seen } = await runLinked(bearer, () => ({ json: { items: [{ id: '2' }] } }));
    expect(ids).toEqual(['1', '2']);
    expect(seen).toEqual([undefined]);
  });

  test('an origin that the auth names gets them', async () => {
    const auth: Auth = { ...bearer, origins: ['{{settings.url}}', '{{settings.other}}'] } as Auth;
    const { ids, seen } = await runLinked(auth, () => ({ json: { items: [{ id: '2' }] } }));
    expect(ids).toEqual(['1', '2']);
    expect(seen).toEqual([`Bearer ${OTHER}`]);
  });

  test('a refusal for lack of credentials names the origin to add', async () => {
    const { report } = await runLinked(bearer, () => DENIED);
    expect(report.error?.code).toBe('AUTH_REJECTED');
    expect(report.error?.fix).toMatch(/add it to "origins"/);
    expect(report.error?.fix).toContain('http://127.0.0.1:');
  });
});

describe('a condition on a given secret', () => {
  const auth: Auth = {
    type: 'anyOf',
    choices: [
      { when: 'given.key', auth: apiKey('query', 'k') },
      { when: 'given.second', auth: { type: 'bearer', token: '{{settings.second}}' } },
    ],
  };
  test.each([
    [{ key: KEY }, { k: KEY, bearer: undefined }],
    [{ second: OTHER }, { k: null, bearer: `Bearer ${OTHER}` }],
  ])('chooses the credential', async (settings, expected) => {
    let seen: unknown;
    const { code } = await runManifest(
      createManifest(auth),
      (target, { headers }) => {
        const { searchParams } = new URL(target, 'http://x');
        seen = { k: searchParams.get('k'), bearer: headers.authorization };
        return ITEMS;
      },
      settings as unknown as Readonly<Record<string, string>>,
    );
    expect([code, seen]).toEqual([undefined, expected]);
  });

  test('is an error without any', async () => {
    await expect(runManifest(createManifest(auth), () => ITEMS, {})).rejects.toThrow('no authentication method');
  });
});

test('a login request signed by another auth: a signed JWT as bearer of the token request', async () => {
  const manifest = createManifest(
    {
      type: 'session',
      login: [
        {
          request: { method: 'POST', path: '/installations/7/access_tokens', auth: 'app' },
          capture: { token: 'token', expiresAt: 'expires_at' },
        },
      ],
      inject: { into: 'header', name: 'authorization', value: 'token {{session.token}}' },
    },
    list(),
    {
      auths: { app: { type: 'jwt', algorithm: 'HS256', key: { value: '{{settings.second}}' }, claims: { iss: '1' } } },
    },
  );
  const { ids } = await runManifest(manifest, (target, { headers }) => {
    const [, claims = ''] = (headers.authorization ?? '').split('.');
    if (!target.startsWith('POST')) return headers.authorization === 'token ghs_0123456789' ? ITEMS : DENIED;
    const { iss } = JSON.parse(Buffer.from(claims, 'base64url').toString() || '{}') as { iss?: string };
    return iss === '1'
      ? { status: 201, json: { token: 'ghs_0123456789', expires_at: '2999-01-01T00:00:00Z' } }
      : DENIED;
  });
  expect(ids).toEqual(['1']);
});

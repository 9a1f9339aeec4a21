import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSecret, isSecret } from '../../../engine/base/secret/index.ts';
import { revealSecret } from '../../../engine/base/secret/secret.ts';
import type { Auth, OAuth2Auth, SessionAuth } from '../../../engine/manifest/types.generated.ts';
import type { LoginResponse, Scheme, Session } from '../../../engine/pipeline/auth/index.ts';
import type { HttpRequest } from '../../../engine/pipeline/request/index.ts';
import { catchError, compileScheme, createContext, DRAFT, logIn, NOW, REQUESTS } from './setup.ts';

const SETTINGS = {
  id: 'client/1',
  key: createSecret('pä:ss w/rd+&=%"\\€😀'),
  refresh: createSecret('r3fr3sh'),
  url: 'https://iam.example',
  tenant: 'acme inc',
};

const compile = (auth: Auth, settings: Record<string, unknown> = SETTINGS) =>
  compileScheme(auth, { requests: REQUESTS, scope: { settings } });

const run = async (
  auth: Auth,
  answer: Partial<LoginResponse>,
  more: { keep?: Session['keep']; settings?: Record<string, unknown> } = {},
) => {
  const settings = more.settings ?? SETTINGS;
  const scheme = await compile(auth, settings);
  const vendor = () => answer;
  return {
    scheme,
    ...(await logIn(scheme.login, createContext(settings), { vendor, ...(more.keep && { keep: more.keep }) })),
  };
};

const valuesOf = ({ values }: Session) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, isSecret(value) ? revealSecret(value) : value]),
  );
const sentWith = (scheme: Scheme, session: Session) => scheme.sign(DRAFT, createContext(SETTINGS, { session }));
const fieldsOf = (request: HttpRequest | undefined) => Object.fromEntries(new URLSearchParams(request?.body));

const OAUTH: OAuth2Auth = {
  type: 'oauth2',
  grant: 'refresh_token',
  tokenUrl: '{{settings.url}}/auth/realms/{{settings.tenant}}/protocol/openid-connect/token',
  clientId: '{{settings.id}}',
  refreshToken: '{{settings.refresh}}',
};
const TOKEN = { access_token: 't0k3n', expires_in: 1800, token_type: 'Bearer' };

const SESSION: SessionAuth = {
  type: 'session',
  login: [
    {
      request: { method: 'POST', path: '/login', json: { KeyId: '{{settings.id}}', KeySecret: '{{settings.key}}' } },
      capture: { token: 'Token', expiresAt: 'Expire' },
    },
  ],
  ttl: 'PT30M',
  refreshBefore: 'PT2M',
  inject: { into: 'header', name: 'Authorization', value: 'Bearer {{session.token}}' },
};

describe('oauth2: token requests', () => {
  test.each<[string, Partial<OAuth2Auth>, Record<string, string>, string | undefined]>([
    ['refresh_token', {}, { grant_type: 'refresh_token', client_id: 'client/1', refresh_token: 'r3fr3sh' }, undefined],
    [
      'client_credentials in the body',
      {
        grant: 'client_credentials',
        clientSecret: '{{settings.key}}',
        scopes: ['a', 'b'],
        parameters: { audience: 'x' },
      },
      {
        grant_type: 'client_credentials',
        client_id: 'client/1',
        client_secret: revealSecret(SETTINGS.key),
        scope: 'a b',
        audience: 'x',
      },
      undefined,
    ],
    [
      'client_credentials in a header',
      { grant: 'client_credentials', clientSecret: '{{settings.refresh}}', clientAuth: 'basic' },
      { grant_type: 'client_credentials' },
      `Basic ${Buffer.from('client%2F1:r3fr3sh').toString('base64')}`,
    ],
    [
      'password',
      { grant: 'password', username: 'ann', password: '{{settings.key}}' },
      { grant_type: 'password', client_id: 'client/1', username: 'ann', password: revealSecret(SETTINGS.key) },
      undefined,
    ],
  ])('%s', async (_, change, form, authorization) => {
    const { sent } = await run({ ...OAUTH, ...change }, { body: TOKEN });
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      method: 'POST',
      url: 'https://iam.example/auth/realms/acme%20inc/protocol/openid-connect/token',
    });
    expect(sent[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(fieldsOf(sent[0])).toEqual(form);
    expect(sent[0]?.headers['authorization']).toBe(authorization);
  });

  test('a token URL outside of allowedHosts is rejected', async () => {
    const settings = { ...SETTINGS, url: 'https://evil.example' };
    expect((await catchError(run(OAUTH, { body: TOKEN }, { settings }))).code).toBe('HOST_NOT_ALLOWED');
  });
});

test('oauth2: the token is sent as a bearer token, or as the manifest defines', async () => {
  const { scheme, session } = await run(OAUTH, { body: TOKEN });
  expect(sentWith(scheme, session).headers['authorization']).toBe('Bearer t0k3n');
  const other = await run(
    { ...OAUTH, inject: { into: 'query', name: 'access_token', value: '{{session.token}}' } },
    { body: TOKEN },
  );
  expect(sentWith(other.scheme, other.session).url).toBe('https://api.example/a?x=1&access_token=t0k3n');
});

describe('oauth2: token lifetime', () => {
  const minutes = (count: number) => NOW + count * 60_000;
  test.each<[string, unknown, number, number]>([
    ['a number', 1800, minutes(30), minutes(29)],
    ['a text', '3600', minutes(60), minutes(59)],
    ['shorter than the renewal margin: half of it', 60, minutes(1), minutes(0.5)],
    ['0 is ignored', 0, minutes(20), minutes(19)],
    ['-1 is ignored', -1, minutes(20), minutes(19)],
    ['missing', undefined, minutes(20), minutes(19)],
    ['null', null, minutes(20), minutes(19)],
    ['a word', 'soon', minutes(20), minutes(19)],
  ])('%s', async (_, expires_in, expiresAt, refreshAt) => {
    const { session } = await run({ ...OAUTH, ttl: 'PT20M' }, { body: { ...TOKEN, expires_in } });
    expect(session).toMatchObject({ expiresAt, refreshAt });
  });

  test('for any lifetime in the response, a token is renewed between its start and its expiry', async () => {
    const scheme = await compile(OAUTH);
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.jsonValue(), fc.integer(), fc.double()), async (expires_in) => {
        const vendor = () => ({ body: { ...TOKEN, expires_in } });
        const { session } = await logIn(scheme.login, createContext(SETTINGS), { vendor });
        expect(session.refreshAt).toBeGreaterThan(NOW);
        expect(session.expiresAt).toBeGreaterThanOrEqual(session.refreshAt);
      }),
      { examples: [[{ toString: '' }], [{ valueOf: null }], ['']] },
    );
  });
});

describe('oauth2: refresh tokens that rotate', () => {
  const ROTATING: OAuth2Auth = { ...OAUTH, rotates: true };
  const sentToken = async (keep: Session['keep'], refresh = 'r3fr3sh') => {
    const settings = { ...SETTINGS, refresh: createSecret(refresh) };
    const { sent, session } = await run(
      ROTATING,
      { body: { ...TOKEN, refresh_token: 'next' } },
      { settings, ...(keep && { keep }) },
    );
    return { token: fieldsOf(sent[0])['refresh_token'], keep: session.keep };
  };

  test('the next one is stored and used', async () => {
    const first = await sentToken(undefined);
    const second = await sentToken(first.keep);
    expect([first.token, second.token]).toEqual(['r3fr3sh', 'next']);
  });

  test('a new one in the settings overrides the stored one', async () => {
    const first = await sentToken(undefined);
    expect((await sentToken(first.keep, 'entered-anew')).token).toBe('entered-anew');
  });

  test('the stored one remains if a response contains none', async () => {
    const first = await sentToken(undefined);
    const { session } = await run(ROTATING, { body: TOKEN }, first.keep ? { keep: first.keep } : {});
    expect(session.keep).toEqual(first.keep);
  });

  test('without rotation, nothing is stored', async () => {
    const { session } = await run(OAUTH, { body: { ...TOKEN, refresh_token: 'next' } });
    expect(session.keep).toBeUndefined();
  });
});

describe('session', () => {
  test('logs in, captures, signs', async () => {
    const { scheme, session, sent } = await run(SESSION, {
      body: { Token: 'abc', Expire: '2023-11-14T22:33:20.1234567Z' },
    });
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({ KeyId: 'client/1', KeySecret: revealSecret(SETTINGS.key) });
    expect(valuesOf(session)).toEqual({ token: 'abc' });
    expect(session.expiresAt).toBe(NOW + 20 * 60_000 + 123);
    expect(session.refreshAt).toBe(NOW + 18 * 60_000 + 123);
    expect(sentWith(scheme, session).headers['authorization']).toBe('Bearer abc');
  });

  test.each<[string, unknown, number]>([
    ['a date-time', '2023-11-14T22:23:20Z', 10],
    ['a date-time with an offset', '2023-11-15T00:23:20+02:00', 10],
    ['a date-time without a zone is UTC', '2023-11-14T22:23:20', 10],
    ['epoch seconds', NOW / 1000 + 600, 10],
    ['epoch seconds as a text', String(NOW / 1000 + 600), 10],
    ['epoch milliseconds', NOW + 600_000, 10],
    ['later than the ttl', NOW / 1000 + 36_000, 30],
    ['in the past', '2020-01-01T00:00:00Z', 30],
    ['no time', 'never', 30],
    ['missing', undefined, 30],
  ])('its end: %s', async (_, Expire, minutes) => {
    const { session } = await run(SESSION, { body: { Token: 'abc', Expire } });
    expect(session.expiresAt).toBe(NOW + minutes * 60_000);
  });

  test('several steps, each with the earlier captures, from headers and cookies', async () => {
    const scheme = await compile({
      ...SESSION,
      login: [
        { request: { path: '/start' }, capture: { csrf: { header: 'X-CSRF' }, jar: { cookie: 'sid' } } },
        {
          request: {
            method: 'POST',
            path: '/login/{{session.csrf}}',
            form: { sid: '{{session.jar}}', pw: '{{settings.key}}' },
          },
          capture: { token: 'data.token[0]', user: 'data.id' },
        },
        { request: { path: '/seal', headers: { 'X-Token': '{{session.token}}' } } },
      ],
      inject: [
        { into: 'cookie', name: 'sid', value: '{{session.jar}}' },
        { into: 'header', name: 'X-User', value: '{{session.user}}' },
      ],
    });
    const answers: Partial<LoginResponse>[] = [
      {
        headers: { 'x-csrf': 'c/1', 'set-cookie': 'a=1; Path=/\nsid=old\nsid=s=1; HttpOnly\nxsid=2' },
        body: '<html>welcome</html>',
      },
      { body: { data: { token: ['t1', 't2'], id: 42 } } },
      { status: 204, body: '' },
    ];
    const context = createContext(SETTINGS);
    const { session, sent } = await logIn(scheme.login, context, { vendor: (_, count) => answers[count - 1] ?? {} });
    expect(sent.map(({ url }) => url)).toEqual([
      'https://api.example/start',
      'https://api.example/login/c%2F1',
      'https://api.example/seal',
    ]);
    expect(fieldsOf(sent[1])).toEqual({ sid: 's=1', pw: revealSecret(SETTINGS.key) });
    expect(sent[2]?.headers['x-token']).toBe('t1');
    expect(valuesOf(session)).toEqual({ csrf: 'c/1', jar: 's=1', token: 't1', user: '42' });
    expect(sentWith(scheme, session).headers).toMatchObject({ cookie: 'sid=s=1', 'x-user': '42' });
  });

  test('captures that auth sends are secret; captures for streams are plain', async () => {
    const capture = { token: 'Token', csrf: 'Csrf', account: 'Account' };
    const login = [
      { request: { path: '/a' }, capture },
      { request: { path: '/b', headers: { 'X-CSRF': '{{session.csrf}}' } } },
    ];
    const { session } = await run({ ...SESSION, login }, { body: { Token: 'abc', Csrf: 'def', Account: 7 } });
    expect(session.values).toMatchObject({ token: expect.any(Object), csrf: expect.any(Object), account: '7' });
    expect(valuesOf(session)).toEqual({ token: 'abc', csrf: 'def', account: '7' });
  });

  test('a session has the time of its next login', async () => {
    expect((await compile(SESSION)).reauthOn).toEqual([401]);
    expect((await compile({ ...SESSION, reauthOn: [401, 419] })).reauthOn).toEqual([401, 419]);
  });
});

describe('responses without a session', () => {
  const html = '<!doctype html><html><body>Sign in: s3cret-page</body></html>';
  test.each<[string, Auth, Partial<LoginResponse>, string, RegExp]>([
    [
      '400 with an OAuth code',
      OAUTH,
      { status: 400, body: { error: 'invalid_grant', error_description: 's3cret' } },
      'AUTH_REJECTED',
      /HTTP 400, invalid_grant/,
    ],
    [
      '401 with an OAuth code',
      OAUTH,
      { status: 401, body: { error: 'invalid_client' } },
      'AUTH_REJECTED',
      /invalid_client/,
    ],
    ['200 with an OAuth code', OAUTH, { body: { error: 'invalid_scope' } }, 'AUTH_REJECTED', /invalid_scope/],
    ['400 with a custom code', OAUTH, { status: 400, body: { error: 's3cret' } }, 'AUTH_REJECTED', /\(HTTP 400\)/],
    ['401', SESSION, { status: 401, body: { Message: 's3cret' } }, 'AUTH_REJECTED', /\(HTTP 401\)/],
    ['403 with HTML', SESSION, { status: 403, body: html }, 'AUTH_REJECTED', /\(HTTP 403\)/],
    [
      '404: no such tenant',
      OAUTH,
      { status: 404, body: { error: 'Realm does not exist' } },
      'AUTH_RESPONSE_INVALID',
      /HTTP 404/,
    ],
    ['a redirect', SESSION, { status: 302, body: '' }, 'AUTH_RESPONSE_INVALID', /HTTP 302/],
    ['HTML', OAUTH, { body: html }, 'AUTH_RESPONSE_INVALID', /an HTML page/],
    ['HTML for a session', SESSION, { body: html }, 'AUTH_RESPONSE_INVALID', /an HTML page/],
    ['an empty body', OAUTH, { body: '' }, 'AUTH_RESPONSE_INVALID', /nothing/],
    ['no token', OAUTH, { body: { token: 's3cret' } }, 'AUTH_RESPONSE_INVALID', /access_token/],
    ['an empty token', OAUTH, { body: { access_token: '' } }, 'AUTH_RESPONSE_INVALID', /access_token/],
    [
      'a token that is an object',
      OAUTH,
      { body: { access_token: { s3cret: 1 } } },
      'AUTH_RESPONSE_INVALID',
      /access_token/,
    ],
    ['a list', OAUTH, { body: ['s3cret'] }, 'AUTH_RESPONSE_INVALID', /access_token/],
    ['null', OAUTH, { body: null }, 'AUTH_RESPONSE_INVALID', /access_token/],
    ['a capture that is missing', SESSION, { body: { Expire: 's3cret' } }, 'AUTH_RESPONSE_INVALID', /token is missing/],
    ['a temporary failure', SESSION, { status: 503, body: 's3cret' }, 'VENDOR_UNAVAILABLE', /HTTP 503/],
    ['too many requests', SESSION, { status: 429, body: 's3cret' }, 'VENDOR_UNAVAILABLE', /HTTP 429/],
  ])('%s', async (_, auth, answer, code, message) => {
    const error = await catchError(run(auth, answer));
    expect([error.code, error.message]).toEqual([code, expect.stringMatching(message)]);
    expect(`${error.message} ${error.fix} ${JSON.stringify(error.details)} ${error.cause}`).not.toContain('s3cret');
  });

  test('any response results in a session or an engine error', async () => {
    const codes = ['AUTH_REJECTED', 'AUTH_RESPONSE_INVALID', 'VENDOR_UNAVAILABLE', 'EXPRESSION_FAILED'];
    const schemes = await Promise.all([OAUTH, SESSION].map((auth) => compile(auth)));
    const answers = fc.record({
      status: fc.integer({ min: 200, max: 599 }),
      body: fc.oneof(fc.jsonValue(), fc.string()),
    });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...schemes), answers, async ({ login }, answer) => {
        const outcome = await logIn(login, createContext(SETTINGS), { vendor: () => answer }).catch(
          (error) => error.code,
        );
        expect(typeof outcome === 'string' ? codes : [outcome]).toContain(outcome);
      }),
    );
  });
});

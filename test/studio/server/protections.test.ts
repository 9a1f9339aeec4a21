import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatRequest, PAGE, type StartedStudio, startStudio } from './test-studio.ts';

let studio: StartedStudio;
beforeAll(async () => {
  studio = await startStudio();
});
afterAll(() => studio.close());

const statusOf = (answer: string) => Number(answer.split(' ')[1]);
const codeIn = (answer: string) => /"code":"(\w+)"/.exec(answer)?.[1];
const good = () => ({ host: `127.0.0.1:${studio.port}`, cookie: studio.cookie });
const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join(';');
const JSON_TYPE = { 'content-type': 'application/json' };

describe('requests refused before their body is read', () => {
  test.each<[what: string, headers: () => Record<string, string>, status: number, code: string | undefined]>([
    ['another host', () => ({ ...good(), host: 'evil.example' }), 421, 'STUDIO_HOST_REFUSED'],
    [
      'a host with this one as a prefix',
      () => ({ ...good(), host: `127.0.0.1.evil.example:${studio.port}` }),
      421,
      'STUDIO_HOST_REFUSED',
    ],
    ['another port', () => ({ ...good(), host: '127.0.0.1:1' }), 421, 'STUDIO_HOST_REFUSED'],
    ['another origin', () => ({ ...good(), origin: 'https://evil.example' }), 403, 'STUDIO_ORIGIN_REFUSED'],
    ['an opaque origin', () => ({ ...good(), origin: 'null' }), 403, 'STUDIO_ORIGIN_REFUSED'],
    [
      'the same host on another port',
      () => ({ ...good(), origin: 'http://127.0.0.1:9' }),
      403,
      'STUDIO_ORIGIN_REFUSED',
    ],
    ['a cross-site fetch', () => ({ ...good(), 'sec-fetch-site': 'cross-site' }), 403, 'STUDIO_ORIGIN_REFUSED'],
    ['a same-site fetch', () => ({ ...good(), 'sec-fetch-site': 'same-site' }), 403, 'STUDIO_ORIGIN_REFUSED'],
    [
      'a cross-site visit of the API',
      () => ({ ...good(), 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }),
      403,
      'STUDIO_ORIGIN_REFUSED',
    ],
    ['no session', () => ({ host: good().host }), 401, 'STUDIO_LOGIN_REQUIRED'],
    ['a wrong session', () => ({ ...good(), cookie: `${studio.cookie}x` }), 401, 'STUDIO_LOGIN_REQUIRED'],
    [
      'the session of a studio on another port',
      () => ({ ...good(), cookie: studio.cookie.replace(/-\d+/, '-1') }),
      401,
      'STUDIO_LOGIN_REQUIRED',
    ],
  ])('%s', async (_what, headers, status, code) => {
    const answer = await studio.raw(formatRequest('GET /api/catalogue', headers()));
    expect([statusOf(answer), codeIn(answer)]).toEqual([status, code]);
  });

  test('a refusal has the security headers', async () => {
    const answer = await studio.raw(formatRequest('GET /', { host: 'evil.example' }));
    expect(statusOf(answer)).toBe(421);
    expect(answer.toLowerCase()).toContain(`content-security-policy: ${CSP}\r\n`);
  });

  test('a request without a host', async () => {
    expect(statusOf(await studio.raw('GET /api/catalogue HTTP/1.1\r\nconnection: close\r\n\r\n'))).toBe(400);
    expect(statusOf(await studio.raw(`GET /api/catalogue HTTP/1.0\r\ncookie: ${studio.cookie}\r\n\r\n`))).toBe(421);
  });
});

describe('bodies that are refused', () => {
  test.each([
    ['text/plain', 415, 'STUDIO_NOT_JSON'],
    ['application/x-www-form-urlencoded', 415, 'STUDIO_NOT_JSON'],
    ['multipart/form-data; boundary=x', 415, 'STUDIO_NOT_JSON'],
  ])('a body of type %s', async (type, status, code) => {
    const { status: got, body } = await studio.call('/api/validate', {
      method: 'POST',
      body: '{"text":"{}"}',
      headers: { 'content-type': type },
    });
    expect([got, body]).toMatchObject([status, { error: { code } }]);
  });

  test.each([
    ['a body that is not JSON', '{"text":', 'STUDIO_REQUEST_INVALID'],
    ['a body without a required property', {}, 'STUDIO_REQUEST_INVALID'],
    ['an unknown property', { text: '{}', more: 1 }, 'STUDIO_REQUEST_INVALID'],
    ['a value of another type', { text: 1 }, 'STUDIO_REQUEST_INVALID'],
    ['a body that sets a prototype', '{"text":"{}","__proto__":{"a":1}}', 'STUDIO_REQUEST_INVALID'],
  ])('%s', async (_what, body, code) => {
    expect(await studio.call('/api/validate', { method: 'POST', body })).toMatchObject({
      status: 400,
      body: { error: { code } },
    });
  });

  test('a body over the size limit, with and without content-length', async () => {
    const big = JSON.stringify({ connector: 'x', settings: { a: 'x'.repeat(2 << 20) } });
    expect(await studio.call('/api/checks', { method: 'POST', body: big })).toMatchObject({
      status: 413,
      body: { error: { code: 'STUDIO_TOO_LARGE' } },
    });
    const announced = formatRequest(
      'POST /api/preview',
      { ...good(), ...JSON_TYPE, 'content-length': String(1 << 30) },
      '{',
    );
    expect(statusOf(await studio.raw(announced))).toBe(413);
  });

  test('a preflight from another site is refused', async () => {
    const answer = await studio.raw(
      formatRequest('OPTIONS /api/preview', {
        ...good(),
        origin: 'https://evil.example',
        'access-control-request-method': 'POST',
      }),
    );
    expect(statusOf(answer)).toBe(403);
    expect(answer.toLowerCase()).not.toContain('access-control-allow');
  });
});

describe('files', () => {
  test.each([
    '/../package.json',
    '/%2e%2e/package.json',
    '/..%2fpackage.json',
    '/assets/../../package.json',
    '/....//package.json',
    '/%00/../package.json',
    '/.secret',
    '/..\\package.json',
    '//etc/passwd',
  ])('%s returns no file', async (path) => {
    const answer = await studio.raw(formatRequest(`GET ${path}`, good()));
    expect(answer).not.toMatch(/"dependencies"|root:|not for the web/);
    expect(statusOf(answer)).not.toBe(500);
  });

  test.each(['../../etc/passwd', '..%2f..%2fetc%2fpasswd', 'full.issues.1%2f..', '%00'])(
    'the sample name %s is unknown',
    async (name) => {
      const answer = await studio.raw(formatRequest(`GET /api/connectors/hcl-appscan-dast/samples/${name}`, good()));
      expect([400, 404]).toContain(statusOf(answer));
      expect(answer).not.toContain('root:');
    },
  );

  test('every path without a file is the page', async () => {
    for (const path of ['/', '/c/hcl-appscan-dast/map/finding?item=1', '/index.html']) {
      const { status, headers, body } = await studio.call(path);
      expect([status, body]).toEqual([200, PAGE]);
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    }
  });

  test('a link on another site can open the page, a frame or a script cannot', async () => {
    const visit = { ...good(), 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect(statusOf(await studio.raw(formatRequest('GET /', { ...visit, 'sec-fetch-dest': 'document' })))).toBe(200);
    expect(statusOf(await studio.raw(formatRequest('GET /', { ...visit, 'sec-fetch-dest': 'iframe' })))).toBe(403);
    expect(
      statusOf(
        await studio.raw(
          formatRequest('GET /app.js', {
            ...good(),
            'sec-fetch-site': 'cross-site',
            'sec-fetch-mode': 'no-cors',
            'sec-fetch-dest': 'script',
          }),
        ),
      ),
    ).toBe(403);
  });

  test.each(['/', '/app.js', '/api/catalogue', '/nothing.js', '/api/nothing'])(
    '%s has the security headers',
    async (path) => {
      const { headers } = await studio.call(path);
      expect(Object.fromEntries(headers)).toMatchObject({
        'content-security-policy': CSP,
        'permissions-policy': 'camera=(), geolocation=(), microphone=()',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect(headers.get('strict-transport-security')).toBeNull();
      expect(headers.get('set-cookie')).toBeNull();
    },
  );
});

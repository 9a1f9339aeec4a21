import { get } from 'node:https';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSessions, SESSION_HOURS } from '../../../studio/server/app.ts';
import { readEvents, readUntil } from './events.ts';
import { formatRequest, type StartedStudio, type StartOptions, startStudio } from './test-studio.ts';

const LIFETIME_MS = SESSION_HOURS * 3_600_000;
const PROXY = 'https://studio.example.com';

let now = Date.UTC(2026, 0, 1);
let logins = 0;
const sessions = createSessions(
  () => now,
  () => {
    logins += 1;
  },
);
let studio: StartedStudio;
beforeAll(async () => {
  studio = await startStudio({ sessions, start: '/c/demo?sample=demo' });
});
afterAll(() => studio.close());

const visit = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(studio.origin + path, { redirect: 'manual', headers });
const cookieOf = (response: Response): string => response.headers.get('set-cookie')?.split(';')[0] ?? '';
const statusWith = async (cookie: string) => (await visit('/api/catalogue', { cookie })).status;

describe('a login code', () => {
  test('opens a session with a strict cookie that scripts cannot read, and is replaced', async () => {
    const { code } = sessions;
    const before = logins;
    const response = await visit(`/login?code=${code}`);
    expect([response.status, response.headers.get('location')]).toEqual([303, '/c/demo?sample=demo']);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const [pair = '', ...attributes] = (response.headers.get('set-cookie') ?? '').split('; ');
    expect(pair).toMatch(new RegExp(`^mapwright-${studio.port}=\\d+\\.[\\w-]{43}\\.[\\w-]{43}$`));
    expect(attributes.toSorted()).toEqual(['HttpOnly', `Max-Age=${LIFETIME_MS / 1000}`, 'Path=/', 'SameSite=Strict']);
    expect(await statusWith(pair)).toBe(200);
    expect(logins).toBe(before + 1);
    expect(sessions.code).not.toBe(code);
  });

  test('works once', async () => {
    const { code } = sessions;
    await visit(`/login?code=${code}`);
    const again = await visit(`/login?code=${code}`);
    expect([again.status, again.headers.get('set-cookie')]).toEqual([401, null]);
    expect(await again.text()).toContain('<p class="problem" role="alert">');
  });

  test.each(['', 'x', '%00', 'é'])('"%s" is invalid', async (code) => {
    const before = sessions.code;
    const response = await visit(`/login?code=${code}`);
    expect([response.status, cookieOf(response), sessions.code]).toEqual([401, '', before]);
  });

  test('can be sent as the whole link', async () => {
    const link = encodeURIComponent(` ${studio.origin}/login?code=${sessions.code} `);
    expect(cookieOf(await visit(`/login?code=${link}`))).not.toBe('');
  });

  test('is not consumed by HEAD or by a subresource request of another site', async () => {
    const { code } = sessions;
    await fetch(`${studio.origin}/login?code=${code}`, { method: 'HEAD' });
    await visit(`/login?code=${code}`, { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' });
    expect(sessions.code).toBe(code);
  });

  test.each([
    ['/findings?q=a%26b', '/findings?q=a%26b'],
    ['//evil.example/x', '/x'],
    ['/\\evil.example/x', '/x'],
    ['https://evil.example//evil.example', '/evil.example'],
    ['javascript:alert(1)', '/alert(1)'],
    ['http://', '/'],
  ])('redirects to %s only as a path of the studio', async (next, location) => {
    const response = await visit(`/login?code=${sessions.code}&next=${encodeURIComponent(next)}`);
    expect(response.headers.get('location')).toBe(location);
  });
});

describe('a session', () => {
  test(`ends ${SESSION_HOURS} hours after its login, used or not, together with its event stream`, async () => {
    const cookie = cookieOf(await visit(`/login?code=${sessions.code}`));
    const stream = readEvents({ port: studio.port, cookie });
    await stream.next();
    now += LIFETIME_MS - 1;
    expect(await statusWith(cookie)).toBe(200);
    now += 1;
    expect(await statusWith(cookie)).toBe(401);
    const fresh = cookieOf(await visit(`/login?code=${sessions.code}`));
    const headers = { cookie: fresh, 'content-type': 'application/json' };
    // Causes events.
    const body = JSON.stringify({ connector: 'hcl-appscan-dast', settings: {} });
    await fetch(`${studio.origin}/api/checks`, { method: 'POST', headers, body });
    expect((await readUntil(stream, () => false)).filter(({ event }) => event === 'checked')).toEqual([]);
  });

  test('of another studio is invalid', async () => {
    const other = createSessions(
      () => now,
      () => undefined,
    );
    expect(sessions.isOpen(other.open(other.code) ?? '')).toBe(false);
    expect(sessions.isOpen('')).toBe(false);
  });
});

describe('the login page', () => {
  test.each(['/', '/index.html', '/findings?q="><script>', '/findings?q=a.b', '/c/x/map/y', '//', '/login'])(
    'is shown at %s',
    async (path) => {
      const response = await visit(path);
      const html = await response.text();
      expect(response.status).toBe(401);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(html).toContain('<form action="/login" method="get">');
      expect(html).toContain('<p class="problem" hidden role="alert">');
      expect(html).not.toContain('<script>');
      expect(html).not.toMatch(/<script(?! src)|<style| style=| on\w+=/);
    },
  );

  test('returns to the requested address', async () => {
    const html = await (await visit('/findings?q=a&sort=b')).text();
    expect(html).toContain('name="next" value="/findings?q=a&amp;sort=b"');
  });

  test('reloads after a link on another site, which sends no cookie', async () => {
    const answerTo = (site: string) => {
      const visited = { 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
      return studio.raw(formatRequest('GET /findings', { host: `127.0.0.1:${studio.port}`, ...visited }));
    };
    expect(await answerTo('cross-site')).toMatch(/^HTTP\/1.1 401[\s\S]*\r\nrefresh: 0\r\n/);
    expect(await answerTo('same-origin')).not.toContain('refresh');
  });

  test('is not sent to scripts: the API and files respond with JSON', async () => {
    for (const path of ['/api/catalogue', '/api/nothing', '/app.js'])
      expect(await (await visit(path)).json()).toMatchObject({ error: { code: 'STUDIO_LOGIN_REQUIRED' } });
  });
});

/** Runs `use` against a separate studio. */
async function withStudio<T>(options: StartOptions, use: (own: StartedStudio) => Promise<T>): Promise<T> {
  const own = await startStudio(options);
  try {
    return await use(own);
  } finally {
    await own.close();
  }
}

describe('behind a proxy', () => {
  const own = createSessions(
    () => now,
    () => undefined,
  );
  const SECURE =
    /^__Host-mapwright-\d+=\d+\.[\w-]{43}\.[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Strict$/;

  test('cookies are secure, and requests must name the origin of the proxy', async () => {
    await withStudio({ sessions: own, reach: { proxy: PROXY } }, async ({ raw }) => {
      const answer = await raw(formatRequest(`GET /login?code=${own.code}`, { host: 'studio.example.com' }));
      const set = /^set-cookie: (.*)$/im.exec(answer)?.[1]?.trim() ?? '';
      expect(set).toMatch(SECURE);
      const good = { host: 'studio.example.com', cookie: set.split(';')[0] ?? '', origin: PROXY };
      const status = async (headers: Record<string, string>) =>
        Number((await raw(formatRequest('GET /api/catalogue', headers))).split(' ')[1]);
      expect(await status(good)).toBe(200);
      expect(await status({ ...good, host: 'evil.example' })).toBe(421);
      expect(await status({ ...good, origin: 'http://studio.example.com' })).toBe(403);
      expect(await status({ ...good, origin: 'https://evil.example' })).toBe(403);
    });
  });
});

describe('with a certificate', () => {
  test('the studio serves https for the names in the certificate', async () => {
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'studio.example.com' }], {
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'studio.example.com' }] }],
    });
    const own = createSessions(
      () => now,
      () => undefined,
    );
    await withStudio({ sessions: own, reach: { tls: { cert, key } } }, async ({ port }) => {
      const ask = (path: string, headers: Record<string, string>) =>
        new Promise<readonly [status: number | undefined, cookie: string]>((done, fail) => {
          const options = { host: '127.0.0.1', port, path, headers, rejectUnauthorized: false, agent: false };
          get(options, (answer) => {
            answer.resume();
            done([answer.statusCode, answer.headers['set-cookie']?.[0] ?? '']);
          }).on('error', fail);
        });
      const host = `studio.example.com:${port}`;
      const [status, cookie] = await ask(`/login?code=${own.code}`, { host });
      expect([status, cookie]).toEqual([303, expect.stringMatching(/^__Host-.*; Secure/)]);
      const good = { host, cookie: cookie.split(';')[0] ?? '', origin: `https://${host}` };
      expect((await ask('/api/catalogue', good))[0]).toBe(200);
      expect((await ask('/api/catalogue', { ...good, host: `evil.example:${port}` }))[0]).toBe(421);
      expect((await ask('/api/catalogue', { ...good, host: 'studio.example.com' }))[0]).toBe(421);
      expect((await ask('/api/catalogue', { ...good, origin: `http://${host}` }))[0]).toBe(403);
    });
  });
});

describe('sessions', () => {
  const HOUR = 3_600_000;
  let now = 0;
  const sessionsOf = (key: Uint8Array) =>
    createSessions(
      () => now,
      () => undefined,
      key,
    );
  const [key, other] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];

  test('survive a restart with the same key, until they end', () => {
    const before = sessionsOf(key);
    const id = before.open(before.code) ?? '';
    expect([
      sessionsOf(key).isOpen(id),
      sessionsOf(other).isOpen(id),
      createSessions(
        () => now,
        () => undefined,
      ).isOpen(id),
    ]).toEqual([...[true, false, false]]);
    now = SESSION_HOURS * HOUR;
    expect(sessionsOf(key).isOpen(id)).toBe(false);
  });

  test('are refused with any other end, and without a signature', () => {
    now = 0;
    const sessions = sessionsOf(key);
    const id = sessions.open(sessions.code) ?? '';
    const [end = '', nonce = '', signature = ''] = id.split('.');
    for (const forged of [
      `${Number(end) * 2}.${nonce}.${signature}`,
      `${end}.${nonce}`,
      `${end}.${nonce}.`,
      '',
      '.',
      end,
      `${id}.`,
    ])
      expect({ forged, isOpen: sessions.isOpen(forged) }).toEqual({ forged, isOpen: false });
    expect(sessions.isOpen(id)).toBe(true);
  });
});

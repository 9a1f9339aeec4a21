import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Auth } from '../../../engine/manifest/types.generated.ts';
import { createManifest, ITEMS, list, OTHER, readText, runManifest, SECRETS } from './auth-case.ts';
import type { Answer, Script } from './small-vendor.ts';

const USER = 'Mufasa';
const REALM = 'things "of" the\\vendor';

const digest: Auth = { type: 'digest', username: USER, password: '{{settings.second}}' };

interface ServerOptions {
  readonly algorithm: string;
  readonly qop?: string;
  /** Number of requests that a nonce is good for. */
  readonly nonceUses?: number;
  readonly password?: string;
  readonly userhash?: boolean;
}

const parseHeader = (header: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...header.matchAll(/([a-z]+)=(?:"((?:[^"\\]|\\.)*)"|([^, ]*))/g)].map(([, name = '', quoted, plain]) => [
      name,
      quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '',
    ]),
  );

/** Digest server (RFC 7616 §3.4), independent of the client: it verifies the URI, the nonce and the count of each request. */
function createDigestServer({ algorithm, qop, nonceUses = 1000, password = OTHER, userhash }: ServerOptions) {
  const hash = (text: string) =>
    createHash({ MD5: 'md5', 'SHA-256': 'sha256', 'SHA-512-256': 'sha512-256' }[algorithm.replace('-sess', '')] ?? '')
      .update(text)
      .digest('hex');
  let [nonce, nonces] = ['', 0];
  let seen = new Set<string>();
  const problems: string[] = [];
  const challenge = (stale: boolean): Answer => {
    nonce = `nonce-${++nonces}`;
    seen = new Set();
    const fields = [
      `realm="${REALM.replace(/["\\]/g, '\\$&')}"`,
      `nonce="${nonce}"`,
      'opaque="0paque"',
      `algorithm=${algorithm}`,
      ...(qop ? [`qop="${qop}"`] : []),
      ...(stale ? ['stale=true'] : []),
      ...(userhash ? ['userhash=true'] : []),
    ];
    return { status: 401, headers: { 'www-authenticate': `Basic realm="x", Digest ${fields.join(', ')}` } };
  };
  const script: Script = async (target, request) => {
    const header = request.headers.authorization;
    if (!header?.startsWith('Digest ')) return challenge(false);
    const given = parseHeader(header);
    const { nc = '', cnonce = '', uri = '', response, username, realm = '', opaque, qop: used } = given;
    if (given['nonce'] !== nonce) return challenge(true);
    if (seen.size >= nonceUses) return challenge(true);
    const [method, path] = target.startsWith('/') ? ['GET', target] : target.split(' ');
    if (uri !== path || opaque !== '0paque' || realm !== REALM) problems.push(`${uri} ${opaque} ${realm}`);
    if (qop && seen.has(nc)) problems.push(`nc ${nc} twice`);
    if (qop && Number.parseInt(nc, 16) !== seen.size + 1) problems.push(`nc ${nc} after ${seen.size}`);
    seen.add(nc || `${seen.size}`);
    if (username !== (userhash ? hash(`${USER}:${REALM}`) : USER)) problems.push(`user ${username}`);
    const user = hash(`${USER}:${REALM}:${password}`);
    const a1 = algorithm.endsWith('-sess') ? hash(`${user}:${nonce}:${cnonce}`) : user;
    const body = used === 'auth-int' ? `:${hash(await readText(request))}` : '';
    const a2 = hash(`${method}:${uri}${body}`);
    const expected = qop ? `${a1}:${nonce}:${nc}:${cnonce}:${used}:${a2}` : `${a1}:${nonce}:${a2}`;
    if (response !== hash(expected)) return challenge(false);
    return new URL(target, 'http://x').searchParams.has('page')
      ? ITEMS
      : { json: { items: [{ id: '0' }], next: '/things?page=2&q=a%20b' } };
  };
  return { script, problems, nonces: () => nonces };
}

const paged = list({ paginator: { type: 'nextUrl', from: 'body', url: 'next' } });

describe('digest', () => {
  test.each<ServerOptions>([
    { algorithm: 'MD5', qop: 'auth' },
    { algorithm: 'MD5' },
    { algorithm: 'MD5-sess', qop: 'auth' },
    { algorithm: 'SHA-256', qop: 'auth-int, auth' },
    { algorithm: 'SHA-256-sess', qop: 'auth' },
    { algorithm: 'SHA-512-256', qop: 'auth', userhash: true },
  ])('%j: one challenge serves all requests', async (options) => {
    const server = createDigestServer(options);
    const { ids, asked } = await runManifest(createManifest(digest, paged), server.script);
    expect([ids, server.problems, server.nonces()]).toEqual([['0', '1'], [], 1]);
    expect(asked).toEqual(['/things', '/things', '/things?page=2&q=a%20b']);
  });

  test('a body that the signature covers', async () => {
    const server = createDigestServer({ algorithm: 'SHA-256', qop: 'auth-int' });
    const stream = list({ request: { method: 'POST', path: '/things?page=1', json: { a: 1 } } });
    const { ids } = await runManifest(createManifest(digest, stream), server.script);
    expect([ids, server.problems]).toEqual([['1'], []]);
  });

  test('an outdated nonce is replaced', async () => {
    const server = createDigestServer({ algorithm: 'SHA-256', qop: 'auth', nonceUses: 1 });
    const { ids } = await runManifest(createManifest(digest, paged), server.script);
    expect([ids, server.problems, server.nonces()]).toEqual([['0', '1'], [], 2]);
  });

  test('a wrong password is sent once, because accounts are locked after several', async () => {
    const server = createDigestServer({ algorithm: 'MD5', qop: 'auth', password: 'another' });
    const { code, asked } = await runManifest(createManifest(digest, paged), server.script);
    expect([code, asked.length]).toEqual(['AUTH_REJECTED', 2]);
  });

  test('a 401 without a challenge', async () => {
    const { code, asked } = await runManifest(createManifest(digest), () => ({ status: 401, json: {} }), SECRETS);
    expect([code, asked.length]).toEqual(['AUTH_REJECTED', 1]);
  });
});

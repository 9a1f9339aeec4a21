import { expect, test } from 'vitest';
import { createSecret } from '../../../engine/base/secret/index.ts';
import { parseChallenges } from '../../../engine/pipeline/auth/challenge.ts';
import { formatDigest } from '../../../engine/pipeline/auth/digest.ts';
import { compileScheme, createContext, REQUESTS } from './setup.ts';

const SETTINGS = { password: createSecret('Circle of Life') };

/** Examples of RFC 7616 §3.9.1: the same request, answered with either algorithm. */
const CHALLENGES = [
  'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256,',
  ' nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"',
].join('');

const sign = async (header: string, username = 'Mufasa') => {
  const auth = { type: 'digest', username, password: '{{settings.password}}' } as const;
  const scheme = await compileScheme(auth, { requests: REQUESTS, scope: { settings: SETTINGS } });
  const session = scheme.challenge?.({ 'www-authenticate': header })?.session;
  if (!session) throw new Error('no challenge');
  // The client nonce of the example, which is not hexadecimal there, comes from these bytes.
  const randomBytes = (count: number) => Uint8Array.from({ length: count }, () => 0xab);
  const context = createContext(SETTINGS, { session, uses: 1, randomBytes });
  const request = { method: 'GET', url: 'http://www.example.org/dir/index.html', headers: {} } as const;
  return scheme.sign(request, context).headers['authorization'] ?? '';
};

test('the header has the fields of the example of RFC 7616', async () => {
  const header = await sign(CHALLENGES);
  expect(header.replace(/response="[0-9a-f]{64}"/, 'response=…')).toBe(
    `Digest username="Mufasa", realm="http-auth@example.org", nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", uri="/dir/index.html", response=…, algorithm=SHA-256, opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS", qop=auth, nc=00000001, cnonce="${'ab'.repeat(16)}"`,
  );
});

test.each([
  ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
  ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
])('the response of the example of RFC 7616 with %s', (algorithm, response) => {
  const parameters = {
    realm: 'http-auth@example.org',
    nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
    opaque: 'FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS',
    algorithm,
    qop: 'auth',
    userhash: false,
  } as const;
  const request = { method: 'GET', url: 'http://www.example.org/dir/index.html', headers: {} } as const;
  const cnonce = 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ';
  const input = { request, username: 'Mufasa', password: 'Circle of Life', cnonce, count: 1 };
  expect(formatDigest(parameters, input)).toContain(`response="${response}"`);
});

test('the strongest of several challenges is answered', async () => {
  const header = await sign(`${CHALLENGES}, Digest realm="r", nonce="n", algorithm=MD5, Negotiate`);
  expect(header).toContain('algorithm=SHA-256');
});

test('a user name outside ASCII is sent in its extended form', async () => {
  expect(await sign(CHALLENGES, 'Jäsøn Doe')).toContain("username*=UTF-8''J%C3%A4s%C3%B8n%20Doe");
});

test.each([
  ['Basic realm="a, b"', [['basic', { realm: 'a, b' }]]],
  [
    'Negotiate, Digest nonce = "x\\"y" , qop=auth',
    [
      ['negotiate', {}],
      ['digest', { nonce: 'x"y', qop: 'auth' }],
    ],
  ],
  ['', []],
  ['Digest nonce="unfinished', [['digest', { nonce: '' }]]],
])('the challenges of %s', (header, expected) => {
  const parsed = parseChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);
  expect(parsed).toEqual(expected);
});

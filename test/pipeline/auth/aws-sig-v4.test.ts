import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSecret } from '../../../engine/base/secret/index.ts';
import type { AwsSigV4Auth } from '../../../engine/manifest/types.generated.ts';
import type { HttpRequest } from '../../../engine/pipeline/request/index.ts';
import { catchError, compileScheme, createContext, REQUESTS } from './setup.ts';

const KEY = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const SETTINGS = { id: 'AKIDEXAMPLE', key: createSecret(KEY), token: createSecret('t0k3n') };
const NOW = Date.UTC(2015, 7, 30, 12, 36, 0);

const auth = (service: string, more: Partial<AwsSigV4Auth> = {}): AwsSigV4Auth => ({
  type: 'awsSigV4',
  accessKeyId: '{{settings.id}}',
  secretAccessKey: '{{settings.key}}',
  region: 'us-east-1',
  service,
  ...more,
});

const sign = async (given: AwsSigV4Auth, request: HttpRequest, settings: Record<string, unknown> = SETTINGS) => {
  const scheme = await compileScheme(given, { requests: REQUESTS, scope: { settings } });
  return scheme.sign(request, createContext(settings, { now: NOW })).headers;
};

/** Signatures that AWS publishes: the example of its guide, and cases of its test suite. */
test.each([
  [
    'the example of the guide (ListUsers)',
    'iam',
    {
      method: 'GET',
      url: 'https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08',
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    },
    'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
  ],
  [
    'get-vanilla',
    'service',
    { method: 'GET', url: 'https://example.amazonaws.com/', headers: {} },
    'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
  ],
  [
    'get-vanilla-query-order-key-case',
    'service',
    { method: 'GET', url: 'https://example.amazonaws.com/?Param2=value2&Param1=value1', headers: {} },
    'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  ],
  [
    'post-vanilla',
    'service',
    { method: 'POST', url: 'https://example.amazonaws.com/', headers: {} },
    'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
  ],
  [
    'post-x-www-form-urlencoded',
    'service',
    {
      method: 'POST',
      url: 'https://example.amazonaws.com/',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Param1=value1',
    },
    'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
  ],
] as const)('%s', async (_, service, draft, authorization) => {
  const headers = await sign(auth(service), draft);
  expect(headers).toEqual({ ...draft.headers, 'x-amz-date': '20150830T123600Z', authorization });
});

test('a session token is sent and signed', async () => {
  const draft = { method: 'GET', url: 'https://x.example/', headers: { accept: '*/*' } } as const;
  const headers = await sign(auth('s', { sessionToken: '{{settings.token}}' }), draft);
  expect(headers['x-amz-security-token']).toBe('t0k3n');
  expect(headers['authorization']).toContain('SignedHeaders=host;x-amz-date;x-amz-security-token,');
});

test('s3 gets the hash of the body', async () => {
  const headers = await sign(auth('s3'), { method: 'GET', url: 'https://x.example/', headers: {} });
  expect(headers['x-amz-content-sha256']).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

test('an id with characters that are invalid in a header is malformed', async () => {
  const draft = { method: 'GET', url: 'https://x.example/', headers: {} } as const;
  expect((await catchError(sign(auth('s'), draft, { ...SETTINGS, id: 'A\n' }))).code).toBe('AUTH_SECRET_MALFORMED');
});

/** Independent implementation of the signature, for a service other than s3 and a GET without a body. */
const plainly = (path: string, parameters: readonly (readonly [string, string])[]) => {
  const rfc3986 = (text: string) =>
    [...Buffer.from(text)]
      .map((byte) => {
        const c = String.fromCharCode(byte);
        return /[A-Za-z0-9._~-]/.test(c) ? c : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
      })
      .join('');
  const query = parameters.map(([name, value]) => `${rfc3986(name)}=${rfc3986(value)}`);
  const byName = [...query].sort((a, b) =>
    Buffer.compare(Buffer.from(a.replace('=', '\0')), Buffer.from(b.replace('=', '\0'))),
  );
  const uri = path.split('/').map(rfc3986).join('/');
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  const request = `GET\n${uri}\n${byName.join('&')}\nhost:x.example\nx-amz-date:20150830T123600Z\n\nhost;x-amz-date\n${hash('')}`;
  let key: Uint8Array = Buffer.from(`AWS4${KEY}`);
  for (const part of ['20150830', 'us-east-1', 's', 'aws4_request'])
    key = createHmac('sha256', key).update(part).digest();
  const text = `AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/s/aws4_request\n${hash(request)}`;
  return createHmac('sha256', key).update(text).digest('hex');
};

test('the signature is that of an independent implementation, for any path and query', async () => {
  const scheme = await compileScheme(auth('s'), { requests: REQUESTS, scope: { settings: SETTINGS } });
  const texts = fc.string({ unit: 'grapheme', maxLength: 8 });
  fc.assert(
    fc.property(fc.webPath(), fc.array(fc.tuple(texts, texts), { minLength: 1 }), (path, parameters) => {
      const query = parameters
        .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
        .join('&');
      const url = new URL(`https://x.example${path}?${query}`);
      const { headers } = scheme.sign(
        { method: 'GET', url: url.href, headers: {} },
        createContext(SETTINGS, { now: NOW }),
      );
      expect(headers['authorization']).toContain(`Signature=${plainly(url.pathname, parameters)}`);
    }),
  );
});

import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSecret } from '../../../engine/base/secret/index.ts';
import type { Auth, HmacAuth } from '../../../engine/manifest/types.generated.ts';
import {
  catchError,
  compileScheme,
  createContext,
  DRAFT,
  NOW,
  REQUESTS,
  sequentialBytes,
  signRequest,
} from './setup.ts';

/** Signature with a key chain, as used by a real vendor. */
const VERACODE: HmacAuth = {
  type: 'hmac',
  algorithm: 'sha256',
  values: { id: { value: '{{settings.api_id}}', afterLast: '-' } },
  key: { value: '{{settings.api_key}}', afterLast: '-', decode: 'hex' },
  nonce: { bytes: 16 },
  derive: [
    { message: '{{nonce}}', decode: 'hex' },
    { message: '{{timestamp}}' },
    { message: 'vcode_request_version_1' },
  ],
  sign: 'id={{lower id}}&host={{lower request.host}}&url={{request.pathWithQuery}}&method={{upper request.method}}',
  inject: {
    into: 'header',
    name: 'Authorization',
    value: 'VERACODE-HMAC-SHA-256 id={{id}},ts={{timestamp}},nonce={{nonce}},sig={{signature}}',
  },
};

const ID = '3ddaeeb10ca690df3fee5e3bd1c329fa';
const KEY = '0123456789abcdef'.repeat(8);

/** Known answers: the first comes from a real client, the others from a library in another language. */
const KNOWN = [
  {
    name: 'a header of a real client',
    id: ID,
    key: ID.repeat(4),
    method: 'GET',
    url: 'https://localhost/api/4.0/detailedreportpdf.do?build_id=1',
    ts: 1588878918722,
    nonce: 'a8d7fdb5aa22fc3fdb688fbb6807c2b4',
    signature: '055490fe1aba6c309205ef5322b37a77a9de0646a318de23699e69ce4c5cb9d4',
  },
  {
    name: 'no query',
    id: ID,
    key: KEY,
    method: 'GET',
    url: 'https://api.veracode.com/appsec/v1/applications',
    ts: 1445452792746,
    nonce: '3b1974fbaa7c97cc3b1974fbaa7c97cc',
    signature: '7a1d6252cb8b9e4a57318713c8cd9fc965b3d8234e7fdf511be90958cd603ead',
  },
  {
    name: 'a query',
    id: ID,
    key: KEY,
    method: 'GET',
    url: 'https://api.veracode.com:443/appsec/v1/applications?size=50&page=0',
    ts: 1445452792746,
    nonce: '3b1974fbaa7c97cc3b1974fbaa7c97cc',
    signature: '62b12b27829938cf1c95064dcc86a71fc497d4252c23f3f7c7da9907a12ab2ab',
  },
  {
    name: 'credentials with a prefix, and a body that is not signed',
    id: `vera01ei-${ID}`,
    key: `vera01es-${KEY}`,
    method: 'POST',
    url: 'https://api.veracode.eu/appsec/v1/analytics/report',
    ts: 1700000000000,
    nonce: '00112233445566778899aabbccddeeff',
    signature: '8e55d14d0c5c51307134415efff811ea941d16332b04aff11798cb1c2a608fbd',
    body: '{"scan_type":["Static Analysis"]}',
  },
] as const;

test.each(KNOWN)('known answer: $name', async ({ id, key, method, url, ts, nonce, signature, ...more }) => {
  const settings = { api_id: id, api_key: createSecret(key) };
  const scheme = await compileScheme(VERACODE, { requests: REQUESTS, scope: { settings } });
  const draft = { method, url, headers: {}, ...more };
  const context = createContext(settings, { now: ts, randomBytes: () => Buffer.from(nonce, 'hex') });
  const expected = `VERACODE-HMAC-SHA-256 id=${ID},ts=${ts},nonce=${nonce},sig=${signature}`;
  expect(scheme.sign(draft, context)).toEqual({ ...draft, headers: { authorization: expected } });
});

/** Independent implementation of the signature, step by step. */
const plainly = (url: string, method: string) => {
  const nonce = sequentialBytes(16);
  const mac = (key: Uint8Array, message: string | Uint8Array) => createHmac('sha256', key).update(message).digest();
  const wire = /^https:\/\/([^/]+)(.*)$/s.exec(url);
  const text = `id=${ID}&host=${wire?.[1]}&url=${wire?.[2]}&method=${method}`;
  const last = mac(mac(mac(Buffer.from(KEY, 'hex'), nonce), String(NOW)), 'vcode_request_version_1');
  return mac(last, text).toString('hex');
};

test('the signature is that of an independent implementation, for any path and query', async () => {
  const settings = { api_id: ID, api_key: createSecret(KEY) };
  const scheme = await compileScheme(VERACODE, { requests: REQUESTS, scope: { settings } });
  fc.assert(
    fc.property(
      fc.webPath(),
      fc.webQueryParameters(),
      fc.constantFrom('GET' as const, 'POST' as const),
      (path, query, method) => {
        const url = new URL(`https://api.example${path}${query && `?${query}`}`).href;
        const { headers } = scheme.sign({ ...DRAFT, method, url }, createContext(settings));
        expect(headers['authorization']).toContain(`sig=${plainly(url, method)}`);
      },
    ),
  );
});

describe('parts', () => {
  const simple = (more: Partial<HmacAuth>): HmacAuth => ({
    type: 'hmac',
    algorithm: 'sha256',
    key: { value: '{{settings.key}}' },
    sign: 'x',
    inject: { into: 'header', name: 'X-Sig', value: '{{signature}}' },
    ...more,
  });
  const shown = (value: string): Partial<HmacAuth> => ({ inject: { into: 'header', name: 'X-Sig', value } });
  const settings = { key: createSecret('schlüssel'), b64: createSecret('c2NobMO8c3NlbA=='), id: 'a-b-c' };
  const mac = (algorithm: string, text: string) => createHmac(algorithm, 'schlüssel').update(text).digest();
  const draft = { ...DRAFT, method: 'POST' as const, url: 'https://api.example:8443/a%20b?q=1&r', body: 'böd' };

  test.each<[string, HmacAuth, string]>([
    ['sha1', simple({ algorithm: 'sha1' }), mac('sha1', 'x').toString('hex')],
    ['sha384', simple({ algorithm: 'sha384' }), mac('sha384', 'x').toString('hex')],
    ['sha512 in base64', simple({ algorithm: 'sha512', encode: 'base64' }), mac('sha512', 'x').toString('base64')],
    ['base64url', simple({ encode: 'base64url' }), mac('sha256', 'x').toString('base64url')],
    [
      'a key in base64',
      simple({ key: { value: '{{settings.b64}}', decode: 'base64' } }),
      mac('sha256', 'x').toString('hex'),
    ],
    ['the method', simple({ sign: '{{request.method}}' }), mac('sha256', 'POST').toString('hex')],
    ['the host with its port', simple({ sign: '{{request.host}}' }), mac('sha256', 'api.example:8443').toString('hex')],
    ['the path', simple({ sign: '{{request.path}}' }), mac('sha256', '/a%20b').toString('hex')],
    ['the query', simple({ sign: '{{request.query}}' }), mac('sha256', 'q=1&r').toString('hex')],
    [
      'the path with the query',
      simple({ sign: '{{request.pathWithQuery}}' }),
      mac('sha256', '/a%20b?q=1&r').toString('hex'),
    ],
    [
      'a value after the last mark',
      simple({ values: { v: { value: '{{settings.id}}', afterLast: '-' } }, ...shown('{{v}}') }),
      'c',
    ],
    [
      'a value without the mark',
      simple({ values: { v: { value: '{{settings.id}}', afterLast: '#' } }, ...shown('{{v}}') }),
      'a-b-c',
    ],
    ['a nonce in base64', simple({ nonce: { bytes: 3, encode: 'base64' }, ...shown('{{nonce}}') }), 'AAEC'],
    [
      'the hash of the body',
      simple({ bodyHash: { algorithm: 'md5', encode: 'base64' }, ...shown('{{bodyHash}}') }),
      createHash('md5').update('böd').digest('base64'),
    ],
    ['epochMillis', simple(shown('{{timestamp}}')), '1700000000000'],
    ['epochSeconds', simple({ timestamp: 'epochSeconds', ...shown('{{timestamp}}') }), '1700000000'],
    ['rfc3339', simple({ timestamp: 'rfc3339', ...shown('{{timestamp}}') }), '2023-11-14T22:13:20.000Z'],
    ['rfc3339Seconds', simple({ timestamp: 'rfc3339Seconds', ...shown('{{timestamp}}') }), '2023-11-14T22:13:20Z'],
    ['basic', simple({ timestamp: 'basic', ...shown('{{timestamp}}') }), '20231114T221320Z'],
    ['httpDate', simple({ timestamp: 'httpDate', ...shown('{{timestamp}}') }), 'Tue, 14 Nov 2023 22:13:20 GMT'],
  ])('%s', async (_, auth, expected) => {
    expect((await signRequest(auth, settings, draft)).headers['x-sig']).toBe(expected);
  });

  test('several parts of a request are signed', async () => {
    const auth = simple({
      inject: [
        { into: 'header', name: 'X-Time', value: '{{timestamp}}' },
        { into: 'query', name: 'sig', value: '{{signature}}' },
        { into: 'cookie', name: 'key', value: '{{settings.id}}' },
      ],
      encode: 'base64',
    });
    const { url, headers } = await signRequest(auth, settings, draft);
    expect(new URL(url).searchParams.get('sig')).toBe(mac('sha256', 'x').toString('base64'));
    expect([headers['x-time'], headers['cookie']]).toEqual(['1700000000000', 'key=a-b-c']);
  });

  test.each([
    ['an odd number of digits', 'abc'],
    ['a letter that is not a digit', 'abxx'],
    ['a line end', 'ab\n'],
    ['nothing', ''],
    ['only a prefix', 'vera01es-'],
  ])('a key in hexadecimal: %s', async (_, key) => {
    const error = await catchError(signRequest(VERACODE as Auth, { api_id: ID, api_key: createSecret(key) }));
    expect(error.code).toBe('AUTH_SECRET_MALFORMED');
    if (key !== '') expect(JSON.stringify([error.message, error.fix, error.details])).not.toContain(key);
  });
});

import { constants, createHmac, generateKeyPairSync, type KeyObject, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createSecret } from '../../../engine/base/secret/index.ts';
import type { JwtAuth } from '../../../engine/manifest/types.generated.ts';
import { catchError, compileScheme, createContext, DRAFT, logIn, NOW, REQUESTS, signRequest } from './setup.ts';

const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 });
const P256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const P384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const ED = generateKeyPairSync('ed25519');

const pem = ({ privateKey }: { privateKey: KeyObject }) =>
  privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

const jwtAuth = (algorithm: JwtAuth['algorithm'], more: Partial<JwtAuth> = {}): JwtAuth => ({
  type: 'jwt',
  algorithm,
  key: { value: '{{settings.key}}' },
  keyId: 'k-1',
  claims: { iss: '{{settings.client}}', aud: 'https://iam.example', admin: true, n: 7 },
  lifetime: 'PT10M',
  ...more,
});

/** Decodes the parts of a token. */
const read = (token: string) => {
  const [head = '', payload = '', signature = ''] = token.split('.');
  const parse = (text: string) => JSON.parse(Buffer.from(text, 'base64url').toString());
  return {
    header: parse(head),
    payload: parse(payload),
    text: `${head}.${payload}`,
    signature: Buffer.from(signature, 'base64url'),
  };
};

const tokenFor = async (auth: JwtAuth, key: string) => {
  const { headers } = await signRequest(auth, { key: createSecret(key), client: 'me' });
  return (headers['authorization'] ?? '').replace(/^Bearer /, '');
};

describe('signatures that the public key verifies', () => {
  const p1363 = 'ieee-p1363' as const;
  test.each([
    ['RS256', RSA, 'sha256', {}],
    ['RS384', RSA, 'sha384', {}],
    ['RS512', RSA, 'sha512', {}],
    ['PS256', RSA, 'sha256', { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }],
    ['ES256', P256, 'sha256', { dsaEncoding: p1363 }],
    ['ES384', P384, 'sha384', { dsaEncoding: p1363 }],
    ['EdDSA', ED, null, {}],
  ] as const)('%s', async (algorithm, pair, hash, how) => {
    const { header, text, signature } = read(await tokenFor(jwtAuth(algorithm), pem(pair)));
    expect(header).toEqual({ alg: algorithm, typ: 'JWT', kid: 'k-1' });
    expect(verify(hash, Buffer.from(text), { key: pair.publicKey, ...how }, signature)).toBe(true);
  });

  test.each([
    ['HS256', 'sha256'],
    ['HS384', 'sha384'],
    ['HS512', 'sha512'],
  ] as const)('%s', async (algorithm, hash) => {
    const { text, signature } = read(await tokenFor(jwtAuth(algorithm), 'schlüssel'));
    expect(signature).toEqual(createHmac(hash, 'schlüssel').update(text).digest());
  });
});

test('the claims', async () => {
  const { payload } = read(await tokenFor(jwtAuth('HS256'), 'key'));
  expect(payload).toEqual({
    iat: NOW / 1000,
    exp: NOW / 1000 + 600,
    jti: '000102030405060708090a0b0c0d0e0f',
    iss: 'me',
    aud: 'https://iam.example',
    admin: true,
    n: 7,
  });
});

test('a PEM with escaped line ends (\\n) is accepted', async () => {
  const { text, signature } = read(await tokenFor(jwtAuth('RS256'), pem(RSA).replaceAll('\n', '\\n')));
  expect(verify('sha256', Buffer.from(text), RSA.publicKey, signature)).toBe(true);
});

test.each([
  ['no PEM', 'RS256', 'not a key'],
  ['a public key', 'RS256', RSA.publicKey.export({ type: 'spki', format: 'pem' }).toString()],
  ['a key of another kind', 'RS256', pem(P256)],
  ['a key of another curve', 'ES256', pem(P384)],
  ['nothing', 'HS256', ''],
] as const)('malformed: %s', async (_, algorithm, key) => {
  const error = await catchError(tokenFor(jwtAuth(algorithm), key));
  expect(error.code).toBe('AUTH_SECRET_MALFORMED');
  expect(error.cause).toBeUndefined();
});

test('an assertion is exchanged for a token', async () => {
  const settings = { key: createSecret('key'), client: 'me' };
  const exchange = {
    tokenUrl: 'https://iam.example/token',
    scopes: ['a', 'b'],
    parameters: { tenant: '{{settings.client}}' },
  };
  const scheme = await compileScheme(jwtAuth('HS256', { exchange }), { requests: REQUESTS, scope: { settings } });
  const context = createContext(settings);
  const { session, sent } = await logIn(scheme.login, context, {
    vendor: () => ({ body: { access_token: 'abc', expires_in: 600 } }),
  });
  const form = new URLSearchParams(sent[0]?.body);
  expect(sent[0]).toMatchObject({ method: 'POST', url: 'https://iam.example/token' });
  expect([form.get('grant_type'), form.get('scope'), form.get('tenant')]).toEqual([
    'urn:ietf:params:oauth:grant-type:jwt-bearer',
    'a b',
    'me',
  ]);
  expect(read(form.get('assertion') ?? '').payload).toMatchObject({ iss: 'me' });
  expect(scheme.sign(DRAFT, { ...context, session }).headers['authorization']).toBe('Bearer abc');
});

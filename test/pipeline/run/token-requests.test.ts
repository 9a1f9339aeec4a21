import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Auth, OAuth2Auth } from '../../../engine/manifest/types.generated.ts';
import { createManifest, DENIED, ITEMS, list, readText, runManifest, SECRETS } from './auth-case.ts';
import type { Answer, Script } from './small-vendor.ts';

const SECRET = 'p+a/s=s%w:x';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;

const oauth = (more: Partial<OAuth2Auth>): Auth => ({
  type: 'oauth2',
  grant: 'client_credentials',
  tokenUrl: '{{settings.url}}/token',
  clientId: 'client/1',
  clientSecret: '{{settings.key}}',
  ...more,
});

interface TokenRequest {
  readonly form: URLSearchParams;
  readonly basic: string | undefined;
  readonly authorization: string | undefined;
}

/** Starts a run against a token endpoint that accepts what `accepts` returns true for. */
const runOAuth = (auth: Auth, accepts: (given: TokenRequest) => boolean, answer: Answer = TOKEN) => {
  const script: Script = async (target, request) => {
    const { authorization } = request.headers;
    if (target !== 'POST /token') return authorization === 'Bearer acc3ss-t0ken' ? ITEMS : DENIED;
    const [, encoded] = /^Basic (.*)$/.exec(authorization ?? '') ?? [];
    const basic = encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString();
    return accepts({ form: new URLSearchParams(await readText(request)), basic, authorization })
      ? answer
      : { status: 401, json: { error: 'invalid_client' } };
  };
  return runManifest(createManifest(auth), script, { ...SECRETS, key: SECRET, second: PEM });
};

const TOKEN: Answer = { json: { access_token: 'acc3ss-t0ken', expires_in: 600 } };

/** Decodes and verifies a JWT. */
const readJwt = (text: string) => {
  const [head = '', body = '', signature = ''] = text.split('.');
  const isValid = verify(
    'sha256',
    Buffer.from(`${head}.${body}`),
    createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })),
    Buffer.from(signature, 'base64url'),
  );
  const parse = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
  return { isValid, header: parse(head), claims: parse(body) };
};

describe('client authentication', () => {
  test('a server that compares the secret without percent-decoding', async () => {
    const accepts = ({ basic }: TokenRequest) => basic === `client/1:${SECRET}`;
    expect((await runOAuth(oauth({ clientAuth: 'rawBasic' }), accepts)).ids).toEqual(['1']);
    expect((await runOAuth(oauth({ clientAuth: 'basic' }), accepts)).code).toBe('AUTH_REJECTED');
  });

  test('a server that decodes the secret (RFC 6749)', async () => {
    const accepts = ({ basic = '', form }: TokenRequest) =>
      basic.split(':').map(decodeURIComponent).join(' ') === `client/1 ${SECRET}` && !form.has('client_secret');
    expect((await runOAuth(oauth({ clientAuth: 'basic' }), accepts)).ids).toEqual(['1']);
  });

  test('in the body, which is the default', async () => {
    const accepts = ({ form, basic }: TokenRequest) => form.get('client_secret') === SECRET && basic === undefined;
    expect((await runOAuth(oauth({}), accepts)).ids).toEqual(['1']);
  });

  test('an assertion signed by a private key (RFC 7523)', async () => {
    const { clientSecret: _, ...auth } = oauth({
      clientAuth: 'privateKeyJwt',
      clientAssertion: {
        algorithm: 'RS256',
        key: { value: '{{settings.second}}' },
        keyId: 'k1',
        headers: { x5t: 'thumb' },
      },
    }) as OAuth2Auth;
    let seen: ReturnType<typeof readJwt> | undefined;
    const { ids } = await runOAuth(auth, ({ form }) => {
      seen = readJwt(form.get('client_assertion') ?? '..');
      return (
        seen.isValid &&
        form.get('client_assertion_type') === 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' &&
        !form.has('client_secret')
      );
    });
    expect(ids).toEqual(['1']);
    expect(seen?.header).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'k1', x5t: 'thumb' });
    expect(seen?.claims).toMatchObject({ iss: 'client/1', sub: 'client/1', aud: expect.stringMatching(/\/token$/) });
    expect(Object.keys(seen?.claims ?? {})).toEqual(expect.arrayContaining(['iat', 'exp', 'jti']));
  });
});

test('a signed JWT as bearer of the token request, whose response has other names', async () => {
  const auth: Auth = {
    type: 'jwt',
    algorithm: 'RS256',
    key: { value: '{{settings.second}}' },
    claims: { iss: '4711' },
    exchange: {
      tokenUrl: '{{settings.url}}/token',
      assertion: 'bearer',
      headers: { accept: 'application/vnd.github+json' },
      response: { token: 'token', expiresAt: 'expires_at' },
    },
  };
  const answer = { status: 201, json: { token: 'acc3ss-t0ken', expires_at: '2999-01-01T00:00:00Z' } };
  const accepts = ({ authorization = '', form }: TokenRequest) => {
    const { isValid, claims } = readJwt(authorization.replace(/^Bearer /, ''));
    return isValid && claims['iss'] === '4711' && [...form].length === 0;
  };
  expect((await runOAuth(auth, accepts, answer)).ids).toEqual(['1']);
});

test('a response without the named token', async () => {
  const auth = oauth({ response: { token: 'data.token' } });
  const { report } = await runOAuth(auth, () => true);
  expect([report.error?.code, report.error?.message]).toEqual([
    'AUTH_RESPONSE_INVALID',
    expect.stringContaining('data.token is missing'),
  ]);
});

test('an expiry that the response states as a time is used', async () => {
  let tokens = 0;
  const stream = list({ paginator: { type: 'nextUrl', from: 'body', url: 'next' } });
  const auth = oauth({ response: { expiresAt: 'valid_until' }, refreshBefore: 'PT0S' });
  const script: Script = (target) => {
    if (target.startsWith('POST')) {
      tokens += 1;
      return { json: { access_token: `acc3ss-t0ken-${tokens}`, valid_until: '2000-01-01T00:00:00Z', expires_in: 60 } };
    }
    return target === '/things' ? { json: { items: [], next: '/things?page=2' } } : ITEMS;
  };
  // A time that is not in the future is ignored, like other expiries of that kind.
  const { ids } = await runManifest(createManifest(auth, stream), script, { ...SECRETS, key: SECRET });
  expect([ids, tokens]).toEqual([['1'], 1]);
});

import { randomBytes } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { createSecret } from '../../../engine/base/secret/index.ts';
import type { Auth, RequestSpec } from '../../../engine/manifest/types.generated.ts';
import type { AuthContext, LoginResponse, Scheme, Session } from '../../../engine/pipeline/auth/index.ts';
import { compileRequest, type HttpRequest } from '../../../engine/pipeline/request/index.ts';
import { startAppScan, startCheckmarx, startVeracode, type Vendor } from '../../../studio/demo/vendors/index.ts';
import { catchError, compileScheme } from './setup.ts';

const OPTIONS = { seed: 5, findings: 40 };
const [veracode, appscan, checkmarx] = await Promise.all([
  startVeracode({ ...OPTIONS, region: 'eu' }),
  startAppScan(OPTIONS),
  startCheckmarx(OPTIONS),
]);
afterAll(() => Promise.all([veracode, appscan, checkmarx].map((vendor) => vendor.close())));

const send = async ({ url, ...request }: HttpRequest): Promise<LoginResponse> => {
  const answer = await fetch(url, request);
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json');
  return { status: answer.status, headers: Object.fromEntries(answer.headers), body: isJson ? JSON.parse(text) : text };
};

/** Logs in over HTTP, as a run does. */
const loggedIn = async ({ login }: Scheme, context: AuthContext): Promise<Session | undefined> => {
  if (login === undefined) return undefined;
  let state = login.begin(context);
  for (let move = await login.next(state, context); ; move = await login.next(state, context)) {
    if (move.kind === 'done') return move.session;
    state = await login.capture(state, await send(move.request), context);
  }
};

interface Case {
  readonly name: string;
  readonly vendor: Vendor;
  readonly auth: Auth;
  readonly secrets: readonly string[];
  readonly baseUrl: string;
  readonly request: RequestSpec;
}

const CASES: readonly Case[] = [
  {
    name: 'hmac with a key chain',
    vendor: veracode,
    secrets: ['api_key'],
    baseUrl: '{{settings.base_url}}',
    request: { path: '/appsec/v1/applications', query: { size: 2, name: "it's (a) *b*, c/d é" } },
    auth: {
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
      sign: 'id={{lower id}}&host={{lower request.host}}&url={{request.pathWithQuery}}&method={{request.method}}',
      inject: {
        into: 'header',
        name: 'Authorization',
        value: 'VERACODE-HMAC-SHA-256 id={{id}},ts={{timestamp}},nonce={{nonce}},sig={{signature}}',
      },
    },
  },
  {
    name: 'a session from a login',
    vendor: appscan,
    secrets: ['key_secret'],
    baseUrl: '{{settings.domain_url}}',
    request: { path: '/api/v4/Apps', query: { $top: 2, $count: true, $filter: "contains(Name, 'a')" } },
    auth: {
      type: 'session',
      login: [
        {
          request: {
            method: 'POST',
            path: '/api/v4/Account/ApiKeyLogin',
            json: { KeyId: '{{settings.key_id}}', KeySecret: '{{settings.key_secret}}' },
          },
          capture: { token: 'Token', expiresAt: 'Expire' },
        },
      ],
      inject: { into: 'header', name: 'Authorization', value: 'Bearer {{session.token}}' },
    },
  },
  {
    name: 'a token from a refresh token',
    vendor: checkmarx,
    secrets: ['api_key'],
    baseUrl: '{{settings.domain_name}}',
    request: { path: '/api/dast/scans/environments', query: { from: 1, to: 3 } },
    auth: {
      type: 'oauth2',
      grant: 'refresh_token',
      tokenUrl: '{{settings.iam_url}}/auth/realms/{{settings.tenant_name}}/protocol/openid-connect/token',
      clientId: 'ast-app',
      refreshToken: '{{settings.api_key}}',
    },
  },
];

/** Compiles a connection to a vendor, with its secrets wrapped. */
const connect = async (
  { vendor, auth, secrets, baseUrl, request }: Case,
  change: (value: string) => string = (value) => value,
) => {
  const entries = Object.entries(vendor.config.settings).map(([name, value]) =>
    secrets.includes(name) ? [name, createSecret(change(String(value)))] : [name, value],
  );
  const scope = { settings: Object.fromEntries(entries) };
  const requests = { baseUrl, allowedHosts: vendor.origins, userAgent: 'mapwright/0' };
  const scheme = await compileScheme(auth, { requests, scope });
  const ask = async (session: Session | undefined) => {
    const draft = await compileRequest(request, requests).build(scope);
    return send(scheme.sign(draft, { now: Date.now(), randomBytes, scope, ...(session && { session }) }));
  };
  return { scheme, ask, login: () => loggedIn(scheme, { now: Date.now(), randomBytes, scope }) };
};

describe.each(CASES)('$name, verified by a simulated vendor', (given) => {
  test('a request is answered', async () => {
    const { ask, login } = await connect(given);
    const session = await login();
    if (session) expect(session.refreshAt).toBeGreaterThan(Date.now());
    expect(await ask(session)).toMatchObject({ status: 200, body: expect.any(Object) });
  });

  test('another secret is rejected', async () => {
    // The format stays valid: only one character differs.
    const { scheme, ask, login } = await connect(given, (value) =>
      value.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
    );
    if (scheme.login) expect((await catchError(login())).code).toBe('AUTH_REJECTED');
    else expect((await ask(undefined)).status).toBe(401);
  });
});

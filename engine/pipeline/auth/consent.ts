import { createHash } from 'node:crypto';
import { engineError } from '../../base/errors/index.ts';
import { createSecret, type Secret } from '../../base/secret/index.ts';
import { revealSecret } from '../../base/secret/secret.ts';
import { compileTemplate, encodeComponent } from '../../language/template/index.ts';
import type { OAuth2Auth, OAuth2Redirect } from '../../manifest/types.generated.ts';
import { compileRequest, type HttpRequest, parseUrl } from '../request/index.ts';
import { dropUndefined } from './client-auth.ts';
import { compileCredentialText } from './credential.ts';
import { checkLoginResponse, createInvalidResponseError, formatToken, parseLoginJson } from './login-response.ts';
import { type BuildTokenRequest, compileTokenRequest } from './oauth2.ts';
import type { AuthContext, AuthSetup, LoginResponse } from './scheme.ts';
import { compileTokenReader } from './token-endpoint.ts';

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const REFRESH_SETTING = /^\{\{\s*settings\.([A-Za-z0-9_.]+)\s*\}\}$/;

/** Values of one authorization request (RFC 6749 §4.1.1, RFC 7636). */
export interface CodeAttempt {
  readonly redirectUrl: string;
  readonly state: string;
  readonly verifier: string;
}

interface ConsentBase {
  /** Secret setting that stores the refresh token. */
  readonly setting: string;
  /** Reads the refresh token from a token response. Rejects with AUTH_REJECTED, AUTH_RESPONSE_INVALID. */
  readRefreshToken(response: LoginResponse, now: number): Promise<Secret>;
}

/** Consent in a browser that is redirected to this machine (authorization code with PKCE). */
export interface CodeConsent extends ConsentBase {
  readonly grant: 'authorization_code';
  readonly redirect: OAuth2Redirect;
  /** Returns the URL to open in the browser. */
  buildUrl(attempt: CodeAttempt, context: AuthContext): string;
  buildTokenRequest(code: string, attempt: CodeAttempt, context: AuthContext): Promise<HttpRequest>;
}

/** Response of the device authorization endpoint (RFC 8628 §3.2). */
export interface DeviceCode {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly url: string;
  /** URL that contains the code. */
  readonly completeUrl: string | undefined;
  readonly intervalMs: number;
  readonly expiresInMs: number;
}

/** Consent on any device, by entering a code. */
export interface DeviceConsent extends ConsentBase {
  readonly grant: 'device_code';
  buildDeviceRequest(context: AuthContext): Promise<HttpRequest>;
  /** Throws AUTH_REJECTED, AUTH_RESPONSE_INVALID. */
  readDeviceCode(response: LoginResponse, now: number): DeviceCode;
  buildTokenRequest(deviceCode: string, context: AuthContext): Promise<HttpRequest>;
  /** Returns why a response is not final: the person has not consented yet, or requests come too often. */
  readPending(response: LoginResponse): 'pending' | 'slowDown' | undefined;
}

export type Consent = CodeConsent | DeviceConsent;

/** Returns the setting that a `refreshToken` template names; undefined for any other template. */
export const readRefreshSetting = ({ refreshToken = '' }: Pick<OAuth2Auth, 'refreshToken'>): string | undefined =>
  REFRESH_SETTING.exec(refreshToken)?.[1];

const compileBase = (auth: OAuth2Auth): ConsentBase => {
  const read = compileTokenReader(auth.response);
  return {
    setting: readRefreshSetting(auth) ?? '',
    async readRefreshToken(response, now) {
      checkLoginResponse(response, now);
      const start = { step: 0, startedAt: now, values: {} };
      const { keep } = await read(response, start, (token) => ({ refreshToken: createSecret(token) }));
      const token = keep?.['refreshToken'];
      if (token) return token;
      const fix =
        'Request a refresh token in the manifest: many vendors need the scope offline_access, or access_type=offline in authorizationParameters.';
      throw engineError('AUTH_RESPONSE_INVALID', { problem: 'it contains no refresh token', fix });
    },
  };
};

const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

const compileCode = (auth: OAuth2Auth, setup: AuthSetup): CodeConsent => {
  const build: BuildTokenRequest = compileTokenRequest(auth, setup, {
    grant_type: 'authorization_code',
    code: '{{session.code}}',
    redirect_uri: '{{session.redirectUrl}}',
    code_verifier: '{{session.verifier}}',
  });
  const page = compileTemplate(auth.authorizationUrl ?? '', 'url');
  const clientId = compileCredentialText(auth.clientId ?? '');
  const scopes = compileCredentialText((auth.scopes ?? []).join(' '));
  const parameters = Object.entries(auth.authorizationParameters ?? {}).map(
    ([name, value]) => [name, compileCredentialText(value)] as const,
  );
  return {
    ...compileBase(auth),
    grant: 'authorization_code',
    redirect: auth.redirect ?? {},
    buildUrl({ redirectUrl, state, verifier }, { scope }) {
      const url = parseUrl(page.render(scope), 'authorizationUrl');
      const scopeText = scopes(scope);
      const own = {
        response_type: 'code',
        client_id: clientId(scope),
        redirect_uri: redirectUrl,
        ...dropUndefined({ scope: scopeText === '' ? undefined : scopeText }),
        ...Object.fromEntries(parameters.map(([name, value]) => [name, value(scope)])),
        state,
        code_challenge: challengeOf(verifier),
        code_challenge_method: 'S256',
      };
      const query = Object.entries(own).map(([name, value]) => `${encodeComponent(name)}=${encodeComponent(value)}`);
      return `${url.href}${url.search === '' ? '?' : '&'}${query.join('&')}`;
    },
    buildTokenRequest: (code, { redirectUrl, verifier }, context) =>
      build(context, { code: createSecret(code), verifier: createSecret(verifier), redirectUrl }),
  };
};

const readMember = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null && Object.hasOwn(body, name)
    ? (body as Readonly<Record<string, unknown>>)[name]
    : undefined;

const readMs = (value: unknown, fallback: number): number => {
  const seconds = typeof value === 'string' ? Number(value) : value;
  return typeof seconds === 'number' && seconds > 0 ? seconds * 1000 : fallback;
};

const PRINTABLE = /^[ -~]{1,64}$/;

/** Returns the URL for a person; only one that is safe to open. */
const readPage = (value: unknown): string | undefined => {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  return url && /^https?:$/.test(url.protocol) ? url.href : undefined;
};

const parseDeviceCode = (body: unknown): DeviceCode => {
  const deviceCode = formatToken(readMember(body, 'device_code'));
  const userCode = formatToken(readMember(body, 'user_code'));
  const url = readPage(readMember(body, 'verification_uri') ?? readMember(body, 'verification_url'));
  if (deviceCode === undefined) throw createInvalidResponseError('device_code is missing');
  if (userCode === undefined || !PRINTABLE.test(userCode)) throw createInvalidResponseError('user_code is missing');
  if (url === undefined) throw createInvalidResponseError('verification_uri is missing');
  return {
    deviceCode,
    userCode,
    url,
    completeUrl: readPage(readMember(body, 'verification_uri_complete')),
    intervalMs: readMs(readMember(body, 'interval'), 5000),
    expiresInMs: readMs(readMember(body, 'expires_in'), 900_000),
  };
};

const compileDevice = (auth: OAuth2Auth, setup: AuthSetup): DeviceConsent => {
  const form = dropUndefined({ client_id: auth.clientId, scope: auth.scopes?.join(' ') });
  const spec = { method: 'POST', url: auth.deviceUrl ?? '', form } as const;
  const request = compileRequest(spec, setup.requests);
  const poll = compileTokenRequest({ ...auth, scopes: [] }, setup, {
    grant_type: DEVICE_GRANT,
    device_code: '{{session.deviceCode}}',
    client_id: auth.clientId ?? '',
  });
  return {
    ...compileBase(auth),
    grant: 'device_code',
    buildDeviceRequest: ({ scope }) => request.build(scope, {}, { reveal: true }),
    readDeviceCode(response, now) {
      checkLoginResponse(response, now);
      return parseDeviceCode(parseLoginJson(response));
    },
    buildTokenRequest: (deviceCode, context) => poll(context, { deviceCode: createSecret(deviceCode) }),
    readPending({ body }) {
      const error = readMember(body, 'error');
      if (error === 'slow_down') return 'slowDown';
      return error === 'authorization_pending' ? 'pending' : undefined;
    },
  };
};

/** Compiles the consent of an OAuth 2.0 auth; undefined for a grant without one. */
export const compileConsent = (auth: OAuth2Auth, setup: AuthSetup): Consent | undefined => {
  if (auth.grant === 'authorization_code') return compileCode(auth, setup);
  return auth.grant === 'device_code' ? compileDevice(auth, setup) : undefined;
};

/** Returns the text of a token for the store. */
export const revealToken = (token: Secret): string => revealSecret(token);

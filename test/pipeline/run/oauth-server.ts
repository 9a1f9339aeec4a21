import { createHash } from 'node:crypto';
import type { OAuth2Auth } from '../../../engine/manifest/types.generated.ts';
import { readText } from './auth-case.ts';
import { type Answer, type Script, type SmallVendor, startSmallVendor } from './small-vendor.ts';

export const CLIENT = { id: 'client-1', secret: 'cl1ent-s3cret' };

interface Grant {
  readonly challenge: string;
  readonly redirectUrl: string;
}

/** Behaviour of the server that a test changes. */
export interface OAuthOptions {
  /** Answers of the device poll before the token. */
  readonly pending?: readonly string[];
  /** Refuses the consent with this error. */
  readonly refuse?: string;
  readonly withoutRefreshToken?: boolean;
  /** Seconds between two polls of a device code. */
  readonly interval?: number;
}

export interface OAuthServer extends SmallVendor {
  /** Token requests by grant type. */
  readonly grants: string[];
  /** Every secret that the server has issued. */
  readonly issued: string[];
}

const denied = (error: string): Answer => ({ status: 400, json: { error } });

/**
 * Starts an authorization server with a resource at /things: it enforces PKCE, single-use codes, the exact redirect URL, and
 * rotation of refresh tokens.
 */
export async function startOAuthServer(options: OAuthOptions = {}): Promise<OAuthServer> {
  const { pending = [], refuse, withoutRefreshToken = false, interval = 5 } = options;
  const grants: string[] = [];
  const issued: string[] = [];
  const codes = new Map<string, Grant>();
  const waits = [...pending];
  let refreshToken = '';
  let accessToken = '';
  const issue = (kind: string): string => {
    const token = `${kind}-${createHash('sha256').update(`${kind}${issued.length}`).digest('hex').slice(0, 24)}`;
    issued.push(token);
    return token;
  };
  const issueTokens = (): Answer => {
    accessToken = issue('access');
    if (!withoutRefreshToken) refreshToken = issue('refresh');
    const json = { access_token: accessToken, token_type: 'Bearer', expires_in: 600 };
    return { json: withoutRefreshToken ? json : { ...json, refresh_token: refreshToken } };
  };
  const authorize = (query: URLSearchParams): Answer => {
    const target = new URL(query.get('redirect_uri') ?? '');
    target.searchParams.set('state', query.get('state') ?? '');
    if (refuse !== undefined) target.searchParams.set('error', refuse);
    else {
      const code = issue('code');
      codes.set(code, { challenge: query.get('code_challenge') ?? '', redirectUrl: query.get('redirect_uri') ?? '' });
      target.searchParams.set('code', code);
    }
    return { status: 302, headers: { location: target.href } };
  };
  const exchangeCode = (form: URLSearchParams): Answer => {
    const code = form.get('code') ?? '';
    const grant = codes.get(code);
    codes.delete(code);
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const fits = grant?.challenge === challenge && grant.redirectUrl === form.get('redirect_uri');
    return fits ? issueTokens() : denied('invalid_grant');
  };
  const GRANTS: Readonly<Record<string, (form: URLSearchParams) => Answer>> = {
    authorization_code: exchangeCode,
    refresh_token: (form) => (form.get('refresh_token') === refreshToken ? issueTokens() : denied('invalid_grant')),
    'urn:ietf:params:oauth:grant-type:device_code': () => {
      const wait = waits.shift();
      if (wait !== undefined) return denied(wait);
      return refuse === undefined ? issueTokens() : denied(refuse);
    },
  };
  const script: Script = async (target, request) => {
    const url = new URL(target.replace(/^POST /, ''), 'http://x');
    if (url.pathname === '/authorize') return authorize(url.searchParams);
    if (url.pathname === '/things')
      return request.headers.authorization === `Bearer ${accessToken}`
        ? { json: { items: [{ id: '1' }] } }
        : { status: 401 };
    const form = new URLSearchParams(await readText(request));
    if (url.pathname === '/device')
      return {
        json: {
          device_code: issue('device'),
          user_code: 'WDJB-MJHT',
          verification_uri: 'https://vendor.example/device',
          interval,
          expires_in: 60,
        },
      };
    const grant = form.get('grant_type') ?? '';
    grants.push(grant);
    if (form.get('client_id') !== CLIENT.id || form.get('client_secret') !== CLIENT.secret)
      return denied('invalid_client');
    return GRANTS[grant]?.(form) ?? denied('unsupported_grant_type');
  };
  const server = await startSmallVendor(script);
  return { ...server, grants, issued };
}

/** Auth of a connector of this server. */
export const createOAuth = (more: Partial<OAuth2Auth>): OAuth2Auth => ({
  type: 'oauth2',
  grant: 'authorization_code',
  tokenUrl: '{{settings.url}}/token',
  authorizationUrl: '{{settings.url}}/authorize?audience=api',
  deviceUrl: '{{settings.url}}/device',
  clientId: CLIENT.id,
  clientSecret: '{{settings.key}}',
  refreshToken: '{{settings.second}}',
  scopes: ['read', 'offline_access'],
  ...more,
});

/** Opens a URL like a browser: follows redirects. */
export const browse = async (url: string): Promise<{ readonly status: number; readonly text: string }> => {
  const response = await fetch(url);
  return { status: response.status, text: await response.text() };
};

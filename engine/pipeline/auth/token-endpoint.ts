import { createSecret } from '../../base/secret/index.ts';
import { resolveDuration } from '../../language/template/index.ts';
import type { Inject } from '../../manifest/types.generated.ts';
import { compileInject } from './inject.ts';
import { buildSessionScope, type CaptureResult, createLogin, type Exchange } from './login.ts';
import { createInvalidResponseError, formatToken, parseLoginJson } from './login-response.ts';
import type { AuthSetup, LoginResponse, LoginState, Scheme } from './scheme.ts';

/** Manifest properties that the token endpoint's schemes share. */
interface TokenAuth {
  readonly ttl?: string;
  readonly refreshBefore?: string;
  readonly reauthOn?: readonly number[];
  readonly inject?: Inject;
}

/** Default `inject` of a token. */
export const BEARER: Inject = { into: 'header', name: 'authorization', value: 'Bearer {{session.token}}' };

// Never convert an object from the vendor: its `toString` may not be a function, and Number() would throw.
const parseSeconds = (value: unknown): number =>
  typeof value === 'number' || (typeof value === 'string' && value.trim() !== '') ? Number(value) : Number.NaN;

/** Parses a token response (RFC 6749 §5.1). Throws AUTH_RESPONSE_INVALID when it contains no access token. */
const parseTokenResponse = (response: LoginResponse) => {
  const body = parseLoginJson(response);
  const members =
    typeof body === 'object' && body !== null ? new Map(Object.entries(body)) : new Map<string, unknown>();
  const token = formatToken(members.get('access_token'));
  if (token === undefined) throw createInvalidResponseError('access_token is missing');
  return {
    token,
    seconds: parseSeconds(members.get('expires_in')),
    refreshToken: formatToken(members.get('refresh_token')),
  };
};

/** Reads a response of a token endpoint; `rotate` returns the values to store for a new refresh token. */
export const readToken = (
  response: LoginResponse,
  state: LoginState,
  rotate: (refreshToken: string) => CaptureResult['keep'],
): CaptureResult => {
  const { token, seconds, refreshToken } = parseTokenResponse(response);
  const keep = refreshToken === undefined ? state.keep : rotate(refreshToken);
  return {
    values: { token: createSecret(token) },
    ...(Number.isFinite(seconds) && { endsAt: state.startedAt + seconds * 1000 }),
    ...(keep && { keep }),
  };
};

/** Creates a scheme whose session is an access token from a token endpoint. */
export const createTokenScheme = (
  exchange: Exchange,
  auth: TokenAuth,
  { name, setup }: { name: string; setup: AuthSetup },
): Scheme => {
  const { marks, apply } = compileInject(auth.inject ?? BEARER, name);
  const lifetime = {
    ttl: resolveDuration(auth.ttl ?? 'PT30M', setup.scope),
    capped: false,
    refreshBefore: resolveDuration(auth.refreshBefore ?? 'PT60S', setup.scope),
  };
  return {
    login: createLogin([exchange], lifetime),
    reauthOn: auth.reauthOn ?? [401],
    marks,
    sign: (request, context) => apply(request, buildSessionScope(context)),
  };
};

import { createSecret } from '../../base/secret/index.ts';
import { resolveDuration } from '../../language/template/index.ts';
import type { Inject } from '../../manifest/types.generated.ts';
import { compileInject } from './inject.ts';
import { type CaptureResult, createLogin, type Exchange } from './login.ts';
import { createInvalidAnswerError, formatToken, parseLoginJson } from './login-answer.ts';
import type { AuthSetup, LoginAnswer, LoginState, Scheme } from './scheme.ts';
import { buildSessionScope } from './session-scope.ts';

/** What the token endpoint's schemes have in common in the manifest. */
interface TokenAuth {
  readonly ttl?: string;
  readonly refreshBefore?: string;
  readonly reauthOn?: readonly number[];
  readonly inject?: Inject;
}

/** Where a token goes unless the manifest says otherwise. */
export const BEARER: Inject = { into: 'header', name: 'authorization', value: 'Bearer {{session.token}}' };

// An object of the vendor's making must not be asked for its number: it may have a `toString` that is none.
const parseSeconds = (value: unknown): number =>
  typeof value === 'number' || (typeof value === 'string' && value.trim() !== '') ? Number(value) : Number.NaN;

/** The members of a token answer (RFC 6749 §5.1); throws AUTH_RESPONSE_INVALID without an access token. */
const parseTokenAnswer = (answer: LoginAnswer) => {
  const body = parseLoginJson(answer);
  const members =
    typeof body === 'object' && body !== null ? new Map(Object.entries(body)) : new Map<string, unknown>();
  const token = formatToken(members.get('access_token'));
  if (token === undefined) throw createInvalidAnswerError('there is no access_token in it');
  return {
    token,
    seconds: parseSeconds(members.get('expires_in')),
    refreshToken: formatToken(members.get('refresh_token')),
  };
};

/** Reads an answer of a token endpoint; `keepOf` says what of the refresh token it brings is kept. */
export const readToken = (
  answer: LoginAnswer,
  state: LoginState,
  keepOf: (refreshToken: string) => CaptureResult['keep'],
): CaptureResult => {
  const { token, seconds, refreshToken } = parseTokenAnswer(answer);
  const keep = refreshToken === undefined ? state.keep : keepOf(refreshToken);
  return {
    values: { token: createSecret(token) },
    ...(Number.isFinite(seconds) && { endsAt: state.startedAt + seconds * 1000 }),
    ...(keep && { keep }),
  };
};

/** A scheme whose session is a token from a token endpoint. */
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

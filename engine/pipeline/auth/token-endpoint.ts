import { createSecret } from '../../base/secret/index.ts';
import { parseTime } from '../../base/time/index.ts';
import { compileExpression } from '../../language/expression/index.ts';
import { resolveDuration } from '../../language/template/index.ts';
import type { Inject, TokenResponse } from '../../manifest/types.generated.ts';
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

type Member = (body: unknown) => Promise<unknown>;

/** Compiles a member of the response: an expression, or the name of the standard. */
const compileMember = (expression: string | undefined, name: string | undefined): Member => {
  if (expression !== undefined) {
    const compiled = compileExpression(expression);
    return async (body) => compiled.evaluate(body, {});
  }
  return async (body) =>
    name !== undefined && typeof body === 'object' && body !== null && Object.hasOwn(body, name)
      ? (body as Readonly<Record<string, unknown>>)[name]
      : undefined;
};

/** Returns the end of a token's lifetime in epoch ms; undefined if the response states none. */
const computeEnd = ({ startedAt }: LoginState, seconds: unknown, time: string | undefined): number | undefined => {
  const at = time === undefined ? undefined : parseTime(time);
  if (at !== undefined) return at;
  const lifetime = parseSeconds(seconds);
  return Number.isFinite(lifetime) ? startedAt + lifetime * 1000 : undefined;
};

/** Reads a response of a token endpoint; `rotate` returns the values to store for a new refresh token. */
export type ReadToken = (
  response: LoginResponse,
  state: LoginState,
  rotate: (refreshToken: string) => CaptureResult['keep'],
) => Promise<CaptureResult>;

/** Compiles the reader of token responses (RFC 6749 §5.1). It rejects with AUTH_RESPONSE_INVALID without an access token. */
export const compileTokenReader = (spec: TokenResponse = {}): ReadToken => {
  const readAccessToken = compileMember(spec.token, 'access_token');
  const readSeconds = compileMember(spec.expiresIn, 'expires_in');
  const readTime = compileMember(spec.expiresAt, undefined);
  const readRefreshToken = compileMember(spec.refreshToken, 'refresh_token');
  const captures = Object.entries(spec.capture ?? {}).map(
    ([name, source]) => [name, compileMember(source, undefined)] as const,
  );
  return async (response, state, rotate) => {
    const body = parseLoginJson(response);
    const token = formatToken(await readAccessToken(body));
    if (token === undefined) throw createInvalidResponseError(`${spec.token ?? 'access_token'} is missing`);
    const refreshToken = formatToken(await readRefreshToken(body));
    const keep = refreshToken === undefined ? state.keep : rotate(refreshToken);
    const captured = await Promise.all(
      captures.map(async ([name, read]) => [name, formatToken(await read(body))] as const),
    );
    const missing = captured.find(([, text]) => text === undefined);
    if (missing) throw createInvalidResponseError(`${missing[0]} is missing`);
    const endsAt = computeEnd(state, await readSeconds(body), formatToken(await readTime(body)));
    return {
      values: { ...(Object.fromEntries(captured) as Readonly<Record<string, string>>), token: createSecret(token) },
      ...(endsAt !== undefined && { endsAt }),
      ...(keep && { keep }),
    };
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

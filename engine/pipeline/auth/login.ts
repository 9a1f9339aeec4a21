import { engineError } from '../../base/errors/index.ts';
import type { TemplateScope } from '../../language/template/index.ts';
import type { HttpRequest } from '../request/index.ts';
import { checkLoginResponse } from './login-response.ts';
import type { AuthContext, Login, LoginResponse, LoginState, Session, SignContext } from './scheme.ts';

/** Session lifetimes in milliseconds. */
export interface Lifetime {
  /** Used when the vendor returns no expiry. */
  readonly ttl: number;
  /** Makes `ttl` an upper bound for the vendor's expiry, too. */
  readonly capped: boolean;
  readonly refreshBefore: number;
}

/** Values that one response adds to the login state. */
export type CaptureResult = Pick<LoginState, 'values' | 'endsAt' | 'keep'>;

/** One request of a login and the parser of its response. */
export interface Exchange {
  buildRequest(state: LoginState, context: AuthContext): Promise<HttpRequest>;
  /** Parses a successful response. Throws or rejects with AUTH_RESPONSE_INVALID. */
  read(response: LoginResponse, state: LoginState, context: AuthContext): Promise<CaptureResult> | CaptureResult;
}

/** Returns the scope of a login request: `session` contains the values captured so far. */
export const buildLoginScope = (state: LoginState, { scope }: AuthContext): TemplateScope => ({
  ...scope,
  session: state.values,
});

/** Returns the scope of a request to sign, with the session's values. Throws INTERNAL without a session. */
export const buildSessionScope = ({ scope, session }: SignContext): TemplateScope => {
  if (session === undefined) throw engineError('INTERNAL', { name: 'signing without a session' });
  return { ...scope, session: session.values };
};

/**
 * Computes the expiry and the refresh time of a session. Ignores an expiry that is not in the future (vendors send 0
 * and -1 for "never", and clocks differ) and uses `ttl` instead.
 */
const computeSessionSpan = (
  startedAt: number,
  endsAt: number | undefined,
  { ttl, capped, refreshBefore }: Lifetime,
): Pick<Session, 'expiresAt' | 'refreshAt'> => {
  const announced = endsAt === undefined || !(endsAt > startedAt) ? undefined : endsAt - startedAt;
  const length = announced === undefined ? ttl : capped ? Math.min(announced, ttl) : announced;
  // A session shorter than `refreshBefore` would be renewed before each request: use at least half of its life.
  return { expiresAt: startedAt + length, refreshAt: startedAt + Math.max(length - refreshBefore, length / 2) };
};

const buildSession = ({ values, startedAt, endsAt, keep }: LoginState, lifetime: Lifetime): Session => ({
  values,
  ...computeSessionSpan(startedAt, endsAt, lifetime),
  ...(keep && { keep }),
});

/** Creates a login that sends `exchanges` in order; each sees the values that earlier ones captured. */
export const createLogin = (exchanges: readonly Exchange[], lifetime: Lifetime): Login => ({
  begin: ({ now }, keep) => ({ step: 0, startedAt: now, values: {}, ...(keep && { keep }) }),
  next: async (state, context) => {
    const exchange = exchanges[state.step];
    if (exchange === undefined) return { kind: 'done', session: buildSession(state, lifetime) };
    return { kind: 'send', request: await exchange.buildRequest(state, context) };
  },
  capture: async (state, response, context) => {
    checkLoginResponse(response, context.now);
    const captured = await exchanges[state.step]?.read(response, state, context);
    return { ...state, ...captured, step: state.step + 1, values: { ...state.values, ...captured?.values } };
  },
});

import type { TemplateScope } from '../../language/template/index.ts';
import type { HttpRequest } from '../request/index.ts';
import { computeSessionSpan, type Lifetime } from './lifetime.ts';
import { checkLoginAnswer } from './login-answer.ts';
import type { AuthContext, Login, LoginAnswer, LoginState, Session } from './scheme.ts';

/** What an answer gave, added to what was captured before. */
export type CaptureResult = Pick<LoginState, 'values' | 'endsAt' | 'keep'>;

/** One request of a login with what its answer is read for. */
export interface Exchange {
  draft(state: LoginState, context: AuthContext): Promise<HttpRequest>;
  /** The answer was accepted. Throws or rejects with AUTH_RESPONSE_INVALID. */
  read(answer: LoginAnswer, state: LoginState, context: AuthContext): Promise<CaptureResult> | CaptureResult;
}

/** The scope of a login request: captures so far as `session`. */
export const loginScope = (state: LoginState, { scope }: AuthContext): TemplateScope => ({
  ...scope,
  session: state.values,
});

const buildSession = ({ values, startedAt, endsAt, keep }: LoginState, lifetime: Lifetime): Session => ({
  values,
  ...computeSessionSpan(startedAt, endsAt, lifetime),
  ...(keep && { keep }),
});

/** A login made of requests in order, each seeing what those before captured. */
export const createLogin = (exchanges: readonly Exchange[], lifetime: Lifetime): Login => ({
  begin: ({ now }, keep) => ({ step: 0, startedAt: now, values: {}, ...(keep && { keep }) }),
  next: async (state, context) => {
    const exchange = exchanges[state.step];
    if (exchange === undefined) return { kind: 'done', session: buildSession(state, lifetime) };
    return { kind: 'send', request: await exchange.draft(state, context) };
  },
  captured: async (state, answer, context) => {
    checkLoginAnswer(answer, context.now);
    const captured = await exchanges[state.step]?.read(answer, state, context);
    return { ...state, ...captured, step: state.step + 1, values: { ...state.values, ...captured?.values } };
  },
});

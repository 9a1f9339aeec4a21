import type { Scope } from '../../language/template/index.ts';
import type { Draft } from '../request/index.ts';
import { type Lifetime, spanOf } from './lifetime.ts';
import { checkLoginAnswer } from './login-answer.ts';
import type { AuthContext, Login, LoginAnswer, LoginState, Session } from './scheme.ts';

/** What an answer gave, added to what was captured before. */
export type Captured = Pick<LoginState, 'values' | 'endsAt' | 'keep'>;

/** One request of a login with what its answer is read for. */
export interface Exchange {
  draft(state: LoginState, context: AuthContext): Promise<Draft>;
  /** The answer was accepted. Throws or rejects with AUTH_RESPONSE_INVALID. */
  read(answer: LoginAnswer, state: LoginState, context: AuthContext): Promise<Captured> | Captured;
}

/** The scope of a login request: captures so far as `session`. */
export const loginScope = (state: LoginState, { scope }: AuthContext): Scope => ({ ...scope, session: state.values });

const sessionOf = ({ values, startedAt, endsAt, keep }: LoginState, lifetime: Lifetime): Session => ({
  values,
  ...spanOf(startedAt, endsAt, lifetime),
  ...(keep && { keep }),
});

/** A login made of requests in order, each seeing what those before captured. */
export const loginOf = (exchanges: readonly Exchange[], lifetime: Lifetime): Login => ({
  begin: ({ now }, keep) => ({ step: 0, startedAt: now, values: {}, ...(keep && { keep }) }),
  next: async (state, context) => {
    const exchange = exchanges[state.step];
    if (exchange === undefined) return { kind: 'done', session: sessionOf(state, lifetime) };
    return { kind: 'send', draft: await exchange.draft(state, context) };
  },
  captured: async (state, answer, context) => {
    checkLoginAnswer(answer, context.now);
    const captured = await exchanges[state.step]?.read(answer, state, context);
    return { ...state, ...captured, step: state.step + 1, values: { ...state.values, ...captured?.values } };
  },
});

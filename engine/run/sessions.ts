import type { AuthContext, LoginAnswer, Scheme, Session } from '../auth/index.ts';
import type { Draft } from '../request/index.ts';
import type { KeptSecrets } from './kept-secrets.ts';

/** Sends a login's request, retries included. */
export type SendLogin = (draft: Draft, signal: AbortSignal | undefined) => Promise<LoginAnswer>;

/** The session of one credential: got when first needed, renewed before it ends, one login at a time. */
export interface Sessions {
  /** The session to sign with; undefined for schemes without one. Rejects with what the login rejects with. */
  current(signal?: AbortSignal): Promise<Session | undefined>;
  /** The vendor refused a request that was signed with this session: unless it was renewed meanwhile, it has ended. */
  ended(session: Session | undefined): void;
}

export interface SessionParts {
  readonly scheme: Scheme;
  readonly context: () => AuthContext;
  readonly send: SendLogin;
  readonly kept: KeptSecrets;
  /** Told of each new session, whose values no output may hold. */
  readonly learn: (session: Session) => void;
}

export function createSessions({ scheme, context, send, kept, learn }: SessionParts): Sessions {
  const { login } = scheme;
  let session: Session | undefined;
  let pending: Promise<Session> | undefined;
  let keep = kept.first;

  const logIn = async (signal: AbortSignal | undefined): Promise<Session> => {
    if (!login) throw new Error('a scheme without a login has no session');
    let state = login.begin(context(), keep);
    for (;;) {
      const move = await login.next(state, context());
      if (move.kind === 'done') return move.session;
      state = await login.captured(state, await send(move.draft, signal), context());
    }
  };
  const renew = (signal: AbortSignal | undefined): Promise<Session> => {
    pending ??= logIn(signal)
      .then(async (fresh) => {
        learn(fresh);
        if (fresh.keep) await kept.save(fresh.keep);
        keep = fresh.keep ?? keep;
        session = fresh;
        return fresh;
      })
      .finally(() => {
        pending = undefined;
      });
    return pending;
  };
  return {
    async current(signal) {
      if (!login) return undefined;
      if (session && context().now < session.refreshAt) return session;
      return renew(signal);
    },
    ended(refused) {
      if (refused === session) session = undefined;
    },
  };
}

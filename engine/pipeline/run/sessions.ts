import type { AuthContext, LoginAnswer, Scheme, Session } from '../auth/index.ts';
import type { HttpRequest } from '../request/index.ts';
import type { SessionPool } from './session-pool.ts';

/** Sends a login's request, retries included. */
export type SendLogin = (request: HttpRequest, signal: AbortSignal | undefined) => Promise<LoginAnswer>;

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
  readonly pool: SessionPool;
  /** Told of each session before it is used, whose values no output may hold. */
  readonly learn: (session: Session) => void;
}

export function createSessions({ scheme, context, send, pool, learn }: SessionParts): Sessions {
  const { login } = scheme;
  let known: Session | undefined;
  let refused: Session | undefined;

  const logIn = async (keep: Session['keep'], signal: AbortSignal | undefined): Promise<Session> => {
    if (!login) throw new Error('a scheme without a login has no session');
    let state = login.begin(context(), keep);
    for (;;) {
      const move = await login.next(state, context());
      if (move.kind === 'done') {
        learn(move.session);
        return move.session;
      }
      state = await login.captured(state, await send(move.request, signal), context());
    }
  };
  const isOver = (session: Session): boolean => session === refused || context().now >= session.refreshAt;
  return {
    async current(signal) {
      if (!login) return undefined;
      const latest = await pool.current();
      const session = latest && !isOver(latest) ? latest : await pool.renew(latest, (keep) => logIn(keep, signal));
      // It may be another's login: its values are as secret.
      if (session !== known) learn(session);
      known = session;
      return session;
    },
    ended(session) {
      refused = session;
    },
  };
}

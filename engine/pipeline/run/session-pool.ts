import type { Session } from '../auth/index.ts';
import type { RefreshTokenStore } from './refresh-token-store.ts';

/** Makes a session anew, with what the last login kept. */
type LogIn = (keep: Session['keep']) => Promise<Session>;

/** Where the session of one credential lives: a run's own, or one that the workers of a connection share. */
export interface SessionPool {
  /** The newest session that is known; undefined when there is none. */
  current(): Promise<Session | undefined>;
  /** Logs in, one at a time; where another has replaced `refused` meanwhile, its session is given instead. */
  renew(refused: Session | undefined, logIn: LogIn): Promise<Session>;
}

/** The pool of a run that shares with nobody; what a login keeps goes to `kept`. */
export function createOwnSessions(kept: RefreshTokenStore): SessionPool {
  let session: Session | undefined;
  let pending: Promise<Session> | undefined;
  let keep = kept.first;
  const renewed = async (logIn: LogIn): Promise<Session> => {
    const fresh = await logIn(keep);
    if (fresh.keep) await kept.save(fresh.keep);
    keep = fresh.keep ?? keep;
    session = fresh;
    return fresh;
  };
  return {
    current: async () => session,
    renew(refused, logIn) {
      if (session && session !== refused) return Promise.resolve(session);
      pending ??= renewed(logIn).finally(() => {
        pending = undefined;
      });
      return pending;
    },
  };
}

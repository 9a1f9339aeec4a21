import { addDetails, type EngineError, engineError, isEngineError, isRetryable } from '../../base/errors/index.ts';
import { SEAL_BYTES, sealSecrets, unsealSecrets } from '../../base/secret/index.ts';
import type { AuthContext, LoginAnswer, Scheme, Session } from '../auth/index.ts';
import type { Connector } from '../connector/connector.ts';
import type { HttpRequest } from '../request/index.ts';
import { type Failure, findRetryAfter } from '../retry/index.ts';
import { createGaveUpError } from './failure.ts';
import type { RunInProgress, RunJob } from './open-run.ts';
import type { Pacer, RunBudget } from './pacer.ts';
import type { Ports } from './ports.ts';
import { type ReceivedAnswer, readAnswer } from './read-answer.ts';

/** What logins give for the next login (a refresh token that rotates), kept between runs. */
export interface RefreshTokenStore {
  readonly first: Session['keep'];
  /** Durable when it resolves: the token before it is worth nothing any more. */
  save(keep: NonNullable<Session['keep']>): Promise<void>;
}

/** For what has no state: a rotated token is known to this run alone. */
export const noRefreshTokenStore: RefreshTokenStore = { first: undefined, save: async () => undefined };

/** Keeps them in the run's state, sealed with the connection's own secrets: with other credentials nothing opens it. */
export function openRefreshTokenStore(
  connector: Connector,
  job: RunJob,
  { progress, ports }: { progress: RunInProgress; ports: Ports },
): RefreshTokenStore {
  const { stateStore } = job;
  return {
    first: progress.kept === undefined ? undefined : unsealSecrets(progress.kept, connector.secrets),
    async save(keep) {
      progress.kept = sealSecrets(keep, connector.secrets, ports.random.bytes(SEAL_BYTES));
      if (!stateStore.durable) return;
      const state = (await stateStore.load()) ?? {
        stateVersion: 1 as const,
        connector: connector.manifest.id,
        cursors: progress.saved,
      };
      await stateStore.save({ ...state, kept: progress.kept });
    },
  };
}

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

const LOGIN = 'login';

type Outcome = { readonly answer: ReceivedAnswer } | { readonly error: EngineError };

/** How a login's requests are sent: paced and repeated like any other; what the answer means is for auth to say. */
export function createLoginSender(
  connector: Connector,
  ports: Ports,
  { pacer, budget }: { readonly pacer: Pacer; readonly budget: RunBudget },
): SendLogin {
  const { clock, http, spool } = ports;
  const { retry: policy, loginTimeoutMs: timeoutMs } = connector;

  const attempt = async (request: HttpRequest, signal: AbortSignal | undefined): Promise<Outcome> => {
    try {
      const answer = await http.send(request, { timeoutMs, ...(signal ? { signal } : {}) });
      return { answer: await readAnswer(answer, { spool, whole: 'text', arrive: budget.spend }) };
    } catch (error) {
      if (isEngineError(error) && isRetryable(error) && !signal?.aborted) return { error };
      throw error;
    }
  };
  const failureOf = (outcome: Outcome): Failure => {
    const waitMs = 'error' in outcome ? undefined : findRetryAfter(outcome.answer.headers, clock.now());
    return { repeatable: true, unsent: false, ...(waitMs === undefined ? {} : { waitMs }) };
  };
  return async (request, signal) => {
    for (let count = 1; ; count += 1) {
      await pacer.turn({ who: LOGIN, signal });
      const outcome = await attempt(request, signal);
      if ('answer' in outcome && !policy.statuses.includes(outcome.answer.status)) return outcome.answer;
      const decision = pacer.again(policy, failureOf(outcome), count);
      if (decision.kind === 'giveUp') {
        if ('error' in outcome) throw outcome.error;
        throw createGaveUpError(decision, { stream: LOGIN, status: outcome.answer.status, attempts: count });
      }
      await pacer.until(decision.at, 'another try at the login', { who: LOGIN, signal });
    }
  };
}

/** A refused login with the fix that the manifest gives for it; as CLOCK_SKEWED where it holds the time, and the clock is off. */
export function addLoginFix({ manifest, scheme }: Connector, error: unknown): unknown {
  if (isEngineError(error, 'AUTH_REJECTED') && scheme.signsTime && error.details['skew'] !== undefined)
    return engineError('CLOCK_SKEWED', { seconds: Number(error.details['skew']) }, error);
  const fix = manifest.check?.authenticationFix;
  const refused = isEngineError(error, 'AUTH_REJECTED') || isEngineError(error, 'AUTH_RESPONSE_INVALID');
  return refused && fix !== undefined ? addDetails(error, { fix }) : error;
}

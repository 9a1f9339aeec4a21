import { addDetails, type EngineError, engineError, isEngineError, isRetryable } from '../../base/errors/index.ts';
import { SEAL_BYTES, sealSecrets, unsealSecrets } from '../../base/secret/index.ts';
import { type AuthContext, DEFAULT_AUTH, type LoginResponse, type Scheme, type Session } from '../auth/index.ts';
import type { Connector } from '../connector/connector.ts';
import { buildExpressionInput, type HttpRequest } from '../request/index.ts';
import { applyRules, type Decision, type Failure, findWait, type Verdict } from '../retry/index.ts';
import { countRetry, createGaveUpError, createRefusalError } from './failure.ts';
import type { RunInProgress, RunJob } from './open-run.ts';
import type { Pacer, RunBudget } from './pacer.ts';
import type { Ports } from './ports.ts';
import { LOOK_BYTES, type ReceivedResponse, readResponse } from './read-response.ts';
import type { RetryReporter } from './request-retry.ts';
import { describeCall, omitCredentials, type VendorCall } from './vendor-call.ts';

type Kept = NonNullable<Session['keep']>;

/** Stores rotating refresh tokens between runs, by the credential's name. */
export interface RefreshTokenStore {
  first(name: string): Session['keep'];
  /** Resolves when the token is durable: the previous one is no longer valid. */
  save(name: string, keep: Kept): Promise<void>;
}

/** Store of runs without a state: rotated tokens are lost when the run ends. */
export const noRefreshTokenStore: RefreshTokenStore = { first: () => undefined, save: async () => undefined };

/** Prefix of a credential's values among those of all; the default auth has none. */
const prefixOf = (name: string): string => (name === DEFAULT_AUTH ? '' : `${name}/`);

const belongsTo = (key: string, prefix: string): boolean =>
  prefix === '' ? !key.includes('/') : key.startsWith(prefix);

/** Returns the values of one credential; undefined if there are none. */
function pickKept(all: Kept, name: string): Session['keep'] {
  const prefix = prefixOf(name);
  const own = Object.entries(all).filter(([key]) => belongsTo(key, prefix));
  return own.length === 0
    ? undefined
    : Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]));
}

/** Replaces the values of one credential. */
function replaceKept(all: Kept, name: string, keep: Kept): Kept {
  const prefix = prefixOf(name);
  const others = Object.entries(all).filter(([key]) => !belongsTo(key, prefix));
  const own = Object.entries(keep).map(([key, value]) => [`${prefix}${key}`, value] as const);
  return Object.fromEntries([...others, ...own]);
}

/** Stores tokens in the run's state, encrypted with a key derived from the connection's secrets. */
export function openRefreshTokenStore(
  connector: Connector,
  job: RunJob,
  { progress, ports }: { progress: RunInProgress; ports: Ports },
): RefreshTokenStore {
  const { stateStore } = job;
  let all: Kept = (progress.kept === undefined ? undefined : unsealSecrets(progress.kept, connector.secrets)) ?? {};
  let saving: Promise<void> = Promise.resolve();
  const saveAll = async (): Promise<void> => {
    progress.kept = sealSecrets(all, connector.secrets, ports.random.bytes(SEAL_BYTES));
    if (!stateStore.durable) return;
    const state = (await stateStore.load()) ?? {
      stateVersion: 1 as const,
      connector: connector.manifest.id,
      cursors: progress.saved,
    };
    await stateStore.save({ ...state, kept: progress.kept });
  };
  return {
    first: (name) => pickKept(all, name),
    save(name, keep) {
      all = replaceKept(all, name, keep);
      // Several credentials share one state: their saves must not overlap.
      saving = saving.catch(() => undefined).then(saveAll);
      return saving;
    },
  };
}

/** Logs in, with the refresh token of the previous login. */
type LogIn = (keep: Session['keep']) => Promise<Session>;

/** Holder of the session of one credential: private to a run, or shared by the workers of a connection. */
export interface SessionPool {
  /** Returns the newest known session; undefined if there is none. */
  current(): Promise<Session | undefined>;
  /** Logs in, one at a time. Returns the current session if another login has already replaced `refused`. */
  renew(refused: Session | undefined, logIn: LogIn): Promise<Session>;
}

/** Returns the pool of a credential by its name. */
export type SessionPools = (name: string) => SessionPool;

/** Creates the session pools of a single run; refresh tokens go to the store. */
export function createOwnSessions(kept: RefreshTokenStore): SessionPools {
  const pools = new Map<string, SessionPool>();
  return (name) => {
    const pool = pools.get(name) ?? createOwnPool(name, kept);
    pools.set(name, pool);
    return pool;
  };
}

function createOwnPool(name: string, kept: RefreshTokenStore): SessionPool {
  let session: Session | undefined;
  let pending: Promise<Session> | undefined;
  let keep = kept.first(name);
  const renewed = async (logIn: LogIn): Promise<Session> => {
    const fresh = await logIn(keep);
    if (fresh.keep) await kept.save(name, fresh.keep);
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

/** Sends a login request, with retries. */
export type SendLogin = (request: HttpRequest, signal: AbortSignal | undefined) => Promise<LoginResponse>;

/** Session of one credential: created on first use, renewed before it expires, one login at a time. */
export interface Sessions {
  /** Returns the session to sign with; undefined for schemes without sessions. Rejects with the login's error. */
  current(signal?: AbortSignal): Promise<Session | undefined>;
  /** Reports that the vendor refused this session; ends it unless it was renewed in the meantime. */
  ended(session: Session | undefined): void;
  /** Reads the challenge of a 401 response. Returns true if a request signed by `used` is worth sending again. */
  challenged(headers: LoginResponse['headers'], used: Session | undefined): boolean;
}

export interface SessionParts {
  readonly scheme: Scheme;
  readonly context: () => AuthContext;
  readonly send: SendLogin;
  readonly pool: SessionPool;
  /** Receives each session before its first use, to redact its values. */
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
      state = await login.capture(state, await send(move.request, signal), context());
      // Later requests send these values, and the vendor may quote them.
      learn({ values: state.values, expiresAt: state.startedAt, refreshAt: state.startedAt });
    }
  };
  const isOver = (session: Session): boolean => session === refused || context().now >= session.refreshAt;
  return {
    async current(signal) {
      if (!login) return known;
      const latest = await pool.current();
      const session = latest && !isOver(latest) ? latest : await pool.renew(latest, (keep) => logIn(keep, signal));
      // Also for a session of another worker: its values are secret too.
      if (session !== known) learn(session);
      known = session;
      return session;
    },
    ended(session) {
      refused = session;
    },
    challenged(headers, used) {
      const challenge = scheme.challenge?.(headers);
      if (!challenge) return false;
      const isRenewed = known !== used;
      if (!isRenewed) known = challenge.session;
      return used === undefined || challenge.isStale || isRenewed;
    },
  };
}

const LOGIN = 'login';

type Outcome =
  | { readonly response: ReceivedResponse; readonly verdict: Verdict | undefined; readonly call: VendorCall }
  | { readonly error: EngineError };

interface LoginSenderParts {
  readonly pacer: Pacer;
  readonly budget: RunBudget;
  readonly redact: (text: string) => string;
  /** Creates the reporter of a login's retries. */
  readonly reportRetries: () => RetryReporter;
}

/**
 * Creates the sender of login requests: rate-limited and retried like others, with the connector's error rules. The auth
 * scheme interprets any other response.
 */
export function createLoginSender(
  connector: Connector,
  ports: Ports,
  { pacer, budget, redact, reportRetries }: LoginSenderParts,
): SendLogin {
  const { clock, http, spool } = ports;
  const { retry: policy, loginRules: rules, loginTimeoutMs: timeoutMs } = connector;
  const tls = (url: string) => connector.tls(url, clock.now());
  const scope = buildExpressionInput(connector.scope);

  const attempt = async (request: HttpRequest, signal: AbortSignal | undefined): Promise<Outcome> => {
    try {
      const answer = await http.send(request, { timeoutMs, purpose: 'login', tls, ...(signal ? { signal } : {}) });
      const response = await readResponse(answer, { spool, parseBytes: LOOK_BYTES, arrive: budget.spend });
      const { status, headers, body } = response;
      const verdict = await applyRules(rules, { status, headers, body }, { scope });
      const refused = { unsigned: omitCredentials(request), signed: request, body, reason: verdict?.reason };
      return { response, verdict, call: describeCall(refused, redact) };
    } catch (error) {
      if (isEngineError(error) && isRetryable(error) && !signal?.aborted) return { error };
      throw error;
    }
  };
  const failureOf = async (outcome: Outcome): Promise<Failure> => {
    if ('error' in outcome) return { repeatable: true, unprocessed: false, wait: undefined };
    const { verdict, response } = outcome;
    const wait = await findWait((verdict?.kind === 'retry' ? verdict.wait : undefined) ?? policy.wait, response, {
      scope,
      now: clock.now(),
    });
    const attempts = verdict?.kind === 'retry' ? verdict.attempts : undefined;
    return { repeatable: true, unprocessed: false, wait, attempts };
  };
  const sendUntilFinal = async (
    request: HttpRequest,
    signal: AbortSignal | undefined,
    retries: RetryReporter,
  ): Promise<LoginResponse> => {
    for (let count = 1; ; count += 1) {
      await pacer.turn({ who: LOGIN, signal });
      const outcome = await attempt(request, signal);
      if ('response' in outcome) {
        const { response, verdict, call } = outcome;
        if (verdict?.kind === 'fail') throw createLoginRefusal(outcome, verdict, { attempts: count, now: clock.now() });
        if (!verdict && !policy.statuses.includes(response.status)) return { ...response, call };
      }
      const failure = await failureOf(outcome);
      const decision = pacer.again(policy, failure, count);
      if (decision.kind === 'giveUp') throw createLoginError(outcome, decision, count);
      const retry = countRetry(policy, failure, count);
      const { at } = decision;
      retries.wait(createLoginError(outcome, { kind: 'giveUp', reason: 'attempts' }, count), { ...retry, at });
      await pacer.until(at, 'another try at the login', { who: LOGIN, signal });
    }
  };
  return async (request, signal) => {
    const retries = reportRetries();
    try {
      return await sendUntilFinal(request, signal, retries);
    } finally {
      retries.end();
    }
  };
}

/** Returns the error of a login attempt, as it is when no attempt follows. */
function createLoginError(
  outcome: Outcome,
  decision: Extract<Decision, { kind: 'giveUp' }>,
  attempts: number,
): EngineError {
  if ('error' in outcome) return outcome.error;
  const { response, call } = outcome;
  return createGaveUpError(decision, { stream: LOGIN, status: response.status, attempts, ...call });
}

/** Creates the error for a login that an error rule refuses. */
function createLoginRefusal(
  { response, call }: Extract<Outcome, { response: ReceivedResponse }>,
  verdict: Extract<Verdict, { kind: 'fail' }>,
  { attempts, now }: { readonly attempts: number; readonly now: number },
): EngineError {
  const { status, headers } = response;
  const code = verdict.code ?? (status >= 500 ? 'VENDOR_UNAVAILABLE' : 'AUTH_REJECTED');
  const refusal = { status, headers, stream: LOGIN, filtered: false, attempts, now, call };
  const error = createRefusalError(refusal, { ...verdict, code }, false);
  return verdict.fix === undefined ? error : addDetails(error, { fixedByRule: true });
}

/** Adds the manifest's fix to a refused login; converts it to CLOCK_SKEWED if it signs the time and the clock is off. */
export function addLoginFix({ manifest }: Connector, signsTime: boolean, error: unknown): unknown {
  if (isEngineError(error, 'AUTH_REJECTED') && signsTime && error.details['skew'] !== undefined)
    return engineError('CLOCK_SKEWED', { seconds: Number(error.details['skew']) }, error);
  const fix = manifest.check?.authenticationFix;
  if (isEngineError(error) && error.details['fixedByRule']) return error;
  const refused = isEngineError(error, 'AUTH_REJECTED') || isEngineError(error, 'AUTH_RESPONSE_INVALID');
  return refused && fix !== undefined ? addDetails(error, { fix }) : error;
}

import type { AuthContext, LoginAnswer, Session } from '../auth/index.ts';
import type { CompiledStream, Connector, Scope } from '../connector/connector.ts';
import { CATALOGUE, type EngineError, engineError, isEngineError } from '../errors/index.ts';
import type { Row } from '../errors/row.ts';
import { type CompiledRequest, type Draft, expressionInput, type RequestPatch } from '../request/index.ts';
import {
  type Bucket,
  classify,
  type Decision,
  decide,
  emptyBucket,
  type Rules,
  retryAfter,
  take,
  type Verdict,
} from '../retry/index.ts';
import { type Received, readAnswer } from './answer.ts';
import { refusalError } from './failure.ts';
import { type Meter, streamMeter } from './meter.ts';
import type { Ports } from './ports.ts';
import { createSessions } from './sessions.ts';

/** One request of a stream. */
export interface Call {
  readonly stream: CompiledStream;
  readonly request: CompiledRequest;
  readonly scope: Scope;
  readonly patch?: RequestPatch;
  /** The caller reads the answer's body as JSON itself. */
  readonly look?: boolean;
  readonly signal?: AbortSignal;
}

/** What became of a call: an answer, or what the stream's error rules made of it. */
export type Reply =
  | (Received & { readonly kind: 'answer'; readonly url: string })
  | { readonly kind: 'skipped'; readonly status: number }
  | { readonly kind: 'end' };

/** Makes calls: each paced, signed anew for each attempt, repeated where that may help. */
export interface Caller {
  call(call: Call): Promise<Reply>;
  session(signal?: AbortSignal): Promise<Session | undefined>;
}

/** What one attempt gave. */
type Attempt =
  | {
      readonly kind: 'answered';
      readonly received: Received;
      readonly url: string;
      readonly session: Session | undefined;
      readonly verdict: Verdict;
    }
  | { readonly kind: 'failed'; readonly error: EngineError };

const LOGIN = 'login';

/** Failures that happen before the vendor has seen anything of the request. */
const UNSENT: ReadonlySet<string> = new Set([
  'HOST_UNKNOWN',
  'DNS_UNAVAILABLE',
  'CONNECTION_REFUSED',
  'CONNECTION_TIMEOUT',
  'NETWORK_UNREACHABLE',
  'TLS_TIMEOUT',
]);

const mayPass = (error: EngineError): boolean => (CATALOGUE[error.code] as Row).retryable === true;

export function createCaller(connector: Connector, ports: Ports, meter: Meter): Caller {
  const { scheme, rateLimit } = connector;
  const { clock, random, http, spool } = ports;
  let bucket: Bucket = emptyBucket;
  let budget = connector.retryBudget;

  const context = (): AuthContext => ({
    now: clock.now(),
    randomBytes: (count) => random.bytes(count),
    scope: connector.scope,
  });

  const wait = async (
    stream: string,
    { until, why }: { until: number; why: string },
    signal: AbortSignal | undefined,
  ) => {
    const ms = until - clock.now();
    if (ms <= 0) return;
    meter.waiting.set(stream, { until, why });
    try {
      await clock.sleep(ms, signal);
    } finally {
      meter.waiting.delete(stream);
    }
  };
  const pace = async (stream: string, signal: AbortSignal | undefined) => {
    if (!rateLimit) return;
    const booked = take(rateLimit, bucket, clock.now());
    bucket = booked.bucket;
    await wait(stream, { until: booked.at, why: 'rate limit' }, signal);
  };
  const again = (
    failure: { repeatable: boolean; unsent: boolean; waitMs?: number },
    attempt: number,
    policy: Rules['policy'],
  ): Decision => {
    const decision = decide(policy, failure, attempt, { now: clock.now(), fraction: random.fraction(), budget });
    if (decision.kind === 'again') budget -= 1;
    return decision;
  };

  const sendLogin = async (draft: Draft, signal: AbortSignal | undefined): Promise<LoginAnswer> => {
    for (let attempt = 1; ; attempt += 1) {
      await pace(LOGIN, signal);
      const outcome = await http
        .send(draft, { timeoutMs: connector.loginTimeoutMs, ...(signal ? { signal } : {}) })
        .then((answer) => readAnswer(answer, { spool, whole: 'text' }))
        .catch((error: unknown) => ({ error }));
      const policy = connector.retry;
      const failed = 'error' in outcome ? outcome.error : undefined;
      if (failed !== undefined && !(isEngineError(failed) && mayPass(failed))) throw failed;
      if (!('error' in outcome) && !policy.statuses.includes(outcome.status)) return outcome;
      const waitMs = 'error' in outcome ? undefined : retryAfter(outcome.headers, clock.now());
      const decision = again(
        { repeatable: true, unsent: false, ...(waitMs === undefined ? {} : { waitMs }) },
        attempt,
        policy,
      );
      if (decision.kind === 'giveUp') {
        if (failed !== undefined) throw failed;
        throw gaveUp(decision, { stream: LOGIN, status: 'status' in outcome ? outcome.status : 0, attempts: attempt });
      }
      await wait(LOGIN, { until: decision.at, why: 'retry of the login' }, signal);
    }
  };
  const sessions = createSessions({ scheme, context, send: sendLogin, learn: connector.learn });
  const session = (signal: AbortSignal | undefined) =>
    sessions.current(signal).catch((error: unknown) => Promise.reject(withLoginFix(connector, error)));

  const attemptOnce = async ({ stream, request, scope, patch, look, signal }: Call): Promise<Attempt> => {
    const current = await session(signal);
    await pace(stream.name, signal);
    const full: Scope = current ? { ...scope, session: current.values } : scope;
    const unsigned = await request.build(full, patch);
    const sign = (draft: Draft) => scheme.sign(draft, { ...context(), ...(current ? { session: current } : {}) });
    const draft = sign(unsigned);
    streamMeter(meter, stream.name).requests += 1;
    try {
      const answer = await http.send(draft, {
        timeoutMs: stream.timeoutMs,
        resign: sign,
        ...(signal ? { signal } : {}),
      });
      const looks = look || stream.rules.looksAt(answer.status);
      const received = await readAnswer(answer, {
        spool,
        whole: answer.status >= 300 || looks ? 'text' : 'page',
        json: stream.json,
      });
      const seen = { status: received.status, headers: received.headers, body: received.body };
      const verdict = await classify(stream.rules, seen, expressionInput(full));
      return { kind: 'answered', received, url: unsigned.url, session: current, verdict };
    } catch (error) {
      if (isEngineError(error) && mayPass(error) && !signal?.aborted) return { kind: 'failed', error };
      throw error;
    }
  };

  const call = async (one: Call): Promise<Reply> => {
    const { stream, request, signal } = one;
    let renewed = false;
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await attemptOnce(one);
      if (outcome.kind === 'answered') {
        const { received, verdict } = outcome;
        if (verdict.kind === 'ok') return { ...received, kind: 'answer', url: outcome.url };
        await received.page.discard();
        if (verdict.kind === 'skipPartition') return { kind: 'skipped', status: received.status };
        if (verdict.kind === 'endOfPages') return { kind: 'end' };
        if (verdict.kind === 'reauthenticate' && !renewed) {
          renewed = true;
          sessions.ended(outcome.session);
          streamMeter(meter, stream.name).retries += 1;
          continue;
        }
        if (verdict.kind !== 'retry') throw refused(one, received, { verdict, attempts: attempt });
      }
      const failure = failureOf(request, outcome, clock.now());
      const decision = again(failure, attempt, stream.rules.policy);
      if (decision.kind === 'giveUp') throw givenUp(one, outcome, { decision, attempt });
      streamMeter(meter, stream.name).retries += 1;
      await wait(stream.name, { until: decision.at, why: 'retry' }, signal);
    }
  };

  const refused = ({ stream }: Call, received: Received, how: { verdict: Verdict; attempts: number }): EngineError => {
    const { status, headers } = received;
    const refusal = {
      status,
      headers,
      stream: stream.name,
      filtered: stream.filtered,
      attempts: how.attempts,
      now: clock.now(),
    };
    const verdict = how.verdict.kind === 'fail' ? how.verdict : ({ kind: 'fail', code: 'AUTH_REJECTED' } as const);
    return refusalError(refusal, withFix(connector, status, verdict), scheme.login === undefined);
  };
  const givenUp = (
    { stream }: Call,
    outcome: Attempt,
    { decision, attempt }: { decision: Decision; attempt: number },
  ): EngineError => {
    if (outcome.kind === 'failed') return outcome.error;
    return gaveUp(decision, { stream: stream.name, status: outcome.received.status, attempts: attempt });
  };
  return { call, session };
}

function failureOf(request: CompiledRequest, outcome: Attempt, now: number) {
  if (outcome.kind === 'failed') return { repeatable: request.repeatable, unsent: UNSENT.has(outcome.error.code) };
  const waitMs = retryAfter(outcome.received.headers, now);
  return { repeatable: request.repeatable, unsent: false, ...(waitMs === undefined ? {} : { waitMs }) };
}

function gaveUp(decision: Decision, details: { stream: string; status: number; attempts: number }): EngineError {
  if (decision.kind === 'giveUp' && decision.because === 'wait') {
    return engineError('RATE_LIMITED', { ...details, seconds: Math.ceil(decision.waitMs / 1000) });
  }
  if (decision.kind === 'giveUp' && decision.because === 'budget')
    return engineError('RETRY_BUDGET_SPENT', { ...details, budget: decision.budget });
  return engineError('VENDOR_UNAVAILABLE', { ...details });
}

/** A refused login with the fix that the manifest gives for it. */
function withLoginFix({ manifest }: Connector, error: unknown): unknown {
  const fix = manifest.check?.authenticationFix;
  const refused = isEngineError(error, 'AUTH_REJECTED') || isEngineError(error, 'AUTH_RESPONSE_INVALID');
  return refused && fix !== undefined ? engineError(error.code, { ...error.details, fix }, error) : error;
}

/** A fix that the manifest gives for refusals of this kind, where the rule gives none. */
function withFix(connector: Connector, status: number, verdict: Extract<Verdict, { kind: 'fail' }>) {
  const check = connector.manifest.check;
  const fix =
    verdict.fix ?? (status === 401 ? check?.authenticationFix : status === 403 ? check?.permissionFix : undefined);
  return fix === undefined ? verdict : { ...verdict, fix };
}

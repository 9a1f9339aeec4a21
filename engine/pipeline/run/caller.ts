import { addDetails, type EngineError, isEngineError, isRetryable } from '../../base/errors/index.ts';
import { type Echoes, isSecret } from '../../base/secret/index.ts';
import type { AuthContext, Session } from '../auth/index.ts';
import type { CompiledStream, Connector, Scope } from '../connector/connector.ts';
import { type CompiledRequest, type Draft, expressionInput, type RequestPatch } from '../request/index.ts';
import { classify, type Decision, type Failure, retryAfter, type Verdict } from '../retry/index.ts';
import { type Received, readAnswer } from './answer.ts';
import type { Budget } from './budget.ts';
import { gaveUp, refusalError, UNSENT, withFix } from './failure.ts';
import { type Meter, streamMeter } from './meter.ts';
import { createPacer, type SharedRate } from './pacer.ts';
import type { Ports } from './ports.ts';
import { logged, type OnRequest } from './request-log.ts';
import { loginSender, withLoginFix } from './send-login.ts';
import type { SessionPool } from './session-pool.ts';
import { createSessions } from './sessions.ts';

/** One request of a stream. */
interface Call {
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

/** An answer with what the stream's rules say of it. */
interface Answered {
  readonly kind: 'answered';
  readonly received: Received;
  readonly url: string;
  /** The session that the request was signed with. */
  readonly session: Session | undefined;
  readonly verdict: Verdict;
}

type Attempt = Answered | { readonly kind: 'failed'; readonly error: EngineError };

/** What a caller shares with its run, and tells it. */
export interface CallerSide {
  readonly meter: Meter;
  readonly sessions: SessionPool;
  /** The rate limit where other processes count against it, too. */
  readonly rate?: SharedRate;
  readonly onRequest?: OnRequest;
}

/** What a caller shares with its vendor. */
interface CallerParts {
  readonly echoes: Echoes;
  readonly budget: Budget;
}

export function createCaller(
  connector: Connector,
  ports: Ports,
  { meter, sessions: pool, rate, onRequest, echoes, budget }: CallerSide & CallerParts,
): Caller {
  const { scheme } = connector;
  const { clock, random, http, spool } = ports;
  const pacer = createPacer(connector, ports, { meter, budget, ...(rate ? { rate } : {}) });
  const context = (): AuthContext => ({
    now: clock.now(),
    randomBytes: (count) => random.bytes(count),
    scope: connector.scope,
  });
  const sendLogin = loginSender(connector, ports, { pacer, budget });
  const learn = (session: Session) => {
    for (const value of Object.values(session.values)) if (isSecret(value)) echoes.add(value);
    connector.learn(session);
  };
  const sessions = createSessions({ scheme, context, send: sendLogin, pool, learn });
  const sessionOf = (signal: AbortSignal | undefined) =>
    sessions.current(signal).catch((error: unknown) => Promise.reject(withLoginFix(connector, error)));

  /** Builds, signs and sends a request once, and has its answer judged. */
  const sendOnce = async (call: Call, session: Session | undefined, count: number): Promise<Answered> => {
    const { stream, request, patch, look, signal } = call;
    const scope: Scope = session ? { ...call.scope, session: session.values } : call.scope;
    const draft = await request.build(scope, patch);
    const sign = (moved: Draft) => scheme.sign(moved, { ...context(), ...(session ? { session } : {}) });
    streamMeter(meter, stream.name).requests += 1;
    const options = { timeoutMs: stream.timeoutMs, resign: sign, ...(signal ? { signal } : {}) };
    const send = async () => {
      const answer = await http.send(sign(draft), options);
      const looked = answer.status >= 300 || look || stream.rules.looksAt(answer.status);
      const whole = looked ? 'text' : 'page';
      return readAnswer(answer, { spool, whole, json: stream.json, watch: echoes.watch(), arrive: budget.spend });
    };
    const received = await logged({ stream: stream.name, draft, attempt: count }, send, { onRequest, clock });
    const { status, headers, body } = received;
    const verdict = await classify(stream.rules, { status, headers, body }, expressionInput(scope));
    return { kind: 'answered', received, url: draft.url, session, verdict };
  };
  const attempt = async (call: Call, count: number): Promise<Attempt> => {
    const session = await sessionOf(call.signal);
    await pacer.turn({ who: call.stream.name, signal: call.signal });
    try {
      return await sendOnce(call, session, count);
    } catch (error) {
      if (!isEngineError(error)) throw error;
      const named = addDetails(error, { stream: call.stream.name, ...error.details });
      if (isRetryable(named) && !call.signal?.aborted) return { kind: 'failed', error: named };
      throw named;
    }
  };
  /** The error of an answer that is final. */
  const refused = ({ stream }: Call, { received, verdict }: Answered, attempts: number): EngineError => {
    const { status, headers } = received;
    const refusal = { status, headers, stream: stream.name, filtered: stream.filtered, attempts, now: clock.now() };
    const final = verdict.kind === 'fail' ? verdict : ({ kind: 'fail', code: 'AUTH_REJECTED' } as const);
    return refusalError(refusal, withFix(connector, status, final), scheme.signsTime === true);
  };
  const call = async (one: Call): Promise<Reply> => {
    const { stream, request, signal } = one;
    const counters = streamMeter(meter, stream.name);
    let renewed = false;
    for (let count = 1; ; count += 1) {
      const outcome = await attempt(one, count);
      if (outcome.kind === 'answered') {
        const reply = replyOf(outcome);
        if (reply?.kind === 'answer') return reply;
        await outcome.received.page.discard();
        if (reply) return reply;
        if (outcome.verdict.kind === 'reauthenticate' && !renewed) {
          renewed = true;
          sessions.ended(outcome.session);
          counters.retries += 1;
          continue;
        }
        if (outcome.verdict.kind !== 'retry') throw refused(one, outcome, count);
      }
      const decision = pacer.again(stream.rules.policy, failureOf(request, outcome, clock.now()), count);
      if (decision.kind === 'giveUp') {
        if (outcome.kind === 'failed') throw outcome.error;
        const { status } = outcome.received;
        if (isLeftOut(stream, status, decision)) return { kind: 'skipped', status };
        throw gaveUp(decision, { stream: stream.name, status, attempts: count });
      }
      counters.retries += 1;
      await pacer.until(decision.at, 'another try', { who: stream.name, signal });
    }
  };
  return { call, session: sessionOf };
}

/** A status that is both retried and skipped on: the partition is left out once no attempt has helped. */
const isLeftOut = (
  { rules }: CompiledStream,
  status: number,
  { because }: Extract<Decision, { kind: 'giveUp' }>,
): boolean => rules.skipOn.includes(status) && (because === 'attempts' || because === 'unrepeatable');

/** What an answer is to the caller; undefined where the request is not over yet, or failed. */
function replyOf({ received, verdict, url }: Answered): Reply | undefined {
  if (verdict.kind === 'ok') return { ...received, kind: 'answer', url };
  if (verdict.kind === 'skipPartition') return { kind: 'skipped', status: received.status };
  return verdict.kind === 'endOfPages' ? { kind: 'end' } : undefined;
}

function failureOf(request: CompiledRequest, outcome: Attempt, now: number): Failure {
  if (outcome.kind === 'failed') return { repeatable: request.repeatable, unsent: UNSENT.has(outcome.error.code) };
  const waitMs = retryAfter(outcome.received.headers, now);
  return { repeatable: request.repeatable, unsent: false, ...(waitMs === undefined ? {} : { waitMs }) };
}

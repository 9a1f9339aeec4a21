import { addDetails, type EngineError, isEngineError, isRetryable } from '../../base/errors/index.ts';
import { type Echoes, isSecret } from '../../base/secret/index.ts';
import type { AuthContext, Session } from '../auth/index.ts';
import type { CompiledStream, Connector, ConnectorScope } from '../connector/connector.ts';
import { buildExpressionInput, type CompiledRequest, type HttpRequest, type RequestPatch } from '../request/index.ts';
import { classifyAnswer, type Decision, type Failure, findRetryAfter, type Verdict } from '../retry/index.ts';
import { addManifestFix, createGaveUpError, createRefusalError, UNSENT } from './failure.ts';
import { createPacer, type RunBudget, type SharedRate } from './pacer.ts';
import type { Ports } from './ports.ts';
import { type ReceivedAnswer, readAnswer } from './read-answer.ts';
import { type OnRequest, sendLogged } from './request-log.ts';
import { type RunCounters, streamCounters } from './run-counters.ts';
import { addLoginFix, createLoginSender, createSessions, type SessionPool } from './sessions.ts';

/** One request of a stream. */
interface StreamRequest {
  readonly stream: CompiledStream;
  readonly request: CompiledRequest;
  readonly scope: ConnectorScope;
  readonly patch?: RequestPatch;
  /** The caller reads the answer's body as JSON itself. */
  readonly look?: boolean;
  readonly signal?: AbortSignal;
}

/** What became of a call: an answer, or what the stream's error rules made of it. */
export type Reply =
  | (ReceivedAnswer & { readonly kind: 'answer'; readonly url: string })
  | { readonly kind: 'skipped'; readonly status: number }
  | { readonly kind: 'end' };

/** Makes calls: each paced, signed anew for each attempt, repeated where that may help. */
export interface RequestSender {
  call(call: StreamRequest): Promise<Reply>;
  session(signal?: AbortSignal): Promise<Session | undefined>;
}

/** An answer with what the stream's rules say of it. */
interface CallOutcome {
  readonly kind: 'answered';
  readonly received: ReceivedAnswer;
  readonly url: string;
  /** The session that the request was signed with. */
  readonly session: Session | undefined;
  readonly verdict: Verdict;
}

type Attempt = CallOutcome | { readonly kind: 'failed'; readonly error: EngineError };

/** What a caller shares with its run, and tells it. */
export interface SenderContext {
  readonly counters: RunCounters;
  readonly sessions: SessionPool;
  /** The rate limit where other processes count against it, too. */
  readonly rate?: SharedRate;
  readonly onRequest?: OnRequest;
}

/** What a caller shares with its vendor. */
interface CallerParts {
  readonly echoes: Echoes;
  readonly budget: RunBudget;
}

export function createRequestSender(
  connector: Connector,
  ports: Ports,
  { counters: meter, sessions: pool, rate, onRequest, echoes, budget }: SenderContext & CallerParts,
): RequestSender {
  const { scheme } = connector;
  const { clock, random, http, spool } = ports;
  const pacer = createPacer(connector, ports, { counters: meter, budget, ...(rate ? { rate } : {}) });
  const context = (): AuthContext => ({
    now: clock.now(),
    randomBytes: (count) => random.bytes(count),
    scope: connector.scope,
  });
  const sendLogin = createLoginSender(connector, ports, { pacer, budget });
  const learn = (session: Session) => {
    for (const value of Object.values(session.values)) if (isSecret(value)) echoes.add(value);
    connector.learn(session);
  };
  const sessions = createSessions({ scheme, context, send: sendLogin, pool, learn });
  const sessionOf = (signal: AbortSignal | undefined) =>
    sessions.current(signal).catch((error: unknown) => Promise.reject(addLoginFix(connector, error)));

  /** Builds, signs and sends a request once, and has its answer judged. */
  const sendOnce = async (call: StreamRequest, session: Session | undefined, count: number): Promise<CallOutcome> => {
    const { stream, request, patch, look, signal } = call;
    const scope: ConnectorScope = session ? { ...call.scope, session: session.values } : call.scope;
    const draft = await request.build(scope, patch);
    const sign = (moved: HttpRequest) => scheme.sign(moved, { ...context(), ...(session ? { session } : {}) });
    streamCounters(meter, stream.name).requests += 1;
    const options = { timeoutMs: stream.timeoutMs, resign: sign, ...(signal ? { signal } : {}) };
    const send = async () => {
      const answer = await http.send(sign(draft), options);
      const looked = answer.status >= 300 || look || stream.rules.looksAt(answer.status);
      const whole = looked ? 'text' : 'page';
      return readAnswer(answer, { spool, whole, json: stream.json, watch: echoes.watch(), arrive: budget.spend });
    };
    const received = await sendLogged({ stream: stream.name, draft, attempt: count }, send, { onRequest, clock });
    const { status, headers, body } = received;
    const verdict = await classifyAnswer(stream.rules, { status, headers, body }, buildExpressionInput(scope));
    return { kind: 'answered', received, url: draft.url, session, verdict };
  };
  const attempt = async (call: StreamRequest, count: number): Promise<Attempt> => {
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
  const refused = ({ stream }: StreamRequest, { received, verdict }: CallOutcome, attempts: number): EngineError => {
    const { status, headers } = received;
    const refusal = { status, headers, stream: stream.name, filtered: stream.filtered, attempts, now: clock.now() };
    const final = verdict.kind === 'fail' ? verdict : ({ kind: 'fail', code: 'AUTH_REJECTED' } as const);
    return createRefusalError(refusal, addManifestFix(connector, status, final), scheme.signsTime === true);
  };
  const call = async (one: StreamRequest): Promise<Reply> => {
    const { stream, request, signal } = one;
    const counters = streamCounters(meter, stream.name);
    let renewed = false;
    for (let count = 1; ; count += 1) {
      const outcome = await attempt(one, count);
      if (outcome.kind === 'answered') {
        const reply = toReply(outcome);
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
      const decision = pacer.again(stream.rules.policy, toFailure(request, outcome, clock.now()), count);
      if (decision.kind === 'giveUp') {
        if (outcome.kind === 'failed') throw outcome.error;
        const { status } = outcome.received;
        if (isSkipStatus(stream, status, decision)) return { kind: 'skipped', status };
        throw createGaveUpError(decision, { stream: stream.name, status, attempts: count });
      }
      counters.retries += 1;
      await pacer.until(decision.at, 'another try', { who: stream.name, signal });
    }
  };
  return { call, session: sessionOf };
}

/** A status that is both retried and skipped on: the partition is left out once no attempt has helped. */
const isSkipStatus = (
  { rules }: CompiledStream,
  status: number,
  { because }: Extract<Decision, { kind: 'giveUp' }>,
): boolean => rules.skipOn.includes(status) && (because === 'attempts' || because === 'unrepeatable');

/** What an answer is to the caller; undefined where the request is not over yet, or failed. */
function toReply({ received, verdict, url }: CallOutcome): Reply | undefined {
  if (verdict.kind === 'ok') return { ...received, kind: 'answer', url };
  if (verdict.kind === 'skipPartition') return { kind: 'skipped', status: received.status };
  return verdict.kind === 'endOfPages' ? { kind: 'end' } : undefined;
}

function toFailure(request: CompiledRequest, outcome: Attempt, now: number): Failure {
  if (outcome.kind === 'failed') return { repeatable: request.repeatable, unsent: UNSENT.has(outcome.error.code) };
  const waitMs = findRetryAfter(outcome.received.headers, now);
  return { repeatable: request.repeatable, unsent: false, ...(waitMs === undefined ? {} : { waitMs }) };
}

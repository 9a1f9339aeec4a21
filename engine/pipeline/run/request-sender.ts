import { addDetails, type EngineError, engineError, isEngineError, isRetryable } from '../../base/errors/index.ts';
import type { Echoes } from '../../base/secret/index.ts';
import type { AuthContext, Session } from '../auth/index.ts';
import type { CompiledStream, Connector, ConnectorScope } from '../connector/connector.ts';
import { listJobRequests } from '../connector/job.ts';
import {
  buildExpressionInput,
  type CompiledRequest,
  type HostAccess,
  type HttpRequest,
  type RequestPatch,
} from '../request/index.ts';
import {
  classifyResponse,
  type Decision,
  type Failure,
  findHold,
  findWait,
  REFUSED,
  type RetryWait,
  type StatusMeaning,
  type Verdict,
} from '../retry/index.ts';
import { type BlockSessions, createSigningBlocks, listSecrets, mergeValues } from './block-sessions.ts';
import { addCursorNumber } from './cursor-order.ts';
import {
  addGaveUpDetails,
  addManifestFix,
  addOriginFix,
  countRetry,
  createGaveUpError,
  createRefusalError,
  UNSENT,
} from './failure.ts';
import { followRedirect } from './follow-redirect.ts';
import { createPacer, type RunBudget, type SharedRate } from './pacer.ts';
import type { Ports } from './ports.ts';
import { LOOK_BYTES, type ReceivedResponse, readResponse } from './read-response.ts';
import { type OnRequest, sendLogged } from './request-log.ts';
import { createRetryReporters, type OnRetry, type RetryReporter } from './request-retry.ts';
import { type RunCounters, streamCounters } from './run-counters.ts';
import { createLoginSender, type SessionPools } from './sessions.ts';
import { describeCall, type VendorCall } from './vendor-call.ts';

/** Maximum challenges of one request: the first, and one for an outdated nonce. */
const MAX_CHALLENGES = 2;

/** One request of a stream. */
interface StreamRequest {
  readonly stream: CompiledStream;
  readonly request: CompiledRequest;
  readonly scope: ConnectorScope;
  readonly patch?: RequestPatch;
  /** Largest body that the caller needs parsed. */
  readonly parseBytes?: number;
  /** Meaning of statuses for the caller. */
  readonly meaningOf?: StatusMeaning | undefined;
  readonly signal?: AbortSignal;
}

/** Outcome of a call: a response, or the decision of the stream's error rules. */
export type Reply =
  | (ReceivedResponse & { readonly kind: 'response'; readonly url: string })
  | { readonly kind: 'skipped'; readonly status: number; readonly vendorReason?: string | undefined }
  | { readonly kind: 'expired'; readonly status: number }
  | { readonly kind: 'end' }
  | RereadReply;

/** The list must be read otherwise; `error` is the failure if that is not possible. */
export interface RereadReply {
  readonly kind: 'splitWindow' | 'restartList';
  readonly error: EngineError;
}

const isReread = (verdict: Verdict): verdict is Extract<Verdict, { kind: RereadReply['kind'] }> =>
  verdict.kind === 'splitWindow' || verdict.kind === 'restartList';

/** Sends requests: rate-limited, signed for each attempt, retried if a retry may succeed. */
export interface RequestSender {
  call(call: StreamRequest): Promise<Reply>;
  /** Logs in with every auth that the connector's streams use. */
  logIn(signal?: AbortSignal): Promise<void>;
}

/** Response with the verdict of the stream's error rules. */
interface CallOutcome {
  readonly kind: 'response';
  readonly received: ReceivedResponse;
  readonly url: string;
  /** Sessions that signed the request. */
  readonly sessions: BlockSessions;
  readonly verdict: Verdict;
  /** Call that errors name, unless the response is fine. */
  readonly call: VendorCall | undefined;
  /** Wait before a retry, if the verdict is one. */
  readonly wait: RetryWait | undefined;
}

type Attempt = CallOutcome | { readonly kind: 'failed'; readonly error: EngineError };

/** Parts that a sender shares with its run. */
export interface SenderContext {
  readonly counters: RunCounters;
  readonly sessions: SessionPools;
  /** Rate limit shared with other processes. */
  readonly rate?: SharedRate;
  readonly onRequest?: OnRequest;
  /** Receives the retries of requests and logins while they wait. */
  readonly onRetry?: OnRetry;
}

/** Parts that a sender shares with its vendor client. */
interface CallerParts {
  readonly echoes: Echoes;
  readonly budget: RunBudget;
}

export function createRequestSender(
  connector: Connector,
  ports: Ports,
  { counters: meter, sessions: pools, rate, onRequest, onRetry, echoes, budget }: SenderContext & CallerParts,
): RequestSender {
  const { clock, random, http, spool } = ports;
  const pacer = createPacer(connector, ports, { counters: meter, budget, ...(rate ? { rate } : {}) });
  const reportRetries = createRetryReporters(onRetry);
  const context = (): AuthContext => ({
    now: clock.now(),
    randomBytes: (count) => random.bytes(count),
    scope: connector.scope,
  });
  const tls = (url: string) => connector.tls(url, clock.now());
  const sendLogin = createLoginSender(connector, ports, { pacer, budget, redact: echoes.redact, reportRetries });
  const learn = (session: Session) => {
    for (const value of listSecrets(session)) echoes.add(value);
    connector.learn(session);
  };
  const blockOf = createSigningBlocks(connector, { context, send: sendLogin, pools, learn });
  const blockFor = ({ stream, request }: StreamRequest) => blockOf(request.auth ?? stream.auth);

  /** Builds, signs and sends a request once, and classifies its response. */
  const sendOnce = async (one: StreamRequest, sessions: BlockSessions, count: number): Promise<CallOutcome> => {
    const { stream, request, patch, parseBytes = 0, signal } = one;
    const block = blockFor(one);
    const hasSession = sessions.some((session) => session !== undefined);
    const scope: ConnectorScope = hasSession ? { ...one.scope, session: mergeValues(sessions) } : one.scope;
    const httpRequest = await request.build(scope, addCursorNumber(stream.incremental, scope, patch));
    const sign = (unsigned: HttpRequest) => block.sign(unsigned, sessions, one.scope);
    const accessOf = (url: string) => findAccess(request, url, scope);
    const hasSecret = createSecretFinder(echoes, sessions);
    const redirect = (moved: HttpRequest) =>
      followRedirect(moved, { unsigned: httpRequest, sign, accessOf, hasSecret });
    streamCounters(meter, stream.name).requests += 1;
    const signed = sign(httpRequest);
    const publicOnly = (url: string) => accessOf(url) === 'wildcard';
    const options = { timeoutMs: stream.timeoutMs, redirect, tls, publicOnly, ...(signal ? { signal } : {}) };
    const send = async () => {
      const response = await http.send(signed, options);
      const looked = response.status >= 300 || stream.rules.needsBody(response.status);
      return readResponse(response, {
        spool,
        parseBytes: Math.max(parseBytes, looked ? LOOK_BYTES : 0),
        json: stream.decoder.type === 'json',
        form: parseBytes > 0 || response.status >= 300 ? undefined : stream.decoder,
        watch: echoes.watch(),
        arrive: budget.spend,
      });
    };
    const received = await sendLogged({ stream: stream.name, request: httpRequest, attempt: count }, send, {
      onRequest,
      clock,
    });
    const judged = await judge(one, received, scope);
    const { reason, kind } = judged.verdict;
    const refused = { unsigned: httpRequest, signed, body: received.body, reason };
    const call = kind === 'ok' ? undefined : describeCall(refused, echoes.redact);
    return { kind: 'response', received, url: httpRequest.url, sessions, ...judged, call };
  };
  /** Classifies a response, and holds further requests if it reports that none are left. */
  const judge = async ({ stream, meaningOf }: StreamRequest, received: ReceivedResponse, scope: ConnectorScope) => {
    const { policy } = stream.rules;
    const response = { status: received.status, headers: received.headers, body: received.body };
    let input: Record<string, unknown> | undefined;
    const at = {
      // Most responses are classified without an expression.
      get scope() {
        input ??= buildExpressionInput(scope);
        return input;
      },
      get now() {
        return clock.now();
      },
    };
    const verdict = await classifyResponse(stream.rules, response, at, meaningOf);
    const hold = await findHold(policy, response, at);
    if (hold !== undefined && hold > 0 && hold <= policy.maxDelayMs) await pacer.hold(hold);
    const isDelayed = verdict.kind === 'retry' || verdict.kind === 'restartList';
    return { verdict, wait: isDelayed ? await findWait(verdict.wait, response, at) : undefined };
  };
  const attempt = async (call: StreamRequest, count: number): Promise<Attempt> => {
    const sessions = await blockFor(call).current(call.signal);
    const { name: who, rateLimits: limits } = call.stream;
    await pacer.turn({ who, signal: call.signal, limits });
    try {
      return await sendOnce(call, sessions, count);
    } catch (error) {
      if (!isEngineError(error)) throw error;
      const named = addDetails(error, { stream: call.stream.name, ...error.details });
      if (isRetryable(named) && !call.signal?.aborted) return { kind: 'failed', error: named };
      throw named;
    }
  };
  /** Returns the error for a final response. */
  const refused = (one: StreamRequest, outcome: CallOutcome, attempts: number): EngineError => {
    const { stream } = one;
    const { received, verdict, url, call } = outcome;
    const block = blockFor(one);
    const { status, headers } = received;
    const { name, filtered } = stream;
    const refusal = { status, headers, stream: name, filtered, attempts, now: clock.now(), call };
    const final = toFinal(verdict);
    const explained = block.withholds(url, outcome.sessions)
      ? addOriginFix(status, final, url)
      : addManifestFix(connector, status, final);
    return createRefusalError(refusal, explained, block.signsTime);
  };
  const callUntilFinal = async (one: StreamRequest, retries: RetryReporter): Promise<Reply> => {
    const { stream, request, signal } = one;
    const counters = streamCounters(meter, stream.name);
    let renewed = false;
    let challenges = 0;
    for (let count = 1; ; count += 1) {
      const outcome = await attempt(one, count);
      if (outcome.kind === 'response') {
        const { received, sessions } = outcome;
        if (
          received.status === 401 &&
          challenges < MAX_CHALLENGES &&
          blockFor(one).challenged(received.headers, sessions)
        ) {
          challenges += 1;
          count -= 1;
          await received.page.discard();
          continue;
        }
        const reply = toReply(outcome);
        if (reply?.kind === 'response') return reply;
        await outcome.received.page.discard();
        if (reply) return reply;
        if (outcome.verdict.kind === 'reauthenticate' && !renewed) {
          renewed = true;
          blockFor(one).ended(outcome.sessions);
          counters.retries += 1;
          continue;
        }
        if (isReread(outcome.verdict)) {
          const { ms = 0 } = outcome.wait ?? {};
          await pacer.until(clock.now() + ms, 'the list to start again', { who: stream.name, signal });
          return { kind: outcome.verdict.kind, error: refused(one, outcome, count) };
        }
        if (outcome.verdict.kind !== 'retry') throw refused(one, outcome, count);
      }
      const failure = toFailure(request, outcome);
      const decision = pacer.again(stream.rules.policy, failure, count);
      const details = { stream: stream.name, attempts: count, method: request.method };
      if (decision.kind === 'giveUp') {
        if (outcome.kind === 'failed') throw addGaveUpDetails(outcome.error, decision, details);
        const { status } = outcome.received;
        if (isSkipStatus(stream, status, decision)) return toSkipped(outcome);
        throw addGaveUpDetails(createGaveUpError(decision, { ...details, ...outcome.call, status }), decision, details);
      }
      counters.retries += 1;
      const retry = countRetry(stream.rules.policy, failure, count);
      retries.wait(toRetryError(outcome, details), { ...retry, at: decision.at });
      await pacer.until(decision.at, 'another try', { who: stream.name, signal });
    }
  };
  const call = async (one: StreamRequest): Promise<Reply> => {
    const retries = reportRetries();
    try {
      return await callUntilFinal(one, retries);
    } finally {
      retries.end();
    }
  };
  const logIn = async (signal?: AbortSignal) => {
    const names = connector.streams.flatMap(({ auth, fetch, job }) =>
      [fetch, ...(job ? listJobRequests(job) : [])].map((request) => request.auth ?? auth),
    );
    await Promise.all([...new Set(names)].map((name) => blockOf(name).current(signal)));
  };
  return { call, logIn };
}

/** Returns the error of a failed attempt that is retried. */
const toRetryError = (
  outcome: Attempt,
  details: { readonly stream: string; readonly attempts: number },
): EngineError =>
  outcome.kind === 'failed'
    ? outcome.error
    : engineError('VENDOR_UNAVAILABLE', { ...details, ...outcome.call, status: outcome.received.status });

/** Returns a function that finds secrets in any encoding, and the plain values of the sessions as they are. */
const createSecretFinder = (echoes: Echoes, sessions: BlockSessions) => {
  const isPlain = (value: unknown): value is string => typeof value === 'string' && value.length > 3;
  return (text: string): boolean =>
    echoes.redact(text) !== text ||
    Object.values(mergeValues(sessions))
      .filter(isPlain)
      .some((value) => text.includes(value));
};

/** Returns the failure of a verdict; a repeated reauthentication was rejected. */
function toFinal(verdict: Verdict): Extract<Verdict, { kind: 'fail' }> {
  if (verdict.kind === 'fail') return verdict;
  if (!isReread(verdict)) return { kind: 'fail', code: 'AUTH_REJECTED' };
  const { code, fix } = verdict;
  return { kind: 'fail', ...(code === undefined ? {} : { code }), ...(fix === undefined ? {} : { fix }) };
}

const findAccess = (request: CompiledRequest, url: string, scope: ConnectorScope): HostAccess | undefined => {
  try {
    return request.findAccess(url, scope);
  } catch (error) {
    if (isEngineError(error)) return undefined;
    throw error;
  }
};

/** Returns whether to skip the partition: its status is in `skipOn` and all retries failed. */
const isSkipStatus = (
  { rules }: CompiledStream,
  status: number,
  { reason }: Extract<Decision, { kind: 'giveUp' }>,
): boolean => rules.skipOn.includes(status) && (reason === 'attempts' || reason === 'unrepeatable');

const toSkipped = ({ received, call }: CallOutcome): Reply => ({
  kind: 'skipped',
  status: received.status,
  vendorReason: call?.vendorReason,
});

/** Converts a response to a reply; undefined if the request will be retried or has failed. */
function toReply(outcome: CallOutcome): Reply | undefined {
  const { received, verdict, url } = outcome;
  if (verdict.kind === 'ok') return { ...received, kind: 'response', url };
  if (verdict.kind === 'skipPartition') return toSkipped(outcome);
  if (verdict.kind === 'expired') return { kind: 'expired', status: received.status };
  return verdict.kind === 'endOfPages' ? { kind: 'end' } : undefined;
}

function toFailure({ repeatable }: CompiledRequest, outcome: Attempt): Failure {
  if (outcome.kind === 'failed') return { repeatable, unprocessed: UNSENT.has(outcome.error.code) };
  const { received, wait, verdict } = outcome;
  const attempts = verdict.kind === 'retry' ? verdict.attempts : undefined;
  return { repeatable, unprocessed: REFUSED.has(received.status), wait, attempts };
}

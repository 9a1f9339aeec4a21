import { createWarning, type EngineError, engineError, toEngineError } from '../../base/errors/index.ts';
import type { Json, JsonObject } from '../../base/json/index.ts';
import { formatDuration } from '../../base/time/index.ts';
import type { CompiledStream, Connector, ConnectorScope } from '../connector/connector.ts';
import type { CompiledPoll, JobMeaning, JobStep } from '../connector/job.ts';
import { buildExpressionInput, type CompiledRequest } from '../request/index.ts';
import { findInterval, findRetryAfter, type StatusMeaning } from '../retry/index.ts';
import type { JobBook, JobState } from './job-book.ts';
import type { Ports } from './ports.ts';
import type { RunCounters } from './run-counters.ts';
import type { VendorClient } from './vendor-client.ts';

const LONGEST_WORD = 60;
const DEFAULT_INTERVAL_MS = 30_000;
/** An interrupted run does not wait longer for the vendor. */
const END_MS = 5000;

/** Everything that a job needs. */
export interface JobContext {
  readonly connector: Connector;
  readonly stream: CompiledStream;
  readonly client: VendorClient;
  readonly ports: Ports;
  readonly counters: RunCounters;
  readonly signal: AbortSignal;
}

/** Response to a request of a job. */
interface JobResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON, or text; "" if there is none. */
  readonly body: unknown;
}

/** HTTP status that skips a partition, with the vendor's reason. */
interface SkippedStep {
  readonly status: number;
  readonly vendorReason?: string | undefined;
}

type Answer =
  | { readonly kind: 'response'; readonly response: JobResponse }
  | ({ readonly kind: 'skipped' } & SkippedStep)
  | { readonly kind: 'expired' };

async function ask(
  { stream, client, signal }: Pick<JobContext, 'stream' | 'client' | 'signal'>,
  request: CompiledRequest,
  call: { readonly scope: ConnectorScope; readonly meaningOf?: StatusMeaning },
): Promise<Answer> {
  const reply = await client.ask(stream, request, { ...call, signal });
  if (reply.kind === 'end') return { kind: 'skipped', status: 404 };
  if (reply.kind !== 'response') return reply;
  await reply.page.discard();
  const { status, headers, body } = reply;
  return { kind: 'response', response: { status, headers, body } };
}

/** Reads the values of a step. Rejects with JOB_CAPTURE_MISSING, EXPRESSION_FAILED. */
async function captureValues(
  { stream }: Pick<JobContext, 'stream'>,
  { capture, name: step }: Pick<JobStep, 'capture'> & { readonly name: string },
  response: JobResponse,
): Promise<JsonObject> {
  const captured: Record<string, Json> = {};
  for (const [name, read] of Object.entries(capture)) {
    const value = await read(response);
    if (value === undefined || value === null)
      throw engineError('JOB_CAPTURE_MISSING', { stream: stream.name, step, name, status: response.status });
    captured[name] = value as Json;
  }
  return captured;
}

/** Sends a step and captures its values. */
async function runStep(
  context: JobContext,
  step: JobStep & { readonly name: string },
  scope: ConnectorScope,
): Promise<{ readonly response: JobResponse; readonly captured: JsonObject } | { readonly skipped: SkippedStep }> {
  const answer = await ask(context, step.request, { scope });
  if (answer.kind !== 'response') return { skipped: answer.kind === 'skipped' ? answer : { status: 404 } };
  return { response: answer.response, captured: await captureValues(context, step, answer.response) };
}

/** Created job and the vendor's response, or the HTTP status that skips the partition. */
export type CreatedJob =
  | { readonly kind: 'created'; readonly state: JobState; readonly waitMs: number | undefined }
  | ({ readonly kind: 'skipped' } & SkippedStep);

/** Returns the values of a partition's scope that a checkpoint can store: all but the settings and filters. */
const pickOwnScope = (connector: Connector, scope: ConnectorScope): JsonObject =>
  Object.fromEntries(Object.entries(scope).filter(([name]) => !Object.hasOwn(connector.scope, name))) as JsonObject;

/** Creates the job of a partition. `waitMs` is the wait that the vendor requests before the first poll. */
export async function createJob(context: JobContext, scope: ConnectorScope): Promise<CreatedJob> {
  const { stream, connector, ports } = context;
  const { job } = stream;
  if (!job) throw new RangeError(`"${stream.name}" has no job`);
  const created = await runStep(context, { ...job.create, name: 'create' }, scope);
  if ('skipped' in created) return { ...created.skipped, kind: 'skipped' };
  const ends = job.delete || job.abort ? { scope: pickOwnScope(connector, scope) } : {};
  const waitMs = findRetryAfter(created.response.headers, ports.clock.now());
  return { kind: 'created', state: { captured: created.captured, ...ends }, waitMs };
}

/** Job that was known before this run, or whose files expired: the vendor may have dropped it. */
export interface KnownJob {
  readonly mayBeGone: boolean;
  readonly waitMs: number | undefined;
}

/** Polls a job until it is done, and captures the values of its files. `gone` if the vendor has dropped it. */
export async function finishJob(
  context: JobContext,
  state: JobState,
  { scope, mayBeGone, waitMs }: KnownJob & { readonly scope: ConnectorScope },
): Promise<JobState | 'gone'> {
  const { poll, result } = context.stream.job ?? {};
  let captured = state.captured;
  if (poll) {
    const polled = await pollUntilDone(context, poll, { scope, captured, mayBeGone, waitMs });
    if (polled === 'gone') return 'gone';
    captured = polled;
  }
  if (result) {
    const step = { ...result, name: 'result' };
    const values = await runStep(context, step, { ...scope, job: captured });
    if ('skipped' in values) return 'gone';
    captured = { ...captured, ...values.captured };
  }
  return { ...state, captured, ready: true };
}

interface Polling extends KnownJob {
  readonly scope: ConnectorScope;
  readonly captured: JsonObject;
}

/** Rejects with JOB_FAILED, JOB_STATUS_UNKNOWN, JOB_TIMEOUT. */
async function pollUntilDone(context: JobContext, poll: CompiledPoll, start: Polling): Promise<JsonObject | 'gone'> {
  const { ports, stream } = context;
  const deadline = ports.clock.now() + poll.timeoutMs;
  let { captured, waitMs } = start;
  for (;;) {
    if (waitMs !== undefined) await waitForPoll(context, { waitMs, deadline, timeoutMs: poll.timeoutMs });
    const scope: ConnectorScope = { ...start.scope, job: captured };
    const polled = await pollOnce(context, poll, { scope, mayBeGone: start.mayBeGone });
    if (polled === 'gone') return 'gone';
    const { meaning, response } = polled;
    const step = { capture: poll.capture, name: 'poll' };
    if (meaning === 'done') return { ...captured, ...(await captureValues(context, step, response)) };
    if (meaning === 'failed' && start.mayBeGone) return 'gone';
    if (meaning === 'failed') throw engineError('JOB_FAILED', { stream: stream.name, status: polled.status });
    captured = { ...captured, ...(await captureFound(poll, response)) };
    const at = { scope: buildExpressionInput(scope), now: ports.clock.now() };
    waitMs = (await findInterval(poll.interval, response, at)) ?? DEFAULT_INTERVAL_MS;
  }
}

/** Reads the values that a response of a pending job already has. */
async function captureFound({ capture }: CompiledPoll, response: JobResponse): Promise<JsonObject> {
  const found = await Promise.all(
    Object.entries(capture).map(async ([name, read]) => [name, await read(response)] as const),
  );
  return Object.fromEntries(found.filter(([, value]) => value !== undefined && value !== null)) as JsonObject;
}

async function waitForPoll(
  { ports, stream, counters, signal }: JobContext,
  { waitMs, deadline, timeoutMs }: { readonly waitMs: number; readonly deadline: number; readonly timeoutMs: number },
): Promise<void> {
  const until = ports.clock.now() + waitMs;
  if (until > deadline) throw engineError('JOB_TIMEOUT', { stream: stream.name, timeout: formatDuration(timeoutMs) });
  counters.waiting.set(stream.name, { until, why: "the vendor's report" });
  try {
    await ports.clock.sleep(waitMs, signal);
  } finally {
    counters.waiting.delete(stream.name);
  }
}

/** Formats a job status for a message, bounded, so that no message contains a response body. */
function describeStatus(status: unknown): string {
  if (typeof status === 'object' && status !== null) return 'that is no single value';
  const word = String(status ?? null);
  return word.length > LONGEST_WORD ? `${word.slice(0, LONGEST_WORD)}…` : word;
}

const GONE: readonly number[] = [404, 410];

interface Polled {
  readonly meaning: JobMeaning;
  readonly status: string;
  readonly response: JobResponse;
}

async function pollOnce(
  context: JobContext,
  poll: CompiledPoll,
  { scope, mayBeGone }: { readonly scope: ConnectorScope; readonly mayBeGone: boolean },
): Promise<Polled | 'gone'> {
  const { stream } = context;
  const meaningOf: StatusMeaning = (status) => {
    if (Object.hasOwn(poll.states, status)) return 'ok';
    return mayBeGone && GONE.includes(status) ? 'expired' : undefined;
  };
  const answer = await ask(context, poll.request, { scope, meaningOf });
  if (answer.kind !== 'response') {
    if (answer.kind === 'expired' || mayBeGone) return 'gone';
    throw engineError('JOB_FAILED', { stream: stream.name, status: 'gone' });
  }
  const { response } = answer;
  const { status, meaning } = await readState(poll, response);
  const described = describeStatus(status);
  if (meaning === 'fail') throw engineError('JOB_STATUS_UNKNOWN', { stream: stream.name, status: described });
  return { meaning, status: described, response };
}

/** Returns the job's status and its meaning. Without an expression, it is the HTTP status code. */
async function readState(
  { status: expression, states, unknown }: CompiledPoll,
  { status: code, headers, body }: JobResponse,
): Promise<{ readonly status: unknown; readonly meaning: JobMeaning | 'fail' }> {
  const byCode = expression === undefined || code < 200 || code > 299;
  const status = byCode ? code : await expression.evaluate(body, { status: code, headers });
  const name = typeof status === 'string' ? status : JSON.stringify(status ?? null);
  const listed = Object.hasOwn(states, name) ? states[name] : undefined;
  if (listed) return { status, meaning: listed };
  return { status, meaning: byCode ? (code === 202 ? 'pending' : 'done') : unknown };
}

/** Lists the files of a job; a job without a list has one file, `undefined`. Rejects with JOB_FILES_INVALID. */
export async function listFiles(
  { stream }: Pick<JobContext, 'stream'>,
  scope: ConnectorScope,
): Promise<readonly (Json | undefined)[]> {
  const { list } = stream.job?.files ?? {};
  if (!list) return [undefined];
  const found = (await list.evaluate(buildExpressionInput(scope), {})) as Json | undefined;
  if (found === undefined || found === null) throw engineError('JOB_FILES_INVALID', { stream: stream.name });
  return Array.isArray(found) ? found : [found];
}

type EndContext = Pick<JobContext, 'connector' | 'stream' | 'client' | 'counters'>;

/** Ways to end a job, with the code of the warning after a failure. */
const ENDS = { delete: 'JOB_NOT_DELETED', abort: 'JOB_NOT_ABORTED' } as const;

/** Deletes or aborts a job if the manifest has a request for it. A failure is a warning, because the records are not affected. */
async function endJob(
  { connector, stream, client, counters }: EndContext,
  kind: keyof typeof ENDS,
  { captured, scope }: JobState,
): Promise<void> {
  const request = stream.job?.[kind];
  if (!request) return;
  const warn = ({ message: reason }: EngineError) =>
    counters.warnings.push(createWarning(ENDS[kind], { stream: stream.name, reason }));
  try {
    const call = { scope: { ...connector.scope, ...scope, job: captured } };
    const answer = await ask({ stream, client, signal: AbortSignal.timeout(END_MS) }, request, call);
    // A job that the vendor no longer has needs no end.
    if (answer.kind === 'response' || answer.kind === 'expired' || GONE.includes(answer.status)) return;
    warn(engineError('REQUEST_REFUSED', { stream: stream.name, status: answer.status }));
  } catch (error) {
    warn(toEngineError(error));
  }
}

/** Deletes the jobs whose records are written. */
export async function deleteWrittenJobs(context: EndContext, book: JobBook): Promise<void> {
  for (const [ordinal, state] of Object.entries(book.table)) {
    if (!state.written) continue;
    await endJob(context, 'delete', state);
    book.remove(Number(ordinal));
  }
}

export const hasWrittenJobs = ({ table }: JobBook): boolean => Object.values(table).some(({ written }) => written);

/** Ends a job whose files are not needed: aborts it or, without a request for that, deletes it. */
export const giveUpJob = (context: EndContext, state: JobState): Promise<void> =>
  endJob(context, context.stream.job?.abort ? 'abort' : 'delete', state);

/** Ends all jobs of a run that cannot be resumed. All requests together take no longer than one. */
export async function endOpenJobs(context: EndContext, book: JobBook): Promise<void> {
  const end = async ([ordinal, state]: readonly [string, JobState]) => {
    await (state.written ? endJob(context, 'delete', state) : giveUpJob(context, state));
    book.remove(Number(ordinal));
  };
  await Promise.all(Object.entries(book.table).map(end));
}

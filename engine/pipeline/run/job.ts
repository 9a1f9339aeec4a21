import { engineError } from '../../base/errors/index.ts';
import type { Json } from '../../base/json/index.ts';
import { formatDuration } from '../../base/time/index.ts';
import type { CompiledJob, CompiledStream, ConnectorScope } from '../connector/connector.ts';
import type { Ports } from './ports.ts';
import type { ReceivedResponse } from './read-response.ts';
import type { RunCounters } from './run-counters.ts';
import type { VendorClient } from './vendor-client.ts';

const LONGEST_WORD = 60;

/** Everything that a job needs. */
export interface JobContext {
  readonly stream: CompiledStream;
  readonly client: VendorClient;
  readonly ports: Ports;
  readonly counters: RunCounters;
  readonly signal: AbortSignal;
}

export interface JobStart {
  readonly scope: ConnectorScope;
  /** Captured values of a job that was created before the run was stopped: it is not created again. */
  readonly known?: Json | undefined;
}

/** Finished job with its captured values, or the HTTP status that skips the partition. */
export type JobResult =
  | { readonly kind: 'done'; readonly captured: Json }
  | { readonly kind: 'skipped'; readonly status: number };

/** Creates a report job and polls it until its result can be fetched. Rejects with JOB_FAILED, JOB_STATUS_UNKNOWN, JOB_TIMEOUT. */
export async function runJob(context: JobContext, job: CompiledJob, start: JobStart): Promise<JobResult> {
  const created =
    start.known === undefined
      ? await createJob(context, job, start.scope)
      : { kind: 'done' as const, captured: start.known };
  if (created.kind === 'skipped') return created;
  const scope: ConnectorScope = { ...start.scope, job: created.captured };
  const { ports, stream, counters, signal } = context;
  const deadline = ports.clock.now() + job.timeoutMs;
  while (!(await isDone(context, job, scope))) {
    if (ports.clock.now() + job.intervalMs > deadline) {
      throw engineError('JOB_TIMEOUT', { stream: stream.name, timeout: formatDuration(job.timeoutMs) });
    }
    counters.waiting.set(stream.name, { until: ports.clock.now() + job.intervalMs, why: "the vendor's report" });
    await ports.clock.sleep(job.intervalMs, signal);
    counters.waiting.delete(stream.name);
  }
  return created;
}

async function readAnswerBody(context: JobContext, received: ReceivedResponse): Promise<unknown> {
  await received.page.discard();
  if (typeof received.body === 'object' && received.body !== null) return received.body;
  throw engineError('BODY_NOT_JSON', { stream: context.stream.name, looksLike: 'a value that is not an object' });
}

async function createJob(context: JobContext, job: CompiledJob, scope: ConnectorScope): Promise<JobResult> {
  const { stream, client, signal } = context;
  const reply = await client.ask(stream, job.create, { scope, signal });
  if (reply.kind === 'skipped') return reply;
  if (reply.kind === 'end') return { kind: 'skipped', status: 404 };
  const body = await readAnswerBody(context, reply);
  const captured: Record<string, Json> = {};
  for (const [name, capture] of Object.entries(job.capture)) {
    const value = await capture({ headers: reply.headers, body });
    if (value === undefined || value === null) {
      throw engineError('RECORDS_MISSING', { stream: stream.name, select: `job.${name}` });
    }
    captured[name] = value as Json;
  }
  return { kind: 'done', captured };
}

/** Formats a job status for a message, bounded, so that no message contains a response body. */
function describeStatus(status: unknown): string {
  if (typeof status === 'object' && status !== null) return 'that is no single value';
  const word = String(status ?? null);
  return word.length > LONGEST_WORD ? `${word.slice(0, LONGEST_WORD)}…` : word;
}

async function isDone(context: JobContext, job: CompiledJob, scope: ConnectorScope): Promise<boolean> {
  const { stream, client, signal } = context;
  const reply = await client.ask(stream, job.poll, { scope, signal });
  if (reply.kind !== 'response') throw engineError('JOB_FAILED', { stream: stream.name, status: 'gone' });
  const status = await job.status.evaluate(await readAnswerBody(context, reply), {});
  const name = typeof status === 'string' ? status : JSON.stringify(status ?? null);
  const meaning = (Object.hasOwn(job.states, name) ? job.states[name] : undefined) ?? job.unknown;
  const details = { stream: stream.name, status: describeStatus(status) };
  if (meaning === 'failed') throw engineError('JOB_FAILED', details);
  if (meaning === 'fail') throw engineError('JOB_STATUS_UNKNOWN', details);
  return meaning === 'done';
}

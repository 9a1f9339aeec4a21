import { compileExpression, type Expression } from '../../language/expression/index.ts';
import { resolveDuration } from '../../language/template/index.ts';
import type { Job, JobCapture, JobPoll, RequestSpec } from '../../manifest/index.ts';
import { type CompiledRequest, compileCapture, compileRequest, type RequestDefaults } from '../request/index.ts';
import { compileWait, type Wait } from '../retry/index.ts';
import type { ConnectorScope } from './connector.ts';
import { CONCURRENCY, resolveCount } from './resolve-count.ts';

/** Request of a job, and the values that later steps need from its response. */
export interface JobStep {
  readonly request: CompiledRequest;
  readonly capture: Readonly<Record<string, ReturnType<typeof compileCapture>>>;
}

export type JobMeaning = 'pending' | 'done' | 'failed';

export interface CompiledPoll extends JobStep {
  /** Undefined if the HTTP status code is the job's status. */
  readonly status: Expression | undefined;
  readonly states: Readonly<Record<string, JobMeaning>>;
  readonly unknown: 'pending' | 'fail';
  /** Undefined: Retry-After, or else the default interval. */
  readonly interval: Wait | undefined;
  readonly timeoutMs: number;
}

export interface CompiledFiles {
  /** Undefined if the job has a single file. */
  readonly list: Expression | undefined;
  readonly concurrency: number;
  /** HTTP statuses of files that are no longer available. */
  readonly expired: readonly number[];
}

/** The request that reads a file is the stream's `fetch`. */
export interface CompiledJob {
  readonly create: JobStep;
  readonly poll: CompiledPoll | undefined;
  readonly result: JobStep | undefined;
  readonly files: CompiledFiles;
  readonly delete: CompiledRequest | undefined;
  readonly abort: CompiledRequest | undefined;
}

interface JobSetup {
  readonly requests: RequestDefaults;
  readonly scope: ConnectorScope;
  /** Default number of files to read concurrently. */
  readonly concurrency: number;
  /** Number that the caller of the engine set; it outranks the manifest's. */
  readonly override: number | undefined;
}

const EXPIRED = [403, 404, 410];

const compileStep = (
  { request, capture = {} }: { readonly request: RequestSpec; readonly capture?: JobCapture },
  { requests }: JobSetup,
): JobStep => ({
  request: compileRequest(request, requests),
  capture: Object.fromEntries(Object.entries(capture).map(([name, where]) => [name, compileCapture(where)] as const)),
});

const compilePoll = (poll: JobPoll, setup: JobSetup): CompiledPoll => ({
  ...compileStep(poll, setup),
  status: poll.status === undefined ? undefined : compileExpression(poll.status),
  states: poll.states ?? {},
  unknown: poll.unknown ?? 'fail',
  interval: poll.interval === undefined ? undefined : compileWait(poll.interval, setup.scope),
  timeoutMs: resolveDuration(poll.timeout ?? 'PT2H', setup.scope),
});

/** Compiles a stream's job. Throws TEMPLATE_SYNTAX, EXPRESSION_SYNTAX, CONFIG_INVALID. */
export function compileJob(job: Job, setup: JobSetup): CompiledJob {
  const { create, poll, result, files } = job;
  const compile = (request: RequestSpec | undefined) => request && compileRequest(request, setup.requests);
  return {
    create: compileStep(create, setup),
    poll: poll && compilePoll(poll, setup),
    result: result && compileStep(result, setup),
    files: {
      list: files.list === undefined ? undefined : compileExpression(files.list),
      concurrency: setup.override ?? resolveCount(files.concurrency ?? setup.concurrency, setup.scope, CONCURRENCY),
      expired: files.expired ?? EXPIRED,
    },
    delete: compile(job.delete),
    abort: compile(job.abort),
  };
}

/** Lists the requests of a job, without the one that reads a file. */
export const listJobRequests = ({ create, poll, result, delete: end, abort }: CompiledJob): CompiledRequest[] =>
  [create.request, poll?.request, result?.request, end, abort].filter((request) => request !== undefined);

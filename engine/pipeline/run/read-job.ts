import { createWarning, type EngineError, engineError, isEngineError } from '../../base/errors/index.ts';
import type { Json } from '../../base/json/index.ts';
import { pickCarried } from '../connector/carry.ts';
import type { CompiledStream, ConnectorScope } from '../connector/connector.ts';
import type { StatusMeaning } from '../retry/index.ts';
import type { Batch } from './batch.ts';
import { joinMark } from './cursors.ts';
import { createJob, finishJob, giveUpJob, type JobContext, listFiles } from './job.ts';
import type { JobBook, JobState } from './job-book.ts';
import { mergeInOrder } from './merge-in-order.ts';
import type { Partition } from './partitions.ts';
import type { ItemQuota } from './run-limits.ts';
import type { Checkpoint, CursorMark } from './state-store.ts';

/** A file that is read ahead buffers about this many items at most. */
const AHEAD_ITEMS = 2000;

/** File of a job, to read like the pages of a stream. */
export interface JobFile {
  /** Partition with the job's values in its scope and ancestors. */
  readonly partition: Partition;
  /** Values of `$job` and `$file` in expressions. */
  readonly bindings: Readonly<Record<string, Json>>;
  /** Paging position to start from; undefined for the first page. */
  readonly progress: Json | undefined;
  /** Items of the partition that were passed on before. */
  readonly given: number;
  readonly meaningOf: StatusMeaning;
  readonly signal: AbortSignal;
}

/** Reads a file: batches whose last one has a page without progress. Rejects with JOB_FILE_EXPIRED. */
export type ReadFile = (file: JobFile) => AsyncGenerator<Batch>;

export interface JobReading {
  readonly context: JobContext & { readonly quota?: ItemQuota | undefined };
  readonly book: JobBook;
  readonly partition: Partition;
  readonly from: Checkpoint | undefined;
  readonly readFile: ReadFile;
  /** Batch of the partition without items. */
  readonly empty: Batch;
  skip(skip: { readonly status: number; readonly vendorReason?: string | undefined }): Batch;
}

/** Position within a job: everything before it is passed on. */
interface JobProgress {
  readonly file: number;
  readonly paging?: Json;
}

/** Reading of one partition's job. */
interface JobRead {
  state: JobState | undefined;
  progress: JobProgress;
  mark: CursorMark | undefined;
  given: number;
  /** The job is from a stopped run, or part of it was read: what is missing now has expired. */
  mayBeGone: boolean;
  /** Number of files; undefined before they are listed. */
  files: number | undefined;
  /** File for which the job was polled again. */
  refreshedAt: number | undefined;
  /** It replaces a job that the vendor had dropped. */
  recreated: boolean;
}

const START = { progress: { file: 0 }, given: 0, files: undefined, refreshedAt: undefined } as const;

/** Continues with the job of a stopped run; without it, its files start over, because another job may have others. */
function openRead(book: JobBook, { ordinal }: Partition, from: Checkpoint | undefined): JobRead {
  const state = book.get(ordinal);
  const mark = from?.cursor;
  if (!state) return { ...START, state, mark, mayBeGone: false, recreated: false };
  const progress = (from?.progress as JobProgress | undefined) ?? START.progress;
  return {
    ...START,
    state,
    progress,
    mark,
    given: from?.given ?? 0,
    mayBeGone: true,
    recreated: state.recreated === true,
  };
}

/**
 * Reads the job of a partition: create, poll, then its files in order. A job whose files have expired is polled again for
 * new URLs and, if that does not help, created once more and read from its start; records that were written are not
 * written again.
 */
export async function* readJob(reading: JobReading): AsyncGenerator<Batch> {
  const { context, book, partition } = reading;
  const read = openRead(book, partition, reading.from);
  for (;;) {
    let waitMs: number | undefined;
    if (!read.state) {
      const created = await createJob(context, partition.scope);
      if (created.kind === 'skipped') return yield reading.skip(created);
      waitMs = created.waitMs;
      read.state = { ...created.state, ...(read.recreated ? { recreated: true } : {}) };
      book.set(partition.ordinal, read.state);
      yield createUnreadPage(reading, read, START.progress);
    }
    const state = read.state.ready ? read.state : await awaitJob(reading, read.state, { read, waitMs });
    const lost = state === 'gone' ? undefined : yield* readFiles(reading, read, state);
    if (lost === 'none') return;
    yield* renew(reading, read, lost);
  }
}

/** Waits for a job. Aborts it if it takes too long, and forgets it if it failed. */
async function awaitJob(
  { context, book, partition }: JobReading,
  state: JobState,
  { read, waitMs }: { readonly read: JobRead; readonly waitMs: number | undefined },
): Promise<JobState | 'gone'> {
  try {
    return await finishJob(context, state, { scope: partition.scope, mayBeGone: read.mayBeGone, waitMs });
  } catch (error) {
    if (isEngineError(error, 'JOB_TIMEOUT')) await giveUpJob(context, state);
    if (isEngineError(error, 'JOB_TIMEOUT') || isEngineError(error, 'JOB_FAILED')) book.remove(partition.ordinal);
    throw error;
  }
}

/** Reads the files from the current position on. Returns the error if a file has expired, or `none`. */
async function* readFiles(
  reading: JobReading,
  read: JobRead,
  state: JobState,
): AsyncGenerator<Batch, EngineError | 'none' | undefined> {
  const { context, book, partition } = reading;
  const files = await listFiles(context, { ...partition.scope, job: state.captured });
  // Without the same number of files, a position in them means nothing.
  if (read.files !== undefined && read.files !== files.length) return undefined;
  read.state = state;
  read.files = files.length;
  book.set(partition.ordinal, state);
  const left = files.slice(read.progress.file).map((file, index) => ({ file, index: read.progress.file + index }));
  if (left.length === 0) {
    yield createUnreadPage(reading, read, undefined);
    return 'none';
  }
  const open = openFile(reading, read, state);
  const ahead = readAhead(context);
  const batches = ahead.concurrency === 1 ? readInTurn(left, open, context.signal) : mergeInOrder(left, open, ahead);
  try {
    for await (const { batch, index } of batches) {
      yield moveOn(reading, read, { batch, next: index + 1 });
      if (batch.page?.skipped !== undefined || batch.page?.full) break;
    }
    return 'none';
  } catch (error) {
    if (isEngineError(error, 'JOB_FILE_EXPIRED')) return error;
    throw error;
  }
}

/** Reads one file after the other, and none ahead. */
async function* readInTurn<S, V>(
  sources: readonly S[],
  open: (source: S, signal: AbortSignal) => AsyncIterable<V>,
  signal: AbortSignal,
): AsyncGenerator<V> {
  for (const source of sources) yield* open(source, signal);
}

interface FileBatch {
  readonly batch: Batch;
  readonly index: number;
}

// With a limit, the number of items passed on must be known before the next file is read.
const readAhead = ({ stream: { job, limit }, quota }: JobReading['context']) => ({
  concurrency: quota || Number.isFinite(limit) ? 1 : (job?.files.concurrency ?? 1),
  weight: ({ batch }: FileBatch) => Math.max(1, batch.items),
  limit: AHEAD_ITEMS,
});

function openFile({ context, partition, readFile }: JobReading, read: JobRead, state: JobState) {
  const { stream } = context;
  const start = read.progress;
  return async function* open(
    { file, index }: { readonly file: Json | undefined; readonly index: number },
    stop: AbortSignal,
  ): AsyncGenerator<FileBatch> {
    const bindings = { job: state.captured, ...(file === undefined ? {} : { file }) };
    const meaningOf: StatusMeaning = (status) =>
      read.mayBeGone && stream.job?.files.expired.includes(status) ? 'expired' : undefined;
    const batches = readFile({
      partition: addJobValues(stream, partition, bindings),
      bindings,
      progress: index === start.file ? start.paging : undefined,
      given: read.given,
      meaningOf,
      signal: AbortSignal.any([stop, context.signal]),
    });
    for await (const batch of batches) yield { batch, index };
  };
}

/** Adds the job's values to the scope of requests and, as far as they are read later, to the ancestors of items. */
function addJobValues(
  { jobCarry }: CompiledStream,
  partition: Partition,
  values: Readonly<Record<string, Json>>,
): Partition {
  const carried = Object.entries(jobCarry).flatMap(([name, carry]) => {
    const value = values[name];
    return value === undefined ? [] : [[name, pickCarried(value, carry)] as const];
  });
  const scope: ConnectorScope = { ...partition.scope, ...values };
  return { ...partition, scope, ancestors: { ...partition.ancestors, ...Object.fromEntries(carried) } };
}

/** Turns the position in a file into one in the job. */
function moveOn(
  reading: JobReading,
  read: JobRead,
  { batch, next }: { readonly batch: Batch; readonly next: number },
): Batch {
  const { page } = batch;
  if (!page) return batch;
  read.mayBeGone = true;
  if (page.skipped !== undefined) return batch;
  const { incremental } = reading.context.stream;
  const cursor = page.cursor && incremental ? joinMark(incremental, read.mark, page.cursor) : page.cursor;
  read.given = page.given ?? read.given;
  const isLast = next === read.files || page.full === true;
  const isEnd = page.progress === undefined;
  if (isEnd) read.mark = cursor;
  if (isEnd && isLast) return { ...batch, page: cursor ? { cursor } : {} };
  const progress = isEnd ? { file: next } : { file: next - 1, paging: page.progress as Json };
  if (!page.unkept) read.progress = progress;
  return { ...batch, page: { ...page, progress, given: read.given, ...(cursor ? { cursor } : {}) } };
}

/** Creates a page end without a page: the job was created, or it has no files. */
const createUnreadPage = (
  { empty }: JobReading,
  { mark, given }: JobRead,
  progress: JobProgress | undefined,
): Batch => ({
  ...empty,
  page: {
    unread: true,
    ...(progress ? { progress: progress as unknown as Json, given } : {}),
    ...(mark ? { cursor: mark } : {}),
  },
});

/** Prepares another attempt: polls the job again for new URLs or, if that was done already, creates it again, once. */
function* renew({ context, book, partition, empty }: JobReading, read: JobRead, lost: EngineError | undefined) {
  const { state, progress } = read;
  const { job, name } = context.stream;
  if (lost && state && (job?.poll || job?.result) && read.refreshedAt !== progress.file) {
    read.refreshedAt = progress.file;
    const { ready: _, ...unready } = state;
    read.state = unready;
    return;
  }
  if (read.recreated) throw lost ?? engineError('JOB_FAILED', { stream: name, status: 'gone' });
  book.remove(partition.ordinal);
  const warning = createWarning('JOB_RECREATED', { stream: name, partition: partition.key });
  yield { ...empty, warnings: [warning] };
  Object.assign(read, { ...START, state: undefined, mayBeGone: false, recreated: true });
}

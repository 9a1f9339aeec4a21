import type { EngineError } from '../../base/errors/index.ts';
import type { Json, JsonObject } from '../../base/json/index.ts';
import type { Warning } from '../../base/report/report.generated.ts';
import type { CompiledStream, Connector } from '../../pipeline/connector/index.ts';
import type { Batch } from '../../pipeline/run/batch.ts';
import { endOpenJobs } from '../../pipeline/run/job.ts';
import { createJobBook } from '../../pipeline/run/job-book.ts';
import { createParents } from '../../pipeline/run/parents.ts';
import { listPartitions, type Partition } from '../../pipeline/run/partitions.ts';
import { type PartitionReadContext, readPartition } from '../../pipeline/run/read-partition.ts';
import { attachLocation } from '../../pipeline/run/report.ts';
import type { OnRetry, RequestRetry } from '../../pipeline/run/request-retry.ts';
import { createRunCounters, type RunCounters, type Wait } from '../../pipeline/run/run-counters.ts';
import { createOwnSessions, noRefreshTokenStore, type RefreshTokenStore } from '../../pipeline/run/sessions.ts';
import { createVendorClient } from '../../pipeline/run/vendor-client.ts';
import type { RejectRecord } from '../../pipeline/sink/index.ts';
import type { Exchange, ExchangeTap } from './exchange-tap.ts';
import { watchPages } from './watch-pages.ts';

export {
  createExchangeTap,
  type Exchange,
  type ExchangeTap,
  type ShownRequest,
  type StartedRequest,
} from './exchange-tap.ts';

/** Limits of a test read. */
export interface ReadLimits {
  readonly partitions: number;
  /** Pages of each partition. */
  readonly pages: number;
  /** Items of each page to select and map. */
  readonly items: number;
  /** Time of the whole read; default: none. */
  readonly seconds?: number;
}

/** Limit that ended a test read, or a part of it. */
export type ReachedLimit = keyof ReadLimits;

/** Wait before a request: until when (epoch ms), and why. */
export interface ReadWait extends Wait {
  readonly stream: string;
  /** Set if it waits for a retry. */
  readonly retry?: RequestRetry;
}

/** One page of a test read. */
export interface PageRead {
  readonly stream: string;
  /** Key of its partition; empty if the stream has no partitions. */
  readonly partition: string;
  /** Number of the page in its partition, from 1. */
  readonly page: number;
  /** Everything that was sent for it, including logins, jobs and retries. */
  readonly exchanges: readonly Exchange[];
  /** Number of items on the page that the records selector found. */
  readonly found: number;
  /** The first of them. */
  readonly items: readonly Json[];
  /** What expressions see besides an item and the settings: ancestors, job values, times. */
  readonly scope: JsonObject;
  readonly records: readonly { readonly entity: string; readonly record: JsonObject }[];
  readonly rejects: readonly RejectRecord[];
  readonly unmapped: readonly { readonly enum: string; readonly value: string }[];
  readonly warnings: readonly Warning[];
  /** Position of the next page; absent on the last one. */
  readonly next?: Json;
  /** Reason why no further page is read. */
  readonly stopped?: string;
  /** Set if the partition was skipped. */
  readonly skipped?: true;
}

/** Result of a test read. */
export interface TestRead {
  readonly stream: string;
  readonly limits: ReadLimits;
  /** First pages of the streams that this one needs, then its own pages. */
  readonly pages: readonly PageRead[];
  /** Number of partitions read. */
  readonly partitions: number;
  /** True if a limit ended the read. */
  readonly limited: boolean;
  readonly reached: readonly ReachedLimit[];
  /** Requests of the page that was being read when the time limit ended the read. */
  readonly unfinished: readonly Exchange[];
  readonly error?: FailedRead;
}

/** Error that ended a test read, with the exchanges of the page that failed. */
export interface FailedRead {
  readonly stream: string;
  readonly partition: string;
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  readonly exchanges: readonly Exchange[];
}

export interface TestReadContext {
  readonly tap: ExchangeTap;
  readonly limits: ReadLimits;
  readonly signal: AbortSignal;
  /** Receives each page as soon as it is complete. */
  readonly onPage?: (page: PageRead) => void;
  /** Called when a wait for a retry, the rate limit or a job begins. */
  readonly onWait?: (wait: ReadWait) => void;
  /** Receives the refresh tokens that the vendor replaces; default: they are lost. */
  readonly tokens?: RefreshTokenStore;
}

/**
 * Reads the first pages of one stream, and of the streams that it needs, and reports everything that happens: requests and
 * responses, items, records, positions. Writes nothing. Resolves also if the read fails; rejects only when the signal
 * aborts. `connector` must be compiled for this stream.
 */
export async function readStreamSample(
  connector: Connector,
  name: string,
  context: TestReadContext,
): Promise<TestRead> {
  const reader = createSampleReader(connector, context);
  const isRead = (one: CompiledStream) => one.name === name || one.members.some((member) => member.name === name);
  const streams = connector.streams.slice(0, connector.streams.findIndex(isRead) + 1);
  const own = streams.at(-1);
  let failed: FailedRead | undefined;
  for (const stream of streams) {
    // Of the streams that it needs, one page suffices to find the first partitions.
    const limits = stream === own ? context.limits : { ...context.limits, pages: 1, items: Number.MAX_SAFE_INTEGER };
    failed = await reader.read(stream, limits, name);
    if (failed || reader.reached.has('seconds')) break;
  }
  const pages = reader.pages;
  return {
    stream: name,
    limits: context.limits,
    pages,
    partitions: countPartitions(pages, name),
    limited: reader.reached.size > 0 && !failed,
    reached: failed ? [] : [...reader.reached],
    unfinished: reader.reached.has('seconds') ? context.tap.take(true) : [],
    ...(failed ? { error: failed } : {}),
  };
}

/** Returns the stream with a job whose files are read one after the other, so that each page has its own exchanges. */
const readFilesInTurn = (stream: CompiledStream): CompiledStream =>
  stream.job ? { ...stream, job: { ...stream.job, files: { ...stream.job.files, concurrency: 1 } } } : stream;

const countPartitions = (pages: readonly PageRead[], stream: string | undefined): number =>
  new Set(pages.filter((page) => page.stream === stream).map(({ partition }) => partition)).size;

/** Observes the waits of a client: creates counters that report the start of each wait, with the retry that it waits for. */
function observeWaits(onWait: TestReadContext['onWait']): {
  readonly counters: RunCounters;
  readonly onRetry: OnRetry;
} {
  const counters = createRunCounters();
  let next: RequestRetry | undefined;
  const { waiting } = counters;
  const set = waiting.set.bind(waiting);
  waiting.set = (stream, wait) => {
    onWait?.({ stream, ...wait, ...(next?.at === wait.until ? { retry: next } : {}) });
    return set(stream, wait);
  };
  return {
    counters,
    onRetry(_request, retry) {
      next = retry;
    },
  };
}

interface PageLimits {
  readonly watched: ReturnType<typeof watchPages>;
  readonly limits: ReadLimits;
  /** Stream whose items are wanted; it may read the responses of the stream that is read. */
  readonly wanted: string;
}

interface SampleReader {
  readonly pages: readonly PageRead[];
  readonly reached: ReadonlySet<ReachedLimit>;
  /** Reads the first partitions of a stream, for its own items or those of a member; returns the error that ended it. */
  read(stream: CompiledStream, limits: ReadLimits, wanted: string): Promise<FailedRead | undefined>;
}

function createSampleReader(
  connector: Connector,
  { tap, signal: stop, onPage, onWait, tokens = noRefreshTokenStore, limits }: TestReadContext,
): SampleReader {
  const { ports } = tap;
  const { items: shownItems, seconds } = limits;
  const pages: PageRead[] = [];
  const { counters, onRetry } = observeWaits(onWait);
  const parents = createParents();
  const client = createVendorClient(connector, ports, { counters, sessions: createOwnSessions(tokens), onRetry });
  const reached = new Set<ReachedLimit>();
  const timeLimit = seconds === undefined ? undefined : AbortSignal.timeout(seconds * 1_000);
  const signal = timeLimit ? AbortSignal.any([stop, timeLimit]) : stop;

  const add = (page: PageRead) => {
    pages.push(page);
    onPage?.(page);
  };
  const readOne = async (
    whole: CompiledStream,
    partition: Partition,
    { limits, wanted }: { limits: ReadLimits; wanted: string },
  ): Promise<void> => {
    const watched = watchPages(client, { limit: limits.items, stream: wanted });
    const jobs = createJobBook(undefined, false);
    const stream = readFilesInTurn(whole);
    const reader = { connector, stream, client: watched.client, ports, parents, counters, jobs, signal, runId: 'read' };
    try {
      await readPages(reader, partition, { watched, limits, wanted });
    } finally {
      await endOpenJobs(reader, jobs);
    }
  };
  const readPages = async (
    reader: PartitionReadContext,
    partition: Partition,
    { watched, limits, wanted }: PageLimits,
  ): Promise<void> => {
    const { stream } = reader;
    const name = stream.members.some((member) => member.name === wanted) ? wanted : stream.name;
    let page = startPage(name, partition, 1);
    for await (const batch of readPartition(reader, partition)) {
      parents.add((batch.member ?? stream).name, batch.parents);
      page = addBatch(page, batch);
      // The exchanges that create and poll a job belong to the first page of its first file.
      if (!batch.page || (batch.page.unread && batch.page.progress !== undefined)) continue;
      const cutByLimit = batch.page.progress !== undefined && page.page >= limits.pages;
      const { found, items, scope, stopped, next } = watched.takePage();
      if (cutByLimit) reached.add('pages');
      if (found > items.length) reached.add('items');
      const reason =
        batch.page.skipped === undefined ? stopped : `the partition was skipped: ${describeSkip(batch.page.skipped)}`;
      add({
        ...page,
        exchanges: tap.take(),
        found,
        items: items.slice(0, shownItems),
        scope,
        ...(batch.page.skipped === undefined ? {} : { skipped: true as const }),
        ...(next === undefined ? {} : { next }),
        ...(cutByLimit
          ? { stopped: 'the limit of pages was reached' }
          : reason === undefined
            ? {}
            : { stopped: reason }),
      });
      if (cutByLimit) return;
      page = startPage(name, partition, page.page + 1);
    }
  };
  return {
    pages,
    reached,
    async read(stream, limits, wanted) {
      let count = 0;
      let at: Partition | undefined;
      try {
        for await (const partition of listPartitions({
          connector,
          stream,
          parents,
          cursors: {},
          now: ports.clock.now(),
        })) {
          if (count >= limits.partitions) {
            reached.add('partitions');
            return undefined;
          }
          at = partition;
          await readOne(stream, partition, { limits, wanted });
          count += 1;
        }
        return undefined;
      } catch (error) {
        stop.throwIfAborted();
        if (timeLimit?.aborted) {
          reached.add('seconds');
          return undefined;
        }
        const place = { stream: stream.name, partition: at?.key ?? '' };
        const failure: EngineError = attachLocation(error, { ...place, partition: place.partition || null });
        return { ...place, code: failure.code, message: failure.message, fix: failure.fix, exchanges: tap.take(true) };
      }
    },
  };
}

const describeSkip = (why: number | string): string => (typeof why === 'number' ? `HTTP ${why}` : why);

const startPage = (stream: string, partition: Partition, page: number): PageRead => ({
  stream,
  partition: partition.key,
  page,
  exchanges: [],
  found: 0,
  items: [],
  scope: {},
  records: [],
  rejects: [],
  unmapped: [],
  warnings: [],
});

const addBatch = (page: PageRead, batch: Batch): PageRead => ({
  ...page,
  records: [...page.records, ...batch.mapped.map(({ entity, record }) => ({ entity, record }))],
  rejects: [...page.rejects, ...batch.rejects],
  unmapped: [...page.unmapped, ...batch.unmapped.map(([name, value]) => ({ enum: name, value }))],
  warnings: [...page.warnings, ...batch.warnings],
});

import { CATALOGUE, type EngineError, engineError, toEngineError } from '../../base/errors/index.ts';
import type { ErrorRow } from '../../base/errors/row.ts';
import type { JsonObject } from '../../base/json/index.ts';
import { formatTime } from '../../base/time/index.ts';
import type { CompiledStream, Connector } from '../../pipeline/connector/index.ts';
import type { Batch } from '../../pipeline/run/batch.ts';
import { createJob, giveUpJob } from '../../pipeline/run/job.ts';
import { createJobBook } from '../../pipeline/run/job-book.ts';
import { createParents } from '../../pipeline/run/parents.ts';
import { listPartitions } from '../../pipeline/run/partitions.ts';
import type { Ports } from '../../pipeline/run/ports.ts';
import { readPartition } from '../../pipeline/run/read-partition.ts';
import { createRunCounters } from '../../pipeline/run/run-counters.ts';
import { createOwnSessions, noRefreshTokenStore, type SessionPools } from '../../pipeline/run/sessions.ts';
import { createVendorClient } from '../../pipeline/run/vendor-client.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Result of reading a sample of each stream. */
export interface StreamSample {
  /** Names of the requested streams. */
  readonly streams: readonly string[];
  readonly authError?: EngineError;
  readonly accessError?: EngineError;
  /** Set if the response does not match the manifest. */
  readonly dataError?: EngineError;
  readonly items: number;
  readonly entity?: string;
  readonly record?: JsonObject;
}

/** Reads a sample of each stream, once for all checks. */
export interface StreamSampler {
  /** Samples only the first stream. */
  first(): Promise<StreamSample>;
  all(): Promise<StreamSample>;
}

export interface SamplerOptions {
  readonly ports: Ports;
  readonly signal?: AbortSignal;
  /** Sessions that are shared with other checks. */
  readonly sessions?: SessionPools;
}

const NO_SAMPLE: StreamSample = { streams: [], items: 0 };

const classifyError = (before: StreamSample, error: EngineError): StreamSample => {
  const { stage } = CATALOGUE[error.code] as ErrorRow;
  if (stage === 'auth' && error.code !== 'PERMISSION_DENIED') return { ...before, authError: error };
  return stage === 'page' || stage === 'expression' || stage === 'record'
    ? { ...before, dataError: error }
    : { ...before, accessError: error };
};

export function createStreamSampler(
  connector: Connector,
  { ports, signal = new AbortController().signal, sessions = createOwnSessions(noRefreshTokenStore) }: SamplerOptions,
): StreamSampler {
  const counters = createRunCounters();
  const parents = createParents();
  const client = createVendorClient(connector, ports, { counters, sessions });
  const { skip = [] } = connector.manifest.check ?? {};

  const firstBatch = async (stream: CompiledStream): Promise<Batch | undefined> => {
    const reader = {
      connector,
      stream,
      client,
      ports,
      parents,
      counters,
      signal,
      jobs: createJobBook(undefined, false),
      runId: 'check',
    };
    const context = { connector, stream, parents, cursors: {}, now: ports.clock.now() };
    for await (const partition of listPartitions(context)) {
      for await (const batch of readPartition(reader, partition)) return batch;
    }
    return undefined;
  };
  // A job over the last day is enough to check the permission.
  const runJob = async (stream: CompiledStream): Promise<void> => {
    const { window, job } = stream;
    if (!job) return;
    const now = ports.clock.now();
    const text = (at: number) => formatTime(at, window?.format ?? 'rfc3339Seconds', window?.zone);
    const scope = { ...connector.scope, cursor: {}, window: { start: text(now - DAY_MS), end: text(now) } };
    const context = { connector, stream, client, ports, counters, signal };
    const created = await createJob(context, scope);
    if (created.kind === 'skipped') throw denied(stream, created);
    await giveUpJob(context, created.state);
  };
  const denied = (
    stream: CompiledStream,
    { status, vendorReason }: { status: number; vendorReason?: string | undefined },
  ) =>
    engineError('PERMISSION_DENIED', {
      stream: stream.name,
      status,
      vendorReason,
      fix: connector.manifest.check?.permissionFix,
    });

  const jobs = new Map<string, Promise<void>>();
  /** Creates the job of a stream once, for all checks. */
  const tryJob = (stream: CompiledStream): Promise<void> => {
    const known = jobs.get(stream.name) ?? runJob(stream);
    jobs.set(stream.name, known);
    return known;
  };

  const touchOne = async (stream: CompiledStream, before: StreamSample): Promise<StreamSample> => {
    const streams = [...before.streams, stream.name];
    if (stream.job) {
      await tryJob(stream);
      return { ...before, streams };
    }
    const batch = await firstBatch(stream);
    if (batch?.page?.skipped === 403) throw denied(stream, { status: 403, vendorReason: batch.page.vendorReason });
    if (!batch) return { ...before, streams };
    parents.add((batch.member ?? stream).name, batch.parents);
    const [mapped] = batch.mapped;
    const shown = before.record || !mapped ? {} : { entity: mapped.entity, record: mapped.record };
    return { ...before, ...shown, streams, items: before.items + batch.items };
  };
  const touch = async (streams: readonly CompiledStream[]): Promise<StreamSample> => {
    let touched = NO_SAMPLE;
    for (const stream of streams) {
      if (skip.includes(stream.name)) continue;
      try {
        touched = await touchOne(stream, touched);
      } catch (error) {
        if (signal.aborted) throw error;
        return classifyError({ ...touched, streams: [...touched.streams, stream.name] }, toEngineError(error));
      }
    }
    return touched;
  };
  let all: Promise<StreamSample> | undefined;
  let first: Promise<StreamSample> | undefined;
  return {
    first: () => {
      first ??= touch(connector.streams.slice(0, 1));
      return first;
    },
    all: () => {
      all ??= touch(connector.streams);
      return all;
    },
  };
}

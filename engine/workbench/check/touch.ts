import { CATALOGUE, type EngineError, engineError, toEngineError } from '../../base/errors/index.ts';
import type { Row } from '../../base/errors/row.ts';
import type { JsonObject } from '../../base/json/index.ts';
import { formatTime } from '../../base/time/index.ts';
import type { CompiledStream, Connector } from '../../pipeline/connector/index.ts';
import type { Batch } from '../../pipeline/run/batch.ts';
import { forgotten } from '../../pipeline/run/kept-secrets.ts';
import { createMeter } from '../../pipeline/run/meter.ts';
import { createParents } from '../../pipeline/run/parents.ts';
import { partitionsOf } from '../../pipeline/run/partitions.ts';
import type { Ports } from '../../pipeline/run/ports.ts';
import { readPartition } from '../../pipeline/run/read-partition.ts';
import { ownSessions } from '../../pipeline/run/session-pool.ts';
import { connectVendor } from '../../pipeline/run/vendor.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What came of asking for a little of each stream. */
export interface Touched {
  /** Streams that were asked for. */
  readonly streams: readonly string[];
  readonly authError?: EngineError;
  readonly accessError?: EngineError;
  /** The vendor answered, but not with data as the manifest describes them. */
  readonly dataError?: EngineError;
  readonly items: number;
  readonly entity?: string;
  readonly record?: JsonObject;
}

/** Asks for a little of each stream, once, however many checks want to know. */
export interface Touch {
  /** Of the first stream alone. */
  first(): Promise<Touched>;
  all(): Promise<Touched>;
}

export interface TouchOptions {
  readonly ports: Ports;
  readonly signal?: AbortSignal;
}

const NONE: Touched = { streams: [], items: 0 };

const sorted = (before: Touched, error: EngineError): Touched => {
  const { stage } = CATALOGUE[error.code] as Row;
  if (stage === 'auth' && error.code !== 'PERMISSION_DENIED') return { ...before, authError: error };
  return stage === 'page' || stage === 'expression' || stage === 'record'
    ? { ...before, dataError: error }
    : { ...before, accessError: error };
};

export function createTouch(
  connector: Connector,
  { ports, signal = new AbortController().signal }: TouchOptions,
): Touch {
  const meter = createMeter();
  const parents = createParents();
  const vendor = connectVendor(connector, ports, { meter, sessions: ownSessions(forgotten) });
  const { skip = [] } = connector.manifest.check ?? {};

  const firstBatch = async (stream: CompiledStream): Promise<Batch | undefined> => {
    const reader = { connector, stream, vendor, ports, parents, meter, signal, runId: 'check' };
    const context = { connector, stream, parents, cursors: {}, now: ports.clock.now() };
    for await (const partition of partitionsOf(context)) {
      for await (const batch of readPartition(reader, partition)) return batch;
    }
    return undefined;
  };
  // A report over months only to see whether it is allowed would be a waste: one over the last day tells as much.
  const orderReport = async (stream: CompiledStream): Promise<void> => {
    const { window, job } = stream;
    if (!job) return;
    const now = ports.clock.now();
    const text = (at: number) => formatTime(at, window?.format ?? 'rfc3339Seconds', window?.zone);
    const scope = { ...connector.scope, cursor: {}, window: { start: text(now - DAY_MS), end: text(now) } };
    const reply = await vendor.ask(stream, job.create, { scope, signal });
    if (reply.kind === 'skipped') throw denied(stream, reply.status);
    if (reply.kind === 'answer') await reply.page.discard();
  };
  const denied = (stream: CompiledStream, status: number) =>
    engineError('PERMISSION_DENIED', { stream: stream.name, status, fix: connector.manifest.check?.permissionFix });

  const touchOne = async (stream: CompiledStream, before: Touched): Promise<Touched> => {
    const streams = [...before.streams, stream.name];
    if (stream.job) {
      await orderReport(stream);
      return { ...before, streams };
    }
    const batch = await firstBatch(stream);
    if (batch?.page?.skipped === 403) throw denied(stream, 403);
    if (!batch) return { ...before, streams };
    parents.add(stream.name, batch.parents);
    const [mapped] = batch.mapped;
    const shown = before.record || !mapped ? {} : { entity: mapped.entity, record: mapped.record };
    return { ...before, ...shown, streams, items: before.items + batch.items };
  };
  const touch = async (streams: readonly CompiledStream[]): Promise<Touched> => {
    let touched = NONE;
    for (const stream of streams) {
      if (skip.includes(stream.name)) continue;
      try {
        touched = await touchOne(stream, touched);
      } catch (error) {
        if (signal.aborted) throw error;
        return sorted({ ...touched, streams: [...touched.streams, stream.name] }, toEngineError(error));
      }
    }
    return touched;
  };
  let all: Promise<Touched> | undefined;
  let first: Promise<Touched> | undefined;
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

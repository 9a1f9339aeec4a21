import { hash, randomUUID } from 'node:crypto';
import { engineError } from '../base/errors/index.ts';
import { type Json, type JsonObject, stableStringify } from '../base/json/index.ts';
import type { RunReport } from '../base/report/report.generated.ts';
import { loadConnector } from '../cli/load-connector.ts';
import { createPorts } from '../io/ports.ts';
import { resolveSettings } from '../io/settings.ts';
import { createStateFile } from '../io/state-file.ts';
import { type Manifest, openSettings } from '../manifest/index.ts';
import { type Config, type Connector, compileConnector } from '../pipeline/connector/index.ts';
import type { Ports } from '../pipeline/run/ports.ts';
import { run } from '../pipeline/run/run.ts';
import { noState } from '../pipeline/run/state-store.ts';
import type { RejectRecord, Sink, SinkBatch } from '../pipeline/sink/index.ts';
import { createHandOver } from './hand-over.ts';

/** Record with its entity, which narrows the type of the record. */
export type ReadRecord<R extends object = Record<string, JsonObject>> = {
  [E in keyof R & string]: { readonly entity: E; readonly record: R[E] };
}[keyof R & string];

/** Config of a connection. Files of settings are relative to the working folder. */
export type ReadConfig = Omit<Config, 'map' | '$schema'>;

export interface ReadOptions {
  /** File with cursors and the position of an interrupted read, as `run --state` uses it. */
  readonly state?: string;
  readonly concurrency?: number;
  readonly signal?: AbortSignal;
  /** Allows private addresses and plain HTTP. */
  readonly allowPrivateNetwork?: boolean;
  /** Called with each item that could not be mapped. Without it, they are only counted in the report. */
  readonly onReject?: (reject: RejectRecord) => void;
  /** Called with the report when everything is read. */
  readonly onReport?: (report: RunReport) => void;
}

/** Sink that hands records over; the run waits until the consumer has taken them. */
function createReadSink(give: (batch: readonly ReadRecord[]) => Promise<void>, { onReject }: ReadOptions): Sink {
  const list = ({ entities }: SinkBatch): ReadRecord[] =>
    Object.entries(entities).flatMap(([entity, { records }]) => records.map((record) => ({ entity, record })));
  return {
    open: async () => undefined,
    async write(batch) {
      for (const reject of batch.rejects) onReject?.(reject);
      const records = list(batch);
      if (records.length > 0) await give(records);
    },
    checkpoint: async () => null,
    finish: async () => undefined,
    abandon: async () => undefined,
  };
}

async function loadManifest(connector: string | Manifest): Promise<Manifest> {
  return typeof connector === 'string' ? (await loadConnector(connector)).manifest : connector;
}

/** Hash of what must be unchanged to resume: without secrets, because the state file contains it. */
function hashSetup(manifest: Manifest, { settings, ...config }: ReadConfig): string {
  const parts = { ...config, settings: openSettings(manifest, settings as never), manifest };
  return hash('sha256', stableStringify(JSON.parse(JSON.stringify(parts)) as Json), 'base64url');
}

async function compile(manifest: Manifest, config: ReadConfig, { concurrency }: ReadOptions): Promise<Connector> {
  const { settings, filters, select } = config;
  return compileConnector(manifest, {
    settings: await resolveSettings(settings, { env: process.env, folder: process.cwd() }),
    ...(filters ? { filters } : {}),
    ...(select ? { select } : {}),
    ...(concurrency === undefined ? {} : { concurrency }),
  });
}

/** Runs a sync to the end. Rejects with the error of a failed one. */
async function runToEnd(
  { connector, fingerprint }: { readonly connector: Connector; readonly fingerprint: string },
  { sink, signal, options }: { readonly sink: Sink; readonly signal: AbortSignal; readonly options: ReadOptions },
  ports: Ports,
): Promise<void> {
  let failure: unknown;
  const stateStore = options.state === undefined ? noState : createStateFile(options.state);
  const job = {
    ...{ runId: randomUUID(), sinks: [sink], stateStore, fingerprint, signal },
    onFailure: (error: unknown) => {
      failure = error;
    },
  };
  const report = await run(connector, job, ports);
  if (report.error) throw failure;
  options.onReport?.(report);
}

/**
 * Reads the records of a connector: a catalogue id, the path of a manifest or its folder, or a parsed manifest. Waits for its
 * consumer, and stops reading when the consumer stops. A record that replaces an earlier one of the same identity comes after
 * it. Throws the EngineError of a failed read.
 */
export async function* read<R extends object = Record<string, JsonObject>>(
  connector: string | Manifest,
  config: ReadConfig,
  options: ReadOptions = {},
): AsyncGenerator<ReadRecord<R>, void> {
  const manifest = await loadManifest(connector);
  const compiled = { connector: await compile(manifest, config, options), fingerprint: hashSetup(manifest, config) };
  const ports = createPorts({ allowPrivate: options.allowPrivateNetwork ?? false, env: process.env });
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const records = createHandOver<readonly ReadRecord[]>();
  const running = runToEnd(compiled, { sink: createReadSink(records.give, options), signal, options }, ports).then(
    () => records.end(),
    (error: unknown) => records.end(error),
  );
  try {
    for await (const batch of records.values()) yield* batch as readonly ReadRecord<R>[];
  } finally {
    stop.abort(engineError('INTERRUPTED'));
    await running;
    await ports.close();
  }
}

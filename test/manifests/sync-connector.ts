import type { JsonObject } from '../../engine/base/json/index.ts';
import { type Config, compileConnector, createPorts, type RunReport, run } from '../../engine/index.ts';
import type { Cursors, SavedState, StateStore } from '../../engine/pipeline/run/state-store.ts';
import type { RecordSink, RejectRecord } from '../../engine/pipeline/sink/index.ts';
import type { Vendor } from '../../studio/demo/vendors/index.ts';
import { readManifestFile, type SimulatedId } from './connectors.ts';

/** Options of a sync that differ from a plain full run. */
export interface SyncOptions {
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
  readonly filters?: NonNullable<Config['filters']>;
  readonly concurrency?: number;
  /** Cursors of the previous sync. */
  readonly cursors?: Cursors;
}

/** Output of a sync, and the cursors for the next one. */
export interface SyncResult {
  readonly assets: readonly JsonObject[];
  readonly findings: readonly JsonObject[];
  readonly rejects: readonly RejectRecord[];
  readonly report: RunReport;
  readonly cursors: Cursors;
}

const createState = (connector: string, cursors: Cursors) => {
  const kept: { state: SavedState } = { state: { stateVersion: 1, connector, cursors } };
  const stateStore: StateStore = {
    name: 'memory',
    durable: true,
    load: async () => kept.state,
    save: async (state) => {
      kept.state = state;
    },
    append: async () => 0,
    restore: async () => new Uint8Array(),
    clear: async () => undefined,
  };
  return { stateStore, kept };
};

/** Runs a shipped connector against a simulated vendor over real sockets. */
export const syncConnector = async (
  id: SimulatedId,
  vendor: Vendor,
  options: SyncOptions = {},
): Promise<SyncResult> => {
  const { settings = {}, filters, concurrency, cursors = {} } = options;
  const connector = await compileConnector(readManifestFile(id), {
    settings: { ...vendor.config.settings, ...settings },
    ...(filters === undefined ? {} : { filters }),
    ...(concurrency === undefined ? {} : { concurrency }),
  });
  let [assets, findings]: [JsonObject[], JsonObject[]] = [[], []];
  const rejects: RejectRecord[] = [];
  const sink: RecordSink = {
    open: async () => undefined,
    write: async (batch) => {
      assets.push(...(batch.entities['asset']?.records ?? []));
      findings.push(...(batch.entities['finding']?.records ?? []));
      rejects.push(...batch.rejects);
    },
    checkpoint: async () => null,
    finish: async (_report, _warn, superseded) => {
      assets = assets.filter((_, ordinal) => !superseded?.get('asset')?.has(ordinal));
      findings = findings.filter((_, ordinal) => !superseded?.get('finding')?.has(ordinal));
    },
    abandon: async () => undefined,
  };
  const { stateStore, kept } = createState(id, cursors);
  const ports = createPorts({ allowPrivate: true });
  try {
    const job = { runId: 'test', sinks: [sink], stateStore, fingerprint: 'test' };
    const report = await run(connector, job, ports);
    return { assets, findings, rejects, report, cursors: kept.state.cursors };
  } finally {
    await ports.close();
  }
};

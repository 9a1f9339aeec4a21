import type { JsonObject } from '../../engine/base/json/index.ts';
import { type Config, compileConnector, createPorts, type RunReport, run } from '../../engine/index.ts';
import type { Cursors, Journal, SavedState } from '../../engine/pipeline/run/journal.ts';
import type { RecordSink, RejectRecord } from '../../engine/pipeline/sink/index.ts';
import type { Vendor } from '../../studio/demo/vendors/index.ts';
import { type ConnectorId, manifestOf } from './connectors.ts';

/** How one sync differs from a plain full one. */
export interface SyncOptions {
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
  readonly filters?: NonNullable<Config['filters']>;
  readonly concurrency?: number;
  /** The cursors that the sync before this one left. */
  readonly cursors?: Cursors;
}

/** What a sync wrote, and where the next one begins. */
export interface Synced {
  readonly assets: readonly JsonObject[];
  readonly findings: readonly JsonObject[];
  readonly rejects: readonly RejectRecord[];
  readonly report: RunReport;
  readonly cursors: Cursors;
}

const journalOf = (connector: string, cursors: Cursors) => {
  const kept: { state: SavedState } = { state: { stateVersion: 1, connector, cursors } };
  const journal: Journal = {
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
  return { journal, kept };
};

/** A real run of a shipped connector against a simulated vendor, over real sockets. */
export const synced = async (id: ConnectorId, vendor: Vendor, options: SyncOptions = {}): Promise<Synced> => {
  const { settings = {}, filters, concurrency, cursors = {} } = options;
  const connector = await compileConnector(manifestOf(id), {
    settings: { ...vendor.config.settings, ...settings },
    ...(filters === undefined ? {} : { filters }),
    ...(concurrency === undefined ? {} : { concurrency }),
  });
  const [assets, findings, rejects]: [JsonObject[], JsonObject[], RejectRecord[]] = [[], [], []];
  const sink: RecordSink = {
    open: async () => undefined,
    write: async (batch) => {
      assets.push(...batch.asset);
      findings.push(...batch.finding);
      rejects.push(...batch.rejects);
    },
    checkpoint: async () => null,
    finish: async () => undefined,
    abandon: async () => undefined,
  };
  const { journal, kept } = journalOf(id, cursors);
  const ports = createPorts({ allowPrivate: true });
  try {
    const job = { runId: 'test', sinks: [sink], journal, fingerprint: 'test' };
    const report = await run(connector, job, ports);
    return { assets, findings, rejects, report, cursors: kept.state.cursors };
  } finally {
    await ports.close();
  }
};

import { createTable, type JsonObject } from '../../base/json/index.ts';
import type { RunReport } from '../../base/report/report.generated.ts';
import { isBuiltIn, type Manifest, type SettingValues } from '../../manifest/index.ts';
import { type Config, type Connector, compileConnector } from '../../pipeline/connector/index.ts';
import { run } from '../../pipeline/run/run.ts';
import type { Cursors, SavedState, StateStore } from '../../pipeline/run/state-store.ts';
import type { RecordSink, RejectRecord } from '../../pipeline/sink/index.ts';
import type { Expected } from './expected.generated.ts';
import type { Exchange, Recording } from './recording.generated.ts';
import { createReplay } from './replay.ts';

/** Result of a replayed case. */
export interface CaseOutcome {
  readonly outcome: Expected;
  readonly report: RunReport;
  readonly rejects: readonly RejectRecord[];
  readonly unused: readonly Exchange[];
}

/** Creates an in-memory state store that starts with the recording's cursors. */
function createMemoryState(connector: string, cursors: Cursors): StateStore & { readonly saved: () => Cursors } {
  let state: SavedState = { stateVersion: 1, connector, cursors };
  return {
    name: 'the recording',
    durable: true,
    load: async () => state,
    save: async (next) => {
      state = next;
    },
    append: async () => 0,
    restore: async () => new Uint8Array(),
    clear: async () => undefined,
    saved: () => state.cursors,
  };
}

interface CollectedRecords extends RecordSink {
  /** Records by entity. */
  readonly records: Record<string, JsonObject[]>;
  readonly rejects: RejectRecord[];
}

function createCollector(): CollectedRecords {
  const all = { records: createTable<JsonObject[]>(), rejects: [] as RejectRecord[] };
  return {
    ...all,
    open: async () => undefined,
    write: async (batch) => {
      for (const [entity, { records }] of Object.entries(batch.entities)) {
        const of = all.records[entity] ?? [];
        all.records[entity] = of;
        of.push(...records);
      }
      all.rejects.push(...batch.rejects);
    },
    checkpoint: async () => null,
    finish: async (_report, _warn, superseded = new Map()) => {
      for (const [entity, { has }] of superseded)
        all.records[entity] = (all.records[entity] ?? []).filter((_, ordinal) => !has(ordinal));
    },
    abandon: async () => undefined,
  };
}

/** Returns the records of the entities that are not built in, as an expected outcome contains them. */
function pickOtherRecords({ records }: CollectedRecords): Pick<Expected, 'records'> {
  const others = Object.entries(records).filter(([entity]) => !isBuiltIn(entity));
  return others.length > 0 ? { records: Object.fromEntries(others) } : {};
}

const toExpected = (sink: CollectedRecords, report: RunReport, cursors: Cursors): Expected => ({
  asset: [...(sink.records['asset'] ?? [])],
  finding: [...(sink.records['finding'] ?? [])],
  ...pickOtherRecords(sink),
  rejects: sink.rejects.map(({ entity, stream, pointer, code }) => ({ entity, stream, pointer, code })),
  ...(Object.keys(report.unmapped).length > 0 ? { unmapped: JSON.parse(JSON.stringify(report.unmapped)) } : {}),
  ...(report.warnings.length > 0 ? { warnings: report.warnings.map(({ code }) => code) } : {}),
  ...(Object.keys(cursors).length > 0 ? { cursors } : {}),
  ...(report.error ? { error: report.error.code } : {}),
});

/** Replays a recording through the real engine, offline. Rejects with the errors of an invalid manifest or recording. */
export async function runCase(manifest: Manifest, recording: Recording): Promise<CaseOutcome> {
  let connector: Connector | undefined;
  const ports = createReplay(recording, () => connector?.auths.marks ?? []);
  const { settings, filters, select, streams, limits } = recording;
  connector = await compileConnector(manifest, {
    settings: settings as SettingValues,
    ...(filters ? { filters } : {}),
    ...(streams ? { streams } : {}),
    ...(select ? { select: select as NonNullable<Config['select']> } : {}),
  });
  const sink = createCollector();
  const stateStore = createMemoryState(manifest.id, (recording.cursors ?? {}) as Cursors);
  const report = await run(
    connector,
    { runId: 'replay', sinks: [sink], stateStore, fingerprint: 'replay', ...(limits ? { limits } : {}) },
    ports,
  );
  return {
    outcome: toExpected(sink, report, stateStore.saved()),
    report,
    rejects: sink.rejects,
    unused: ports.unused(),
  };
}

import { setTimeout as pause } from 'node:timers/promises';
import type { RunReport } from '../../engine/base/report/report.generated.ts';
import type { Manifest } from '../../engine/index.ts';
import { openStore, type Store } from '../../engine/inventory/store/index.ts';
import { createPorts } from '../../engine/io/ports.ts';
import { createConnection } from '../../engine/platform/connections/create-connection.ts';
import { type ConnectionDraft, type Platform, parseKeyring } from '../../engine/platform/connections/index.ts';
import { createQueue, startRun } from '../../engine/platform/worker/index.ts';

/** Finished run. */
export interface EndedRun {
  readonly id: string;
  readonly state: string;
  readonly report: RunReport;
  /** Time from creation to end. */
  readonly wallMs: number;
}

/** Store with connections of one manifest; other processes execute their runs. */
export interface Setting extends AsyncDisposable {
  readonly store: Store;
  /** Creates a connection with these settings, starts a full run, and returns its id. */
  start(name: string, settings: ConnectionDraft['settings']): Promise<string>;
  /** Starts another full run of a connection and returns its id. */
  again(name: string): Promise<string>;
  /** Waits for a run to end; tolerates an unavailable store. */
  ended(run: string): Promise<EndedRun>;
}

/** Polling interval. */
const LOOK_MS = 100;

/** Opens a store by its URL, with the key of its secrets. */
export async function openSetting(url: string, key: string, manifest: Manifest): Promise<Setting> {
  const store = await openStore(url);
  const ports = createPorts({ allowPrivate: true });
  const platform: Platform = {
    ...{ store, keyring: parseKeyring(key, 'a measurement'), manifestOf: async () => manifest },
    ...{ clock: ports.clock, random: ports.random, actor: 'scale' },
  };
  const queue = createQueue(platform, () => undefined);
  await queue.start();
  const again = (connection: string) =>
    startRun(platform, queue, { connection, order: { reason: 'manual', full: true } });
  const look = (run: string) =>
    store.db.selectFrom('run').selectAll().where('id', '=', run).where('finished_at', 'is not', null);
  return {
    store,
    again,
    async start(name, settings) {
      const draft = {
        ...{ name, description: '', connector: manifest.id, settings, select: {}, filters: {} },
        ...{ maps: {}, schedule: null, manualOnly: true, active: true, preserveAbsent: false },
      };
      await createConnection(platform, draft, { force: true });
      return again(name);
    },
    async ended(run) {
      for (;;) {
        const row = await look(run)
          .executeTakeFirst()
          .catch(() => undefined);
        if (row) {
          const report = JSON.parse(row.report ?? '{}') as RunReport;
          return { id: run, state: row.state, report, wallMs: (row.finished_at ?? 0) - row.created_at };
        }
        await pause(LOOK_MS);
      }
    },
    async [Symbol.asyncDispose]() {
      await queue.stop();
      await ports.close();
      await store.close();
    },
  };
}

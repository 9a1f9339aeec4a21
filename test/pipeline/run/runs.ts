import type { StateStore } from '../../../engine/index.ts';
import type { SavedState } from '../../../engine/pipeline/run/state-store.ts';
import { createFolder, readRecords } from './folder.ts';
import { runSync, type Sync } from './sync.ts';

/** Stores a connection's state between runs in memory. */
function createMemoryStore(): { readonly stateStore: StateStore; readonly cursors: () => SavedState['cursors'] } {
  let state: SavedState | undefined;
  const stateStore: StateStore = {
    name: 'memory',
    durable: true,
    load: async () => state,
    save: async (next) => {
      state = structuredClone(next);
    },
    append: async () => 0,
    restore: async () => new Uint8Array(),
    clear: async () => undefined,
  };
  return { stateStore, cursors: () => state?.cursors ?? {} };
}

/** Consecutive runs of a connection, each to its own folder. */
export function createRuns(connection: Pick<Sync, 'connector' | 'vendor' | 'settings'>) {
  const { stateStore, cursors } = createMemoryStore();
  const next = async (more: Partial<Sync> = {}) => {
    const to = await createFolder();
    const report = await runSync({ ...connection, to, stateStore, ...more });
    const findings = (await readRecords(to, 'findings.ndjson').catch(() => [])).map((one) =>
      String(one['externalFindingId']),
    );
    return { report, findings };
  };
  return { next, cursors };
}

import { engineError, toEngineError } from '../errors/index.ts';
import { lockRun } from './lock-run.ts';
import type { WorkerParts } from './parts.ts';
import type { Presence } from './presence.ts';
import { stopRun } from './stop-run.ts';

/** Workers that die one after the other over the same page. */
const MOST_DEATHS = 5;

interface Orphan {
  readonly id: string;
  readonly run_id: string;
  readonly worker: string | null;
  readonly attempt: number;
}

/** Slices whose worker has died, or has been silent for the length of its lease. */
async function orphansOf({ platform, id }: WorkerParts, presence: Presence): Promise<readonly Orphan[]> {
  const rows = await platform.store.db
    .selectFrom('slice')
    .select(['id', 'run_id', 'worker', 'attempt', 'leased_until'])
    .where('state', '=', 'RUNNING')
    .where('worker', '!=', id)
    .execute();
  const dead = new Set(await presence.dead([...new Set(rows.flatMap(({ worker }) => worker ?? []))]));
  const now = platform.clock.now();
  return rows.filter(({ worker, leased_until: until }) => dead.has(worker ?? '') || (until ?? 0) < now);
}

async function free({ platform, queue, tell }: WorkerParts, orphan: Orphan): Promise<boolean> {
  const { store } = platform;
  const freed = await store.transaction(async (tx) => {
    await lockRun(tx, store, orphan.run_id);
    const row = await tx
      .updateTable('slice')
      .set((has) => ({ state: 'WAITING', worker: null, leased_until: null, failures: has('failures', '+', 1) }))
      .where('id', '=', orphan.id)
      .where('attempt', '=', orphan.attempt)
      .where('state', '=', 'RUNNING')
      .returning(['ordinal', 'failures', 'stream'])
      .executeTakeFirst();
    if (!row) return undefined;
    if (row.failures >= MOST_DEATHS) {
      const error = engineError('SLICE_ABANDONED', { attempts: row.failures, stream: row.stream });
      await tx.updateTable('slice').set({ state: 'FAILED' }).where('id', '=', orphan.id).execute();
      return { end: await stopRun(platform, { tx, runId: orphan.run_id, error }) };
    }
    await queue.announce(tx, [{ slice: orphan.id, ordinal: row.ordinal }]);
    return { end: undefined };
  });
  if (freed?.end) tell(freed.end);
  return freed !== undefined;
}

/** Gives what dead workers were doing to those that live. */
export async function reap(parts: WorkerParts, presence: Presence): Promise<void> {
  const freed = new Map<string, number>();
  for (const orphan of await orphansOf(parts, presence)) {
    try {
      if (await free(parts, orphan)) freed.set(orphan.worker ?? '', (freed.get(orphan.worker ?? '') ?? 0) + 1);
    } catch (error) {
      const { code, message } = toEngineError(error);
      parts.tell({ type: 'trouble', doing: 'taking over from a dead worker', code, message });
    }
  }
  for (const [worker, slices] of freed) parts.tell({ type: 'worker-died', worker, slices });
}

import { engineError, toEngineError } from '../../base/errors/index.ts';
import { lockRun } from './lock-run.ts';
import type { WorkerParts } from './parts.ts';
import type { Presence } from './presence.ts';
import { stopRun } from './stop-run.ts';

/** Number of workers that may die on the same page before the run fails. */
const MAX_DEATHS = 10;

/**
 * Before the third and each later try, multiplied by a random number from 0 to 1. A worker that dies takes its other
 * slices with it; this separates them from the one that it died over, so that they proceed.
 */
const waitMs = (deaths: number): number => (deaths < 2 ? 0 : Math.min(MOST_WAIT_MS, FIRST_WAIT_MS * 2 ** (deaths - 2)));
const FIRST_WAIT_MS = 1_000;
const MOST_WAIT_MS = 30_000;

interface Orphan {
  readonly id: string;
  readonly run_id: string;
  readonly worker: string | null;
  readonly attempt: number;
}

/**
 * Finds running slices whose worker is dead or whose lease has expired. Includes slices that this worker could not return
 * because the store was unreachable.
 */
async function findOrphans({ platform }: WorkerParts, dead: ReadonlySet<string>): Promise<readonly Orphan[]> {
  const rows = await platform.store.db
    .selectFrom('slice')
    .select(['id', 'run_id', 'worker', 'attempt', 'leased_until'])
    .where('state', '=', 'RUNNING')
    .execute();
  const now = platform.clock.now();
  return rows.filter(({ worker, leased_until: until }) => dead.has(worker ?? '') || (until ?? 0) < now);
}

/** Finds dead workers that are not removed yet. */
async function findDeadWorkers({ platform, id }: WorkerParts, presence: Presence): Promise<ReadonlySet<string>> {
  const others = await platform.store.db.selectFrom('worker').select('id').where('id', '!=', id).execute();
  return new Set(await presence.dead(others.map((one) => one.id)));
}

/**
 * Removes a dead worker: releases its login leases and announces waiting slices again, because it may have died with a ticket
 * that it had not claimed. Returns false if the worker was already removed.
 */
async function removeWorker({ platform, queue }: WorkerParts, worker: string): Promise<boolean> {
  return platform.store.transaction(async (tx) => {
    const { numDeletedRows } = await tx.deleteFrom('worker').where('id', '=', worker).executeTakeFirst();
    if (numDeletedRows !== 1n) return false;
    await tx.updateTable('session').set({ holder: null }).where('holder', '=', worker).execute();
    const waiting = await tx
      .selectFrom('slice')
      .select(['id', 'ordinal'])
      .where('state', '=', 'WAITING')
      .where('not_before', '<=', platform.clock.now())
      .execute();
    await queue.announce(
      tx,
      waiting.map((slice) => ({ slice: slice.id, ordinal: slice.ordinal })),
    );
    return true;
  });
}

async function freeSlice({ platform, ports, queue, tell }: WorkerParts, orphan: Orphan): Promise<boolean> {
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
    if (row.failures >= MAX_DEATHS) {
      const error = engineError('SLICE_ABANDONED', { attempts: row.failures, stream: row.stream });
      await tx.updateTable('slice').set({ state: 'FAILED' }).where('id', '=', orphan.id).execute();
      return { end: await stopRun(platform, { tx, runId: orphan.run_id, error }) };
    }
    const at = platform.clock.now() + Math.floor(ports.random.fraction() * waitMs(row.failures));
    await tx.updateTable('slice').set({ not_before: at }).where('id', '=', orphan.id).execute();
    await queue.announce(tx, [{ slice: orphan.id, ordinal: row.ordinal, at }]);
    return { end: undefined };
  });
  if (freed?.end) tell(freed.end);
  return freed !== undefined;
}

/** Returns the slices of dead workers to the queue and removes these workers. */
export async function reapDeadWorkers(parts: WorkerParts, presence: Presence): Promise<void> {
  const dead = await findDeadWorkers(parts, presence);
  const freed = new Map([...dead].map((worker) => [worker, 0]));
  for (const orphan of await findOrphans(parts, dead)) {
    const worker = orphan.worker ?? '';
    try {
      if (await freeSlice(parts, orphan)) freed.set(worker, (freed.get(worker) ?? 0) + 1);
    } catch (error) {
      const { code, message } = toEngineError(error);
      parts.tell({ type: 'trouble', doing: 'taking over the slices of a dead worker', code, message });
    }
  }
  const removed = new Set<string>();
  for (const worker of dead) if (await removeWorker(parts, worker)) removed.add(worker);
  for (const [worker, slices] of freed)
    if (slices > 0 || removed.has(worker)) parts.tell({ type: 'worker-died', worker, slices });
}

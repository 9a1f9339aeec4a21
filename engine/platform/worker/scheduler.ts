import { toEngineError } from '../../base/errors/index.ts';
import { dueConnections, setPaused, takeSlot } from '../connections/scheduling.ts';
import type { WorkerParts } from './parts.ts';
import { startRun } from './start-run.ts';

/** Errors that are unrelated to the connection; the next tick retries. */
const STORE_ERRORS = /^(STORE_|INTERNAL)/;

async function startDue({ platform, queue, tell }: WorkerParts, connectionId: string): Promise<void> {
  const { store, clock, actor } = platform;
  await store.transaction(async (tx) => {
    const due = await takeSlot(tx, { connectionId, at: clock.now(), actor });
    if (!due) return;
    const order = { reason: due.catchUp ? 'catch-up' : 'schedule', slot: due.slot } as const;
    const runId = await startRun(platform, queue, { connection: connectionId, order, tx });
    tell({ type: 'run-planned', connectionId, runId, ...order });
  });
}

/** Pauses a connection that cannot be started, so that not every tick retries it. */
async function pauseWithError({ platform, tell }: WorkerParts, connectionId: string, error: unknown): Promise<void> {
  const ours = toEngineError(error);
  const { code, message } = ours;
  // The connection was deleted in the meantime.
  if (code === 'CONNECTION_UNKNOWN') return;
  tell({ type: 'trouble', doing: `starting connection ${connectionId}`, code, message });
  if (STORE_ERRORS.test(code)) return;
  const { store, clock, actor } = platform;
  await store.transaction((tx) => setPaused(tx, { connectionId, at: clock.now(), actor }, ours));
}

/** Starts due connections. Safe to call in several workers: only one takes each slot. */
export async function runSchedulerTick(parts: WorkerParts): Promise<void> {
  const { store, clock } = parts.platform;
  for (const connectionId of await dueConnections(store.db, clock.now())) {
    try {
      await startDue(parts, connectionId);
    } catch (error) {
      await pauseWithError(parts, connectionId, error);
    }
  }
}

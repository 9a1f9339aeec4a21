import { type EngineError, engineError } from '../../base/errors/index.ts';
import { finishRun } from '../../inventory/store/run-rows.ts';
import type { Tx } from '../../inventory/store/store.ts';
import { dropSecrets, type Platform, type RunSetup } from '../connections/index.ts';
import { endRun } from '../connections/scheduling.ts';
import { readSecrets } from '../connections/sealed-secrets.ts';
import { fingerprintCredentials } from './credentials.ts';
import type { WorkerEvent } from './events.ts';
import { lockRun } from './lock-run.ts';
import type { Queue } from './queue.ts';
import { readReport } from './run-report.ts';

/** Run to stop: failed if `error` is given, cancelled otherwise. */
export interface Stop {
  readonly tx: Tx;
  readonly runId: string;
  readonly error?: EngineError;
}

/** Event of a finished run. */
export type RunEndedEvent = Extract<WorkerEvent, { type: 'run-finished' }>;

/** Reports whether the connection's credentials or settings changed since the run started. */
async function isOutdated(tx: Tx, setup: RunSetup): Promise<boolean> {
  const { connectionId: id } = setup;
  const row = await tx.selectFrom('connection').select('settings').where('id', '=', id).executeTakeFirst();
  const now = { settings: JSON.parse(row?.settings ?? '{}'), secrets: await readSecrets(tx, id) };
  return fingerprintCredentials(now) !== fingerprintCredentials(setup);
}

/**
 * Stops a run. Stored records are kept, open slices are cancelled, and workers lose them. Returns the event to emit
 * after the commit; undefined if the run had already ended.
 */
export async function stopRun(
  platform: Platform,
  queue: Queue,
  { tx, runId, error }: Stop,
): Promise<RunEndedEvent | undefined> {
  const { store, clock, actor } = platform;
  const now = clock.now();
  const run = await lockRun(tx, store, runId);
  if (run.finished_at !== null) return undefined;
  const open = await tx
    .updateTable('slice')
    .set({ state: 'CANCELLED', finished_at: now })
    .where('run_id', '=', runId)
    .where('state', 'in', ['WAITING', 'RUNNING'])
    .returning(['id as slice', 'ordinal'])
    .execute();
  await queue.remove(
    tx,
    open.map((slice) => ({ ...slice, tries: run.tries })),
  );
  const { report } = await readReport(tx, run, { finishedAt: now, ...(error ? { failure: error } : {}) });
  const setup = JSON.parse(run.setup) as RunSetup;
  await finishRun(tx, runId, {
    state: error ? 'ERRORED' : 'CANCELLED',
    at: now,
    report,
    setup: JSON.stringify(dropSecrets(setup)),
  });
  const move = { connectionId: run.connection_id, at: now, actor };
  const outdated = await isOutdated(tx, setup);
  await endRun(tx, move, error ? { kind: 'errored', error, outdated } : { kind: 'cancelled' });
  const ms = now - (run.started_at ?? run.created_at);
  return { type: 'run-finished', connectionId: move.connectionId, runId, report, ms };
}

/** Cancels an open run. Throws RUN_UNKNOWN, RUN_NOT_OPEN. */
export async function cancelRun(platform: Platform, queue: Queue, runId: string): Promise<void> {
  await platform.store.transaction(async (tx) => {
    if (await stopRun(platform, queue, { tx, runId })) return;
    const { state } = await lockRun(tx, platform.store, runId);
    throw engineError('RUN_NOT_OPEN', { run: runId, state });
  });
}

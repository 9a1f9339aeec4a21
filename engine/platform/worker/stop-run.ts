import { type EngineError, engineError } from '../../base/errors/index.ts';
import { finishRun } from '../../inventory/store/run-rows.ts';
import type { Tx } from '../../inventory/store/store.ts';
import { dropSecrets, type Platform, type RunSetup } from '../connections/index.ts';
import { endRun } from '../connections/scheduling.ts';
import { readSecrets } from '../connections/sealed-secrets.ts';
import { fingerprintCredentials } from './credentials.ts';
import type { WorkerEvent } from './events.ts';
import { lockRun } from './lock-run.ts';
import { readReport } from './run-report.ts';

/** Which run ends before its end, and why: by an error, or because somebody cancelled it. */
export interface Stop {
  readonly tx: Tx;
  readonly runId: string;
  readonly error?: EngineError;
}

/** A run that has ended, as it is told of. */
export type RunEndedEvent = Extract<WorkerEvent, { type: 'run-finished' }>;

/** Whether the connection has other credentials, or settings, than the run began with. */
async function isOutdated(tx: Tx, setup: RunSetup): Promise<boolean> {
  const { connectionId: id } = setup;
  const row = await tx.selectFrom('connection').select('settings').where('id', '=', id).executeTakeFirst();
  const now = { settings: JSON.parse(row?.settings ?? '{}'), secrets: await readSecrets(tx, id) };
  return fingerprintCredentials(now) !== fingerprintCredentials(setup);
}

/**
 * Ends a run before its end: what it stored stays, slices that are left are cancelled, and a worker that is at one of
 * them finds it lost. What is to be told of it; undefined when it had ended already.
 */
export async function stopRun(platform: Platform, { tx, runId, error }: Stop): Promise<RunEndedEvent | undefined> {
  const { store, clock, actor } = platform;
  const now = clock.now();
  const run = await lockRun(tx, store, runId);
  if (run.finished_at !== null) return undefined;
  await tx
    .updateTable('slice')
    .set({ state: 'CANCELLED', finished_at: now })
    .where('run_id', '=', runId)
    .where('state', 'in', ['WAITING', 'RUNNING'])
    .execute();
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
export async function cancelRun(platform: Platform, runId: string): Promise<void> {
  await platform.store.transaction(async (tx) => {
    if (await stopRun(platform, { tx, runId })) return;
    const { state } = await lockRun(tx, platform.store, runId);
    throw engineError('RUN_NOT_OPEN', { run: runId, state });
  });
}

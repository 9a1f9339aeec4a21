import { engineError } from '../../base/errors/index.ts';
import type { Tx } from '../../inventory/store/store.ts';
import { readConnectionRow } from '../connections/connection.ts';
import { moveState, openRunSetup, type Platform, planRunSetup, type RunSetup } from '../connections/index.ts';
import { expectRunnable } from '../connections/scheduling.ts';
import { lockRun } from './lock-run.ts';
import { queueOpenSlices } from './planning-slice.ts';
import type { Queue } from './queue.ts';
import { findOpenRun } from './start-run.ts';

/** Makes the unfinished slices of a run available again. */
async function freeSlices(tx: Tx, queue: Queue, runId: string): Promise<void> {
  await tx
    .updateTable('slice')
    .set({ state: 'WAITING', failures: 0, not_before: 0, worker: null, finished_at: null, error: null })
    .where('run_id', '=', runId)
    .where('state', 'in', ['FAILED', 'CANCELLED'])
    .execute();
  await queueOpenSlices(tx, queue, runId);
}

/**
 * Resumes a failed or cancelled run: each slice from its checkpoint, with the run's original maps and settings and the current
 * secrets. Throws RUN_UNKNOWN, RUN_NOT_RETRIED, SECRET_BOUND_ELSEWHERE and the errors of `startRun`.
 */
export async function retryRun(platform: Platform, queue: Queue, runId: string): Promise<void> {
  const { store, clock, actor } = platform;
  await store.transaction(async (tx) => {
    const run = await lockRun(tx, store, runId);
    const refused = (why: string) => engineError('RUN_NOT_RETRIED', { run: runId, why });
    if (run.state !== 'ERRORED' && run.state !== 'CANCELLED') throw refused(`its state is ${run.state}`);
    // Updates the connection first, as `startRun` does, to serialize with other starts and pauses.
    const latest = await tx
      .updateTable('connection')
      .set({ last_run_id: runId })
      .where('id', '=', run.connection_id)
      .where('last_run_id', '=', runId)
      .executeTakeFirst();
    const connection = await readConnectionRow(tx, run.connection_id);
    expectRunnable(connection);
    if (latest.numUpdatedRows !== 1n) throw refused('a later run has started');
    if (await findOpenRun(tx, connection.id)) throw refused('another run of its connection is in progress');
    const original = JSON.parse(run.setup) as RunSetup;
    const { secrets } = await planRunSetup(platform, connection.id, tx);
    // The run uses its original hosts, so secrets entered for other hosts since then are rejected here.
    await openRunSetup({ ...original, secrets }, platform.keyring);
    await tx
      .updateTable('run')
      .set({
        state: 'PROCESSING',
        tries: run.tries + 1,
        cancelled: 0,
        finished_at: null,
        report: null,
        error: null,
        setup: JSON.stringify({ ...original, secrets }),
      })
      .where('id', '=', runId)
      .execute();
    await moveState(
      tx,
      { connectionId: connection.id, at: clock.now(), actor },
      { to: 'PROCESSING', why: `run ${runId} resumed` },
    );
    await freeSlices(tx, queue, runId);
  });
}

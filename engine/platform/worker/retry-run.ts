import { engineError } from '../../base/errors/index.ts';
import type { Tx } from '../../inventory/store/store.ts';
import { readConnectionRow } from '../connections/connection.ts';
import { moveState, openRunSetup, type Platform, planRunSetup, type RunSetup } from '../connections/index.ts';
import { expectRunnable } from '../connections/scheduling.ts';
import { lockRun } from './lock-run.ts';
import type { Queue } from './queue.ts';
import { findOpenRun } from './start-run.ts';

/** The slices that were not finished, free to be taken again. */
async function freeSlices(tx: Tx, queue: Queue, runId: string): Promise<void> {
  const slices = await tx
    .updateTable('slice')
    .set({
      state: 'WAITING',
      failures: 0,
      not_before: 0,
      worker: null,
      leased_until: null,
      finished_at: null,
      error: null,
    })
    .where('run_id', '=', runId)
    .where('state', 'in', ['FAILED', 'CANCELLED'])
    .returning(['id', 'ordinal'])
    .execute();
  await queue.announce(
    tx,
    slices.map(({ id, ordinal }) => ({ slice: id, ordinal })),
  );
}

/**
 * Goes on with a run that errored or was cancelled: each slice from its checkpoint, with the maps and settings that the
 * run began with and the secrets as they are now. Throws RUN_UNKNOWN, RUN_NOT_RETRIED, SECRET_BOUND_ELSEWHERE, and as
 * `startRun`.
 */
export async function retryRun(platform: Platform, queue: Queue, runId: string): Promise<void> {
  const { store, clock, actor } = platform;
  await store.transaction(async (tx) => {
    const run = await lockRun(tx, store, runId);
    const refused = (why: string) => engineError('RUN_NOT_RETRIED', { run: runId, why });
    if (run.state !== 'ERRORED' && run.state !== 'CANCELLED') throw refused(`its state is ${run.state}`);
    // Written first, as a start does: whoever starts another run, or pauses the connection, waits or is seen.
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
    const begun = JSON.parse(run.setup) as RunSetup;
    const { secrets } = await planRunSetup(platform, connection.id, tx);
    // The run goes to the hosts that it began with: secrets that were entered for others since are refused here and now.
    await openRunSetup({ ...begun, secrets }, platform.keyring);
    await tx
      .updateTable('run')
      .set({
        state: 'PROCESSING',
        tries: run.tries + 1,
        cancelled: 0,
        finished_at: null,
        report: null,
        error: null,
        setup: JSON.stringify({ ...begun, secrets }),
      })
      .where('id', '=', runId)
      .execute();
    await moveState(
      tx,
      { connectionId: connection.id, at: clock.now(), actor },
      { to: 'PROCESSING', why: `run ${runId} resumes` },
    );
    await freeSlices(tx, queue, runId);
  });
}

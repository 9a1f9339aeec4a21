import type { Selectable } from 'kysely';
import { engineError } from '../../base/errors/index.ts';
import type { Tx } from '../../inventory/store/store.ts';
import type { SliceRow } from '../../inventory/store/tables.ts';
import { lockRun } from './lock-run.ts';
import type { WorkerParts } from './parts.ts';
import type { Ticket } from './queue.ts';
import { type RunEndedEvent, stopRun } from './stop-run.ts';

/** Slice claimed by this worker. Its writes are valid while its attempt equals the row's. */
export type ClaimedSlice = Selectable<SliceRow>;

/** Number of workers that may die on the same page before the run fails. */
const MAX_DEATHS = 10;

/** Result of a claim: the slice, unless it has ended; the event of the run that ended instead. */
export interface Claim {
  readonly slice?: ClaimedSlice;
  readonly ended?: RunEndedEvent | undefined;
}

/**
 * Claims the slice of a ticket. A slice that is still running was left by a dead worker: its login is released, and the run
 * fails with SLICE_ABANDONED after too many deaths without a stored page in between.
 */
export function claimSlice(parts: WorkerParts, ticket: Ticket): Promise<Claim> {
  const { platform, queue, id: worker } = parts;
  return platform.store.transaction(async (tx) => {
    if (!(await queue.hold(tx, ticket))) return {};
    const found = await tx.selectFrom('slice').selectAll().where('id', '=', ticket.slice).executeTakeFirst();
    if (!found) return {};
    const isOrphan = found.state === 'RUNNING';
    const failures = found.failures + (isOrphan ? 1 : 0);
    if (isOrphan && failures >= MAX_DEATHS) return { ended: await abandonRun(parts, tx, { ...found, failures }) };
    if (isOrphan) await tx.updateTable('session').set({ holder: null }).where('holder', '=', found.worker).execute();
    const slice = await tx
      .updateTable('slice')
      .set((has) => ({
        ...{ state: 'RUNNING', attempt: found.attempt + 1, failures, worker, request_retry: null },
        started_at: has.fn.coalesce('started_at', has.val(platform.clock.now())),
      }))
      .where('id', '=', found.id)
      .where('attempt', '=', found.attempt)
      .where('state', 'in', ['WAITING', 'RUNNING'])
      .returningAll()
      .executeTakeFirst();
    return slice ? { slice } : {};
  });
}

async function abandonRun({ platform, queue }: WorkerParts, tx: Tx, slice: ClaimedSlice) {
  const { failures: attempts, stream, run_id: runId } = slice;
  await lockRun(tx, platform.store, runId);
  await updateClaimed(tx, slice, { state: 'FAILED', failures: attempts });
  return stopRun(platform, queue, { tx, runId, error: engineError('SLICE_ABANDONED', { attempts, stream }) });
}

/**
 * Updates the slice's row if this attempt still owns it, and locks it until the transaction ends. Throws SLICE_LOST if another
 * worker claimed it or the run was cancelled.
 */
export async function updateClaimed(
  tx: Tx,
  { id, attempt }: Pick<ClaimedSlice, 'id' | 'attempt'>,
  values: Partial<SliceRow>,
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('slice')
    .set(values)
    .where('id', '=', id)
    .where('attempt', '=', attempt)
    .where('state', '=', 'RUNNING')
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw engineError('SLICE_LOST', { slice: id });
}

import type { Selectable } from 'kysely';
import { engineError } from '../../base/errors/index.ts';
import type { Store, Tx } from '../../inventory/store/store.ts';
import type { SliceRow } from '../../inventory/store/tables.ts';
import type { Queue, Ticket } from './queue.ts';

/** How long a worker may be silent before its slices are given to others. */
export const LEASE_MS = 30_000;

/** A slice that this worker does: its writes count while its attempt is the row's. */
export type ClaimedSlice = Selectable<SliceRow>;

/** Who claims, and when. */
export interface ClaimRequest {
  readonly ticket: Ticket;
  readonly worker: string;
  readonly now: number;
}

/**
 * Takes the slice of a ticket if it waits, or if its worker has fallen silent, and ends the ticket with it; undefined when
 * there is nothing to take.
 */
export async function claimSlice(
  store: Store,
  queue: Pick<Queue, 'settle' | 'announce'>,
  { ticket, worker, now }: ClaimRequest,
): Promise<ClaimedSlice | undefined> {
  return store.transaction(async (tx) => {
    const slice = await tx
      .updateTable('slice')
      .set((has) => ({
        state: 'RUNNING',
        attempt: has('attempt', '+', 1),
        worker,
        leased_until: now + LEASE_MS,
        started_at: has.fn.coalesce('started_at', has.val(now)),
      }))
      .where('id', '=', ticket.slice)
      .where((is) =>
        is.or([
          is.and([is('state', '=', 'WAITING'), is('not_before', '<=', now)]),
          is.and([is('state', '=', 'RUNNING'), is('leased_until', '<', now)]),
        ]),
      )
      .returningAll()
      .executeTakeFirst();
    await queue.settle(tx, ticket);
    if (!slice) await announceAgain(tx, queue, { id: ticket.slice, now });
    return slice;
  });
}

/** A ticket that came before its time, as the queue goes by another clock than ours, must not be the last one. */
async function announceAgain(tx: Tx, queue: Pick<Queue, 'announce'>, { id, now }: { id: string; now: number }) {
  const row = await tx
    .selectFrom('slice')
    .select(['ordinal', 'not_before'])
    .where('id', '=', id)
    .where('state', '=', 'WAITING')
    .where('not_before', '>', now)
    .executeTakeFirst();
  if (row) await queue.announce(tx, [{ slice: id, ordinal: row.ordinal, at: row.not_before }]);
}

/** Renews the lease of a slice; false when it is no longer this attempt's. */
export async function renewLease(store: Store, { id, attempt }: ClaimedSlice, now: number): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable('slice')
    .set({ leased_until: now + LEASE_MS })
    .where('id', '=', id)
    .where('attempt', '=', attempt)
    .where('state', '=', 'RUNNING')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/**
 * Writes to the slice's row as long as it is this attempt's, which also keeps others off until the transaction ends.
 * Throws SLICE_LOST when another has taken it, or the run was cancelled.
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

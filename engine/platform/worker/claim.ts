import type { Selectable } from 'kysely';
import { engineError } from '../../base/errors/index.ts';
import type { Store, Tx } from '../../inventory/store/store.ts';
import type { SliceRow } from '../../inventory/store/tables.ts';
import type { Queue, Ticket } from './queue.ts';

/** Lease duration: time without a renewal after which other workers may take a slice. */
export const LEASE_MS = 30_000;

/** Slice claimed by this worker. Its writes are valid while its attempt equals the row's. */
export type ClaimedSlice = Selectable<SliceRow>;

/** Ticket, worker and time of a claim. */
export interface ClaimRequest {
  readonly ticket: Ticket;
  readonly worker: string;
  readonly now: number;
}

/**
 * Claims the slice of a ticket if it is waiting or its lease has expired, and settles the ticket. Returns undefined if the
 * slice cannot be claimed.
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

/** Announces a slice again if its ticket arrived early, which happens because the queue uses another clock. */
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

/** Renews the lease of a slice. Returns false if another attempt owns it. */
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

import { type EngineError, isRetryable } from '../../base/errors/index.ts';
import { type ClaimedSlice, updateClaimed } from './claim.ts';
import { lockRun } from './lock-run.ts';
import type { WorkerParts } from './parts.ts';
import { stopRun } from './stop-run.ts';

/** Attempts of a slice without a stored page in between; each includes the engine's own retries. */
const MAX_FAILURES = 3;
/** Delay before the second attempt; each later delay is four times as long. */
const FIRST_WAIT_MS = 15_000;

/** Returns whether a retry of the slice may succeed: the cause is the vendor or the network, not something that the user must fix. */
const isWorthRetrying = (error: EngineError): boolean => isRetryable(error) || RETRIED_CODES.has(error.code);

const RETRIED_CODES: ReadonlySet<string> = new Set([
  'VENDOR_UNAVAILABLE',
  'RATE_LIMITED',
  'RETRY_BUDGET_SPENT',
  'STORE_LOCKED',
  'INTERNAL',
]);

/**
 * Records an error of a slice. Schedules a retry from its checkpoint, or fails the run after the last attempt or a permanent
 * error. Returns true if the slice is retried. Throws SLICE_LOST if another worker claimed it.
 */
export async function failSlice(
  { platform, queue, tell }: WorkerParts,
  { slice, error }: { readonly slice: ClaimedSlice; readonly error: EngineError },
): Promise<boolean> {
  const { store, clock } = platform;
  const ended = await store.transaction(async (tx) => {
    await lockRun(tx, store, slice.run_id);
    const row = await tx.selectFrom('slice').select('failures').where('id', '=', slice.id).executeTakeFirstOrThrow();
    const failures = row.failures + 1;
    const isLast = failures >= MAX_FAILURES || !isWorthRetrying(error);
    const { code, message, fix } = error;
    const values = { failures, error: JSON.stringify({ code, message, fix }), worker: null, leased_until: null };
    const notBefore = clock.now() + FIRST_WAIT_MS * 4 ** (failures - 1);
    await updateClaimed(
      tx,
      slice,
      isLast ? { ...values, state: 'FAILED' } : { ...values, state: 'WAITING', not_before: notBefore },
    );
    const end = isLast ? await stopRun(platform, { tx, runId: slice.run_id, error }) : undefined;
    if (!isLast) await queue.announce(tx, [{ slice: slice.id, ordinal: slice.ordinal, at: notBefore }]);
    return { again: !isLast, end };
  });
  if (ended.end) tell(ended.end);
  return ended.again;
}

/** Returns a slice to the queue; the next worker resumes it from its checkpoint. */
export async function handBack({ platform, queue }: WorkerParts, slice: ClaimedSlice): Promise<void> {
  await platform.store.transaction(async (tx) => {
    await updateClaimed(tx, slice, { state: 'WAITING', worker: null, leased_until: null });
    await queue.announce(tx, [{ slice: slice.id, ordinal: slice.ordinal }]);
  });
}

import { type EngineError, isRetryable } from '../../base/errors/index.ts';
import { type ClaimedSlice, updateClaimed } from './claim.ts';
import { lockRun } from './lock-run.ts';
import type { WorkerParts } from './parts.ts';
import { stopRun } from './stop-run.ts';

/** Tries of a slice without a page between them; each has the engine's own retries inside. */
const MOST_FAILURES = 3;
/** Before the second try; each later one waits four times as long. */
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
 * After an error: the slice waits for another try, from its checkpoint; the last try, or an error that no try mends, ends
 * the run. Whether there is another try. Throws SLICE_LOST when another has taken it meanwhile.
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
    const isLast = failures >= MOST_FAILURES || !isWorthRetrying(error);
    const { code, message, fix } = error;
    const said = { failures, error: JSON.stringify({ code, message, fix }), worker: null, leased_until: null };
    const notBefore = clock.now() + FIRST_WAIT_MS * 4 ** (failures - 1);
    await updateClaimed(
      tx,
      slice,
      isLast ? { ...said, state: 'FAILED' } : { ...said, state: 'WAITING', not_before: notBefore },
    );
    const end = isLast ? await stopRun(platform, { tx, runId: slice.run_id, error }) : undefined;
    if (!isLast) await queue.announce(tx, [{ slice: slice.id, ordinal: slice.ordinal, at: notBefore }]);
    return { again: !isLast, end };
  });
  if (ended.end) tell(ended.end);
  return ended.again;
}

/** Gives a slice back, to be gone on with from its checkpoint. */
export async function handBack({ platform, queue }: WorkerParts, slice: ClaimedSlice): Promise<void> {
  await platform.store.transaction(async (tx) => {
    await updateClaimed(tx, slice, { state: 'WAITING', worker: null, leased_until: null });
    await queue.announce(tx, [{ slice: slice.id, ordinal: slice.ordinal }]);
  });
}

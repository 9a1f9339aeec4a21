import { type EngineError, isEngineError, isRetryable, toEngineError } from '../../base/errors/index.ts';
import { type ClaimedSlice, claimSlice, updateClaimed } from './claim.ts';
import { lockRun } from './lock-run.ts';
import type { WorkerParts } from './parts.ts';
import { planStage } from './plan-stage.ts';
import type { Ticket } from './queue.ts';
import { readSlice } from './read-slice.ts';
import { MAX_FAILURES } from './slice-attempts.ts';
import { stopRun } from './stop-run.ts';
import type { WorkerRuns } from './worker-run.ts';

interface SliceRunContext {
  readonly parts: WorkerParts;
  readonly runs: WorkerRuns;
  readonly ticket: Ticket;
  /** Aborts when the worker stops or the slice is lost. */
  readonly signal: AbortSignal;
}

interface ClaimedContext extends SliceRunContext {
  readonly slice: ClaimedSlice;
}

/** Builds the slice fields of events. */
const describeSlice = ({ id, stream, attempt, run_id: runId }: ClaimedSlice, connectionId: string) => ({
  connectionId,
  runId,
  slice: id,
  stream,
  attempt,
});

/** Processes the slice of a ticket. Vendor errors are stored with the slice; rejects only with errors of the store. */
export async function runSlice(doing: SliceRunContext): Promise<void> {
  const { slice, ended } = await claimSlice(doing.parts, doing.ticket);
  if (ended) doing.parts.tell(ended);
  if (slice) await runClaimed({ ...doing, slice });
}

async function runClaimed(doing: ClaimedContext): Promise<void> {
  const { parts, runs, slice, signal } = doing;
  let connectionId = '';
  try {
    const run = await runs.open(slice.run_id);
    connectionId = run.connectionId;
    parts.tell({ type: 'slice-started', ...describeSlice(slice, connectionId) });
    if (slice.stream === '') await planStage(parts, run, slice);
    else await readSlice(parts, run, { slice, signal });
    parts.tell({ type: 'slice-finished', ...describeSlice(slice, connectionId) });
  } catch (error) {
    await handleSliceError(doing, connectionId, error).catch((again: unknown) => {
      if (!isEngineError(again, 'SLICE_LOST')) throw again;
      parts.tell({ type: 'slice-lost', ...describeSlice(slice, connectionId) });
    });
  }
}

/** Handles an error of a slice: returns it to the queue if the worker stops, else retries or fails it. Throws SLICE_LOST. */
async function handleSliceError(doing: ClaimedContext, connectionId: string, error: unknown): Promise<void> {
  const { parts, slice, signal } = doing;
  if (isEngineError(error, 'SLICE_LOST')) throw error;
  const fields = describeSlice(slice, connectionId);
  if (signal.aborted) {
    await handBack(doing);
    parts.tell({ type: 'slice-handed-back', ...fields });
    return;
  }
  const ours = toEngineError(error);
  const again = await failSlice(doing, ours);
  parts.tell({ type: 'slice-failed', ...fields, code: ours.code, message: ours.message, again });
}

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
async function failSlice(
  { parts: { platform, queue, tell }, slice, ticket }: ClaimedContext,
  error: EngineError,
): Promise<boolean> {
  const { store, clock } = platform;
  const ended = await store.transaction(async (tx) => {
    await lockRun(tx, store, slice.run_id);
    const row = await tx.selectFrom('slice').select('failures').where('id', '=', slice.id).executeTakeFirstOrThrow();
    const failures = row.failures + 1;
    const isLast = failures >= MAX_FAILURES || !isWorthRetrying(error);
    const { code, message, fix } = error;
    const values = { failures, error: JSON.stringify({ code, message, fix }), worker: null };
    const notBefore = clock.now() + FIRST_WAIT_MS * 4 ** (failures - 1);
    await updateClaimed(
      tx,
      slice,
      isLast ? { ...values, state: 'FAILED' } : { ...values, state: 'WAITING', not_before: notBefore },
    );
    const end = isLast ? await stopRun(platform, queue, { tx, runId: slice.run_id, error }) : undefined;
    if (!isLast) await queue.postpone(tx, ticket, notBefore);
    return { again: !isLast, end };
  });
  if (ended.end) tell(ended.end);
  return ended.again;
}

/** Returns a slice to the queue; the next worker resumes it from its checkpoint. */
async function handBack({ parts: { platform, queue }, slice, ticket }: ClaimedContext): Promise<void> {
  await platform.store.transaction(async (tx) => {
    await updateClaimed(tx, slice, { state: 'WAITING', worker: null });
    await queue.postpone(tx, ticket, platform.clock.now());
  });
}

import { isEngineError, toEngineError } from '../../base/errors/index.ts';
import type { ClaimedSlice } from './claim.ts';
import { failSlice, handBack } from './fail-slice.ts';
import type { WorkerParts } from './parts.ts';
import { planStage } from './plan-stage.ts';
import { readSlice } from './read-slice.ts';
import type { WorkerRuns } from './worker-run.ts';

interface SliceRunContext {
  readonly parts: WorkerParts;
  readonly runs: WorkerRuns;
  readonly slice: ClaimedSlice;
  /** Aborts when the worker stops or the slice is lost. */
  readonly signal: AbortSignal;
}

/** Builds the slice fields of events. */
const describeSlice = ({ id, stream, attempt, run_id: runId }: ClaimedSlice, connectionId: string) => ({
  connectionId,
  runId,
  slice: id,
  stream,
  attempt,
});

/** Processes a claimed slice. Vendor errors are stored with the slice; rejects only with errors of the store. */
export async function runSlice(doing: SliceRunContext): Promise<void> {
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
async function handleSliceError(
  { parts, slice, signal }: SliceRunContext,
  connectionId: string,
  error: unknown,
): Promise<void> {
  if (isEngineError(error, 'SLICE_LOST')) throw error;
  const fields = describeSlice(slice, connectionId);
  if (signal.aborted) {
    await handBack(parts, slice);
    parts.tell({ type: 'slice-handed-back', ...fields });
    return;
  }
  const ours = toEngineError(error);
  const again = await failSlice(parts, { slice, error: ours });
  parts.tell({ type: 'slice-failed', ...fields, code: ours.code, message: ours.message, again });
}

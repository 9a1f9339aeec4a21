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

/** What the slice is to others: where it belongs, which attempt. */
const describeSlice = ({ id, stream, attempt, run_id: runId }: ClaimedSlice, connectionId: string) => ({
  connectionId,
  runId,
  slice: id,
  stream,
  attempt,
});

/** Does a claimed slice. Rejects only with what the store throws: what goes wrong with the vendor is the slice's own affair. */
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

/** What becomes of a slice after an error: handed back when the worker stops, else tried again or failed. Throws SLICE_LOST. */
async function handleSliceError(
  { parts, slice, signal }: SliceRunContext,
  connectionId: string,
  error: unknown,
): Promise<void> {
  if (isEngineError(error, 'SLICE_LOST')) throw error;
  const where = describeSlice(slice, connectionId);
  if (signal.aborted) {
    await handBack(parts, slice);
    parts.tell({ type: 'slice-handed-back', ...where });
    return;
  }
  const ours = toEngineError(error);
  const again = await failSlice(parts, { slice, error: ours });
  parts.tell({ type: 'slice-failed', ...where, code: ours.code, message: ours.message, again });
}

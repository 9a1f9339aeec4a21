import { isEngineError, toEngineError } from '../../base/errors/index.ts';
import type { Claimed } from './claim.ts';
import { failSlice, handBack } from './fail-slice.ts';
import type { OpenRuns } from './open-run.ts';
import type { WorkerParts } from './parts.ts';
import { planStage } from './plan-stage.ts';
import { readSlice } from './read-slice.ts';

interface Doing {
  readonly parts: WorkerParts;
  readonly runs: OpenRuns;
  readonly slice: Claimed;
  /** Aborts when the worker stops or the slice is lost. */
  readonly signal: AbortSignal;
}

/** What the slice is to others: where it belongs, which attempt. */
const whereOf = ({ id, stream, attempt, run_id: runId }: Claimed, connectionId: string) => ({
  connectionId,
  runId,
  slice: id,
  stream,
  attempt,
});

/** Does a claimed slice. Rejects only with what the store throws: what goes wrong with the vendor is the slice's own affair. */
export async function doSlice(doing: Doing): Promise<void> {
  const { parts, runs, slice, signal } = doing;
  let connectionId = '';
  try {
    const run = await runs.open(slice.run_id);
    connectionId = run.connectionId;
    parts.tell({ type: 'slice-started', ...whereOf(slice, connectionId) });
    if (slice.stream === '') await planStage(parts, run, slice);
    else await readSlice(parts, run, { slice, signal });
    parts.tell({ type: 'slice-finished', ...whereOf(slice, connectionId) });
  } catch (error) {
    await endBadly(doing, connectionId, error).catch((again: unknown) => {
      if (!isEngineError(again, 'SLICE_LOST')) throw again;
      parts.tell({ type: 'slice-lost', ...whereOf(slice, connectionId) });
    });
  }
}

/** What becomes of a slice after an error: handed back when the worker stops, else tried again or failed. Throws SLICE_LOST. */
async function endBadly({ parts, slice, signal }: Doing, connectionId: string, error: unknown): Promise<void> {
  if (isEngineError(error, 'SLICE_LOST')) throw error;
  const where = whereOf(slice, connectionId);
  if (signal.aborted) {
    await handBack(parts, slice);
    parts.tell({ type: 'slice-handed-back', ...where });
    return;
  }
  const ours = toEngineError(error);
  const again = await failSlice(parts, { slice, error: ours });
  parts.tell({ type: 'slice-failed', ...where, code: ours.code, message: ours.message, again });
}

import type { Tx } from '../../inventory/store/store.ts';
import { lockRun } from './lock-run.ts';
import { findOverlappedStages } from './overlap.ts';
import { sliceSize, splitParents } from './parent-parts.ts';
import type { WorkerParts } from './parts.ts';
import { addReadingSlices, countReadingSlices } from './planning-slice.ts';
import type { ParentPosition } from './slice.ts';
import type { WorkerRun } from './worker-run.ts';

interface StoredParents {
  readonly run: WorkerRun;
  /** Positions of the parents that were just stored, by stream. */
  readonly stored: ReadonlyMap<string, readonly ParentPosition[]>;
  /** Number of parents that the slice has stored so far. */
  readonly total: number;
}

/**
 * Plans the slices of streams that share out the parents of a page, in the transaction that stores the page: they begin while
 * the rest of the parents is still being read. Locks the run if there are any, so call it after the records are written. The
 * planning of the stage adds what is left.
 */
export async function planOverlapped(
  { platform, queue }: Pick<WorkerParts, 'platform' | 'queue'>,
  tx: Tx,
  { run, stored, total }: StoredParents,
): Promise<void> {
  const stages = [...stored].flatMap(([name, positions]) =>
    positions.length === 0
      ? []
      : findOverlappedStages(run.connector.streams, name).map((found) => ({ ...found, positions })),
  );
  if (stages.length === 0) return;
  await lockRun(tx, platform.store, run.id);
  for (const { stage, stream, positions } of stages) {
    const first = await countReadingSlices(tx, run.id, stage);
    const parts = splitParents(positions, sliceSize(total, first));
    await addReadingSlices(tx, { platform, queue }, { runId: run.id, stage, stream: stream.name, first, parts });
  }
}

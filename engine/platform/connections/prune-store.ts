import { countPrunable, type PrunedRows, pruneRows } from '../../inventory/store/prune-rows.ts';
import { writeAudit } from './audit.ts';
import type { Platform } from './platform.ts';

export interface PruneRequest {
  /** Rows that ended before this time are removed, epoch ms. */
  readonly before: number;
  /** Only counts the rows. */
  readonly dryRun: boolean;
}

/**
 * Removes old runs, status history and vendor's items, and returns the numbers of rows. The audit entry is written first, with
 * the counts at that time, so that an interrupted call is recorded as well.
 */
export async function pruneStore(
  { store, clock, actor }: Pick<Platform, 'store' | 'clock' | 'actor'>,
  { before, dryRun }: PruneRequest,
): Promise<PrunedRows> {
  const counts = await countPrunable(store.db, before);
  if (dryRun || Object.values(counts).every((count) => count === 0)) return counts;
  const detail = { before: new Date(before).toISOString(), ...counts };
  await store.transaction((tx) =>
    writeAudit(tx, { at: clock.now(), actor, action: 'store.prune', subject: 'store', detail }),
  );
  return pruneRows(store, before);
}

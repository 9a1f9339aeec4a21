import { engineError } from '../../base/errors/index.ts';
import { type Partitioning, partitionFindings } from '../../inventory/store/postgres/partition.ts';
import { writeAudit } from './audit.ts';
import type { Platform } from './platform.ts';

/** Most partitions: each costs every statement that does not name a connection an index read. */
const MOST_PARTITIONS = 64;

/**
 * Partitions the findings of a PostgreSQL store by connection; does nothing if they are partitioned. Throws USAGE, and
 * STORE_LOCKED while workers run.
 */
export async function partitionStore(
  { store, clock, actor }: Pick<Platform, 'store' | 'clock' | 'actor'>,
  partitions: number,
): Promise<Partitioning> {
  if (store.kind !== 'postgres')
    throw engineError('USAGE', { problem: 'an SQLite store cannot be partitioned: use PostgreSQL' });
  if (partitions < 2 || partitions > MOST_PARTITIONS)
    throw engineError('USAGE', {
      problem: `invalid --partitions ${partitions}: use a number from 2 to ${MOST_PARTITIONS}`,
    });
  const done = await partitionFindings(store, partitions);
  if (done.changed) {
    const detail = { partitions: done.partitions, findings: done.findings };
    await store.transaction((tx) =>
      writeAudit(tx, { at: clock.now(), actor, action: 'store.partition', subject: 'store', detail }),
    );
  }
  return done;
}

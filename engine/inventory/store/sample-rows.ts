import type { Database, Tx } from './store.ts';

/** Item of a stream, and the values besides it that its maps can read, as JSON. */
export interface SampledItem {
  readonly stream: string;
  readonly item: string;
  readonly scope: string;
}

/** Owner of sampled items. */
export interface SampleOwner {
  readonly connectionId: string;
  readonly runId: string;
}

/** Items that are stored per stream of a connection. */
export const SAMPLE_ITEMS = 50;

interface StreamOfRun extends SampleOwner {
  readonly stream: string;
}

async function countSampled(tx: Tx, { connectionId, runId, stream }: StreamOfRun): Promise<number> {
  const rows = tx
    .selectFrom('sample_item')
    .select(({ fn }) => fn.countAll().as('rows'))
    .where('connection_id', '=', connectionId)
    .where('stream', '=', stream)
    .where('run_id', '=', runId);
  return Number((await rows.executeTakeFirst())?.rows ?? 0);
}

/**
 * Adds items of a stream to its sample, up to the limit; the first items of a run replace those of an earlier run. Returns
 * true if the sample was complete before. Exact within a transaction that locks the run.
 */
export async function storeSample(tx: Tx, of: StreamOfRun, items: readonly SampledItem[]): Promise<boolean> {
  const { connectionId, runId, stream } = of;
  const stored = await countSampled(tx, of);
  if (stored >= SAMPLE_ITEMS) return true;
  if (stored === 0)
    await tx
      .deleteFrom('sample_item')
      .where('connection_id', '=', connectionId)
      .where('stream', '=', stream)
      .where('run_id', '!=', runId)
      .execute();
  const rows = items.slice(0, SAMPLE_ITEMS - stored).map((one) => ({
    ...one,
    connection_id: connectionId,
    run_id: runId,
  }));
  if (rows.length > 0) await tx.insertInto('sample_item').values(rows).execute();
  return false;
}

/** Reads the sampled items of a connection in the order of storing. */
export const readSampleRows = (db: Database, connectionId: string) =>
  db
    .selectFrom('sample_item')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .orderBy('stream')
    .orderBy('id')
    .execute();

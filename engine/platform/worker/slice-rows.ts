import { hash } from 'node:crypto';
import type { Tx } from '../../inventory/store/store.ts';
import type { Parent } from '../../pipeline/run/parents.ts';
import type { SentRequest } from '../../pipeline/run/request-log.ts';
import type { ParentPosition } from './slice.ts';

/** Rows per statement. */
const ROWS = 200;
const MAX_KEY_LENGTH = 600;

/** The slice that rows belong to. */
export interface RowOwner {
  readonly runId: string;
  readonly connectionId: string;
  readonly sliceId: string;
  readonly ordinal: number;
  readonly stream: string;
}

function splitChunks<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / ROWS) }, (_, at) => all.slice(at * ROWS, (at + 1) * ROWS));
}

/** Returns how many rejects of a stream the run has stored, up to `most`. Exact within a transaction that locks the run. */
export async function storedRejects(tx: Tx, { runId, stream }: RowOwner, most: number): Promise<number> {
  const some = tx
    .selectFrom('reject')
    .select('id')
    .where('run_id', '=', runId)
    .where('stream', '=', stream)
    .limit(most);
  const row = await tx
    .selectFrom(some.as('some'))
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Shortens a key for an index: PostgreSQL limits index rows to 2,704 bytes. */
const toIndexedKey = (key: string): string => (key.length > MAX_KEY_LENGTH ? hash('sha256', key, 'base64url') : key);

/**
 * Stores parents after the `first` ones that the slice has stored. Returns the positions of those that the run did not contain
 * yet, in order.
 */
export async function storeParents(
  tx: Tx,
  of: RowOwner,
  { parents, first }: { readonly parents: readonly Parent[]; readonly first: number },
): Promise<readonly ParentPosition[]> {
  const stored: ParentPosition[] = [];
  const all = parents.map((parent, index) => ({
    run_id: of.runId,
    stream: of.stream,
    slice: of.ordinal,
    seq: first + index,
    key: toIndexedKey(parent.key),
    parent: JSON.stringify(parent),
  }));
  // In key order, so that slices that read the same parents at the same time do not deadlock.
  all.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
  for (const rows of splitChunks(all)) {
    const inserted = await tx
      .insertInto('parent')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['run_id', 'stream', 'key']).doNothing())
      .returning(['slice', 'seq'])
      .execute();
    stored.push(...inserted);
  }
  return stored.sort((a, b) => a.seq - b.seq);
}

export async function storeRequests(tx: Tx, { runId }: RowOwner, requests: readonly SentRequest[]): Promise<void> {
  for (const some of splitChunks(requests)) {
    const rows = some.map((one) => ({ ...one, run_id: runId, status: one.status ?? null, error: one.error ?? null }));
    await tx.insertInto('request').values(rows).execute();
  }
}

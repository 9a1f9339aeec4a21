import type { Json } from '../../base/json/types.ts';
import type { Tx } from './store.ts';

/** Item that could not be mapped, as every destination stores it. */
export interface RejectRecord {
  readonly entity: string;
  readonly stream: string;
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  readonly item: Json;
}

/** Reject with the ancestors of its item, which are needed to map it again. */
export interface StoredReject {
  readonly reject: RejectRecord;
  readonly ancestors: Readonly<Record<string, Json>>;
}

/** Owner of rejects; a run in one process has no slices. */
export interface RejectOwner {
  readonly runId: string;
  readonly connectionId: string;
  readonly sliceId: string | null;
}

/** Rows of one statement: databases limit its parameters. */
const ROWS = 200;

/** Adds rejects of a run. */
export async function storeRejects(tx: Tx, owner: RejectOwner, rejects: readonly StoredReject[]): Promise<void> {
  for (let at = 0; at < rejects.length; at += ROWS) {
    const rows = rejects.slice(at, at + ROWS).map(({ reject: { item, ...reject }, ancestors }) => ({
      ...reject,
      run_id: owner.runId,
      connection_id: owner.connectionId,
      slice_id: owner.sliceId,
      item: JSON.stringify(item),
      scope: JSON.stringify(ancestors),
      mended_at: null,
    }));
    await tx.insertInto('reject').values(rows).execute();
  }
}

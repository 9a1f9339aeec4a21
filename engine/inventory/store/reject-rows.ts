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

/** Values that are needed to map a reject again, in addition to its item. */
export interface RejectScope {
  /** Key of the partition's values, which completes identities that are unique only within it. */
  readonly parentKey: string;
  /** Ancestors of the item, the time window and the cursor, by their names in expressions. */
  readonly bindings: Readonly<Record<string, Json>>;
}

export interface StoredReject {
  readonly reject: RejectRecord;
  readonly scope: RejectScope;
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
    const rows = rejects.slice(at, at + ROWS).map(({ reject: { item, ...reject }, scope }) => ({
      ...reject,
      run_id: owner.runId,
      connection_id: owner.connectionId,
      slice_id: owner.sliceId,
      item: JSON.stringify(item),
      scope: JSON.stringify(scope.bindings),
      parent_key: scope.parentKey,
      mended_at: null,
    }));
    await tx.insertInto('reject').values(rows).execute();
  }
}

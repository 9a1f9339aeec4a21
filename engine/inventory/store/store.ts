import type { Kysely, Transaction } from 'kysely';
import type { JsonObject } from '../../base/json/types.ts';
import type { Tables } from './tables.ts';

/** Ordinary queries: of the store, or of one transaction. */
export type Database = Kysely<Tables>;
export type Tx = Transaction<Tables>;

/** One record of a page with the item that it was made from. */
export interface InventoryRecord {
  readonly record: JsonObject;
  /** The vendor's item as JSON text, to be kept beside the record; absent where it is not wanted. */
  readonly raw?: string;
  /** Its risk score, where one is kept. */
  readonly risk?: number;
}

/** What is written together: the records of one page. */
export interface InventoryPage {
  readonly connectionId: string;
  readonly runId: string;
  /** Epoch ms. */
  readonly at: number;
  readonly assets: readonly InventoryRecord[];
  readonly findings: readonly InventoryRecord[];
}

/** What writing did, by entity. */
export interface Written {
  readonly asset: WriteCounts;
  readonly finding: WriteCounts;
}

export interface WriteCounts {
  /** Never seen before. */
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Came back after FIXED (or, an asset, after it was gone). */
  readonly returned: number;
  /** This run had written them already: the first one stays. */
  readonly repeated: number;
}

/** What a complete run no longer had. */
interface AbsentCounts {
  /** Findings that are FIXED now, assets that are gone. */
  readonly findings: number;
  readonly assets: number;
}

/** What a run has not seen. */
export interface Unseen {
  readonly connectionId: string;
  readonly runId: string;
  /** Only what was seen since then (epoch ms): before, runs saw more than this one can. From the first on when absent. */
  readonly since?: number;
}

/** The inventory and the platform's tables, alike on SQLite and PostgreSQL. */
export interface Store {
  readonly kind: 'sqlite' | 'postgres';
  /** Where it is, for messages: no user, no password. */
  readonly name: string;
  readonly db: Database;
  /** Runs `work` in one transaction: all of it is durable when this resolves, none of it when it rejects. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Upserts a page's records by content hash, keeps the status history and what was seen. */
  write(tx: Tx, page: InventoryPage): Promise<Written>;
  /** How many rows a run of this connection has not seen: what `closeAbsent` would close, and of how many. */
  absent(tx: Tx, of: Unseen): Promise<{ absent: AbsentCounts; present: AbsentCounts }>;
  /** Marks findings FIXED and assets gone that the run has not seen. Only for a complete, unflagged, full run. */
  closeAbsent(tx: Tx, of: Unseen & { readonly at: number }): Promise<AbsentCounts>;
  close(): Promise<void>;
}

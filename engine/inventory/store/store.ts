import type { Kysely, Transaction } from 'kysely';
import type { JsonObject } from '../../base/json/types.ts';
import type { Tables } from './tables.ts';

/** Ordinary queries of the store or of one transaction. */
export type Database = Kysely<Tables>;
export type Tx = Transaction<Tables>;

/** Record of a page with its source item. */
export interface InventoryRecord {
  readonly record: JsonObject;
  /** Item of the vendor as JSON text, to be stored with the record; absent if it is not stored. */
  readonly raw?: string;
  /** Risk score, if stored. */
  readonly risk?: number;
}

/** Record of an entity that is not built in. */
export interface EntityRecord extends InventoryRecord {
  readonly entity: string;
  /** Undefined for an entity without an identity: each run appends its records. */
  readonly identity: string | undefined;
  /** Identifies a record without an identity among those of its run, so that writing it again changes nothing. */
  readonly position?: string;
}

/** Records of one page, written together. */
export interface InventoryPage {
  readonly connectionId: string;
  readonly runId: string;
  /** Epoch ms. */
  readonly at: number;
  readonly assets: readonly InventoryRecord[];
  readonly findings: readonly InventoryRecord[];
  /** Records of the other entities. */
  readonly others?: readonly EntityRecord[];
  /** Returns true if a record replaces the stored one that this run has already written. Default: always. */
  readonly replaces?: Replaces;
}

export type Replaces = (entity: string, stored: JsonObject, next: JsonObject) => boolean;

/** Results of a write, by entity. */
export interface Written {
  readonly asset: WriteCounts;
  readonly finding: WriteCounts;
  /** By the name of any other entity. */
  readonly records?: Readonly<Record<string, WriteCounts>>;
}

export interface WriteCounts {
  /** Not seen before. */
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Returned after FIXED (or, for an asset, after it was absent). */
  readonly returned: number;
  /** Already written by this run: see `replaces`. */
  readonly repeated: number;
}

/** Records that a complete run no longer contained. */
interface AbsentCounts {
  /** Findings that became FIXED; assets and other records that became absent. */
  readonly findings: number;
  readonly assets: number;
  readonly records: number;
}

/** Records that a run has not seen. */
export interface Unseen {
  readonly connectionId: string;
  readonly runId: string;
  /** Only records seen since then (epoch ms): earlier runs may have had a larger scope. All if absent. */
  readonly since?: number;
}

/** Inventory and platform tables, identical on SQLite and PostgreSQL. */
export interface Store {
  readonly kind: 'sqlite' | 'postgres';
  /** Location for messages, without user and password. */
  readonly name: string;
  /** Location for connections of others, such as the queue. Contains the password: never print it. */
  readonly url: string;
  readonly db: Database;
  /** Runs `work` in one transaction: durable when this resolves, rolled back when it rejects. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Upserts a page's records by content hash; records the status history and the sighting. */
  write(tx: Tx, page: InventoryPage): Promise<Written>;
  /** Counts the rows of this connection that a run has not seen: those that `closeAbsent` would close, and the total. */
  absent(tx: Tx, of: Unseen): Promise<{ absent: AbsentCounts; present: AbsentCounts }>;
  /** Marks unseen findings as FIXED and unseen assets as absent. Only for a complete full run without warnings. */
  closeAbsent(tx: Tx, of: Unseen & { readonly at: number }): Promise<AbsentCounts>;
  close(): Promise<void>;
}

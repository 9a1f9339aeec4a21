import { tables } from './0001-tables.ts';
import { inventoryQueries } from './0002-inventory-queries.ts';
import { connectionScope } from './0003-connection-scope.ts';
import { preferences } from './0004-preferences.ts';
import { hosts } from './0005-hosts.ts';
import { entityRecords } from './0006-entity-records.ts';
import { rejectKeys } from './0007-reject-keys.ts';
import { sampleItems } from './0008-sample-items.ts';
import { recordKeys } from './0009-record-keys.ts';
import { queueLeases } from './0010-queue-leases.ts';
import { requestRetries } from './0011-request-retries.ts';
import type { ColumnTypes } from './column-types.ts';

export type { ColumnTypes } from './column-types.ts';

/** Migration of a store from one version to the next. */
export interface StoreMigration {
  /** Unique and sortable by number: the table of executed migrations stores it. */
  readonly name: string;
  /** Its SQL for one of the databases. */
  readonly statements: (types: ColumnTypes) => readonly string[];
}

/** Migrations in the order of their names; a store's version is the number of executed ones. Released migrations are never edited. */
export const MIGRATIONS: readonly StoreMigration[] = [
  tables,
  inventoryQueries,
  connectionScope,
  preferences,
  hosts,
  entityRecords,
  rejectKeys,
  sampleItems,
  recordKeys,
  queueLeases,
  requestRetries,
];

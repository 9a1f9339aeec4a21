import { tables } from './0001-tables.ts';
import { inventoryQueries } from './0002-inventory-queries.ts';
import { connectionScope } from './0003-connection-scope.ts';
import { preferences } from './0004-preferences.ts';
import type { ColumnTypes } from './column-types.ts';

export type { ColumnTypes } from './column-types.ts';

/** One step of a store from a version to the next. */
export interface StoreMigration {
  /** Unique, and sorted by its number: the table of executed migrations stores it. */
  readonly name: string;
  /** Its SQL for one of the databases. */
  readonly statements: (types: ColumnTypes) => readonly string[];
}

/** In order of their names; the version of a store is how many it has been through. A released one is never edited. */
export const MIGRATIONS: readonly StoreMigration[] = [tables, inventoryQueries, connectionScope, preferences];

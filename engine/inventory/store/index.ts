import { engineError } from '../../base/errors/index.ts';
import { expectMigrated, migrateStore, readMigrationStatus } from './migrate.ts';
import { openPostgres } from './postgres/open.ts';
import { openSqlite } from './sqlite/open.ts';
import type { Store } from './store.ts';

export { isDuplicate } from './duplicate.ts';
export { createRecordKey, toKeyColumn } from './inventory/record-key.ts';
export { unpackRaw } from './inventory/row.ts';
export { migrateStore, readMigrationStatus } from './migrate.ts';
export type * from './store.ts';
export type * from './tables.ts';

/** Options for opening a store. */
export interface StoreOptions {
  /**
   * `auto` (default) migrates an SQLite file and an empty PostgreSQL database at once; an outdated PostgreSQL database,
   * which other programs share, needs `db migrate`. `off` skips the version check.
   */
  readonly migrate?: 'auto' | 'off';
  /** Name shown by PostgreSQL in pg_stat_activity. */
  readonly applicationName?: string;
  /** Maximum number of PostgreSQL connections. */
  readonly connections?: number;
}

const CONNECTIONS = 8;

async function open(url: string, { applicationName = 'mapwright', connections = CONNECTIONS }: StoreOptions) {
  const file = /^sqlite:(.+)$/s.exec(url)?.[1];
  if (file !== undefined) return openSqlite(file);
  if (/^postgres(?:ql)?:\/\//.test(url) && URL.canParse(url))
    return openPostgres(url, { applicationName, connections });
  throw engineError('STORE_URL_INVALID', { from: 'the options' });
}

/**
 * Opens `sqlite:<file>` (created if missing) or `postgres://…`. Throws STORE_URL_INVALID, STORE_UNREACHABLE,
 * STORE_REFUSED, STORE_UNWRITABLE, STORE_DAMAGED, STORE_TOO_NEW, STORE_NOT_MIGRATED.
 */
export async function openStore(url: string, options: StoreOptions = {}): Promise<Store> {
  const store = await open(url, options);
  if (options.migrate === 'off') return store;
  try {
    const { version, pending } = await readMigrationStatus(store);
    const isOurs = store.kind === 'sqlite' || version === 0;
    if (pending.length > 0 && isOurs) await migrateStore(store);
    else await expectMigrated(store);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

import { engineError } from '../../base/errors/index.ts';
import { expectMigrated, migrateStore, readMigrationStatus } from './migrate.ts';
import { openPostgres } from './postgres/open.ts';
import { openSqlite } from './sqlite/open.ts';
import type { Store } from './store.ts';

export { isDuplicate } from './duplicate.ts';
export { unpackRaw } from './inventory/row.ts';
export { migrateStore, readMigrationStatus } from './migrate.ts';
export type * from './store.ts';
export type * from './tables.ts';

/** How a store is opened. */
export interface StoreOptions {
  /**
   * `auto`, unless told otherwise: an SQLite file and an empty PostgreSQL are migrated at once; a PostgreSQL that is
   * behind belongs to more programs than this one and waits for `db migrate`. `off`: not even looked at.
   */
  readonly migrate?: 'auto' | 'off';
  /** Shown by PostgreSQL in pg_stat_activity. */
  readonly applicationName?: string;
  /** At most so many connections to PostgreSQL at a time. */
  readonly connections?: number;
}

const CONNECTIONS = 8;

async function open(url: string, { applicationName = 'mapwright', connections = CONNECTIONS }: StoreOptions) {
  const file = /^sqlite:(.+)$/s.exec(url)?.[1];
  if (file !== undefined) return openSqlite(file);
  if (/^postgres(?:ql)?:\/\//.test(url) && URL.canParse(url))
    return openPostgres(url, { applicationName, connections });
  throw engineError('STORE_URL_INVALID', { from: 'the store’s URL' });
}

/**
 * Opens `sqlite:<file>` (made when it is not there) or `postgres://…`. Throws STORE_URL_INVALID, STORE_UNREACHABLE,
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

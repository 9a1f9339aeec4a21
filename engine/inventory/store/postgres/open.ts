import { Kysely, PostgresAdapter, PostgresDialect } from 'kysely';
import { closeAbsent, countAbsent } from '../inventory/absent.ts';
import type { Store } from '../store.ts';
import type { Tables } from '../tables.ts';
import { createTransaction } from '../transact.ts';
import { postgresInventory } from './inventory.ts';
import { formatPoolName, openPool, type PoolOptions } from './pool.ts';

/** Kysely releases its migration lock before the commit; ours (`postgresSchema.lock`) is released after it. */
class Adapter extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

class Dialect extends PostgresDialect {
  override createAdapter(): PostgresAdapter {
    return new Adapter();
  }
}

/** Opens a store on a PostgreSQL server, for any number of machines. Connects on first use. */
export function openPostgres(url: string, options: PoolOptions): Store {
  const pool = openPool(url, options);
  const db = new Kysely<Tables>({ dialect: new Dialect({ pool }) });
  return {
    kind: 'postgres',
    name: formatPoolName(url),
    url,
    db,
    transaction: createTransaction(db),
    ...postgresInventory,
    absent: countAbsent,
    closeAbsent,
    close: async () => {
      await db.destroy();
      await pool.end();
    },
  };
}

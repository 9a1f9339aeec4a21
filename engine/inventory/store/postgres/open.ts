import { Kysely, PostgresDialect } from 'kysely';
import { absent, closeAbsent } from '../inventory/absent.ts';
import type { Store } from '../store.ts';
import type { Tables } from '../tables.ts';
import { transact } from '../transact.ts';
import { postgresInventory } from './inventory.ts';
import { nameOf, openPool, type PoolOptions } from './pool.ts';

/** A store on a PostgreSQL server, for any number of machines. It connects when it is first asked. */
export function openPostgres(url: string, options: PoolOptions): Store {
  const pool = openPool(url, options);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return {
    kind: 'postgres',
    name: nameOf(url),
    db,
    transaction: transact(db),
    ...postgresInventory,
    absent,
    closeAbsent,
    close: async () => {
      await db.destroy();
      await pool.end();
    },
  };
}

import { resolve } from 'node:path';
import { Kysely } from 'kysely';
import { closeAbsent, countAbsent } from '../inventory/absent.ts';
import type { Store } from '../store.ts';
import type { Tables } from '../tables.ts';
import { createTransaction } from '../transact.ts';
import { createSqliteDialect } from './dialect.ts';
import { openSqliteFile } from './file.ts';
import { createSqliteInventory } from './inventory.ts';

/** Opens a store in a file, for the processes of one machine. Throws STORE_UNWRITABLE, STORE_DAMAGED, STORE_LOCKED. */
export async function openSqlite(path: string): Promise<Store> {
  const file = await openSqliteFile(resolve(path));
  const db = new Kysely<Tables>({ dialect: createSqliteDialect(file) });
  return {
    kind: 'sqlite',
    name: file.name,
    url: file.name,
    db,
    transaction: createTransaction(db),
    ...createSqliteInventory(file),
    absent: countAbsent,
    closeAbsent,
    // Kysely closes what it has used; a store without a query is closed here.
    close: async () => {
      await db.destroy();
      await file.close();
    },
  };
}

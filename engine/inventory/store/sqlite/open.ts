import { resolve } from 'node:path';
import { Kysely } from 'kysely';
import { absent, closeAbsent } from '../inventory/absent.ts';
import type { Store } from '../store.ts';
import type { Tables } from '../tables.ts';
import { transact } from '../transact.ts';
import { sqliteDialect } from './dialect.ts';
import { openSqliteFile } from './file.ts';
import { sqliteInventory } from './inventory.ts';

/** A store in one file, for the processes of one machine. Throws STORE_UNWRITABLE, STORE_DAMAGED, STORE_LOCKED. */
export async function openSqlite(path: string): Promise<Store> {
  const file = await openSqliteFile(resolve(path));
  const db = new Kysely<Tables>({ dialect: sqliteDialect(file) });
  return {
    kind: 'sqlite',
    name: file.name,
    db,
    transaction: transact(db),
    ...sqliteInventory(file),
    absent,
    closeAbsent,
    // kysely closes what it has used; a store that was never asked is closed here.
    close: async () => {
      await db.destroy();
      await file.close();
    },
  };
}

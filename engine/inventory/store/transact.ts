import { passFailpoint } from './failpoint.ts';
import type { Database, Store } from './store.ts';

/** Runs a store's transactions with Kysely. */
export const createTransaction =
  (db: Database): Store['transaction'] =>
  async (work) => {
    const result = await db.transaction().execute(async (tx) => {
      const given = await work(tx);
      passFailpoint('store-commit');
      return given;
    });
    passFailpoint('store-committed');
    return result;
  };

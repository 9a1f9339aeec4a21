import { failpoint } from './failpoint.ts';
import type { Database, Store } from './store.ts';

/** A store's transactions, over kysely's. */
export const transact =
  (db: Database): Store['transaction'] =>
  async (work) => {
    const result = await db.transaction().execute(async (tx) => {
      const given = await work(tx);
      failpoint('store-commit');
      return given;
    });
    failpoint('store-committed');
    return result;
  };

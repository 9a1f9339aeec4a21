import { CompiledQuery } from 'kysely';
import { expect, test } from 'vitest';
import type { Store } from '../../../engine/inventory/store/index.ts';
import { createRecordKey } from '../../../engine/inventory/store/inventory/record-key.ts';
import { INVENTORY_SQL } from '../../../engine/inventory/store/postgres/statements.ts';
import { openSharedPostgres } from '../../setup/postgres.ts';
import { openTestStore } from './stores.ts';

const TABLES = ['asset', 'finding', 'entity_record'] as const;
const KNOWN = 200_000;
const NEW = 20_000;
const PAGE = 1_000;

const run = (store: Store, text: string, parameters: readonly unknown[] = []) =>
  store.db.executeQuery<Record<string, string>>(CompiledQuery.raw(text, [...parameters]));

const explain = async (store: Store, text: string, parameters: readonly unknown[]): Promise<string> =>
  (await run(store, `EXPLAIN ${text}`, parameters)).rows.map((row) => row['QUERY PLAN']).join('\n');

/** Adds sightings of a connection, with their ids from `first` on. */
const addSightings = (store: Store, table: string, { first, count }: { first: number; count: number }) =>
  run(
    store,
    `INSERT INTO ${table}_seen (record_id, run_id, seen_at, key, content_hash)
      SELECT n, 'r', 1, md5('${table}' || n)::uuid, 'h' FROM generate_series($1::integer, $2::integer) AS n`,
    [first, first + count - 1],
  );

/** A store whose statistics know the rows of one connection, and not those of the connection that is being loaded. */
async function createStaleStore(): Promise<Store> {
  const store = await openTestStore(await (await openSharedPostgres()).fresh());
  for (const table of TABLES) {
    await run(store, `ALTER TABLE ${table}_seen SET (autovacuum_enabled = off)`);
    await addSightings(store, table, { first: 1, count: KNOWN });
    await run(store, `ANALYZE ${table}_seen`);
    await addSightings(store, table, { first: KNOWN + 1, count: NEW });
  }
  return store;
}

test('each statement of a page reads the index of keys or ids, whatever the statistics know', async () => {
  const store = await createStaleStore();
  const keyOf = createRecordKey('new');
  const ids = `{${Array.from({ length: PAGE }, (_, at) => KNOWN + at + 1).join(',')}}`;
  const keys = `{${Array.from({ length: PAGE }, (_, at) => keyOf(String(at))).join(',')}}`;
  const hashes = `{${Array.from({ length: PAGE }, () => 'h').join(',')}}`;
  for (const table of TABLES) {
    const { claim, find, lock, rehash } = INVENTORY_SQL[table];
    const plans = {
      claim: await explain(store, claim, [keys, hashes, 'r2', 2]),
      claimOfKnownRun: await explain(store, claim, [keys, hashes, 'r', 2]),
      find: await explain(store, find, [keys, hashes, 'r2']),
      lock: await explain(store, lock, [ids]),
      rehash: await explain(store, rehash, [ids, hashes]),
    };
    for (const plan of [plans.claim, plans.claimOfKnownRun]) expect(plan).toContain(`using ${table}_seen_key`);
    expect(plans.find).toContain(`using ${table}_seen_key`);
    expect(Object.values(plans).join('\n')).not.toContain('Seq Scan');
  }
});

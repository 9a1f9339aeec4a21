import { CompiledQuery } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../../engine/inventory/store/index.ts';
import { partitionFindings } from '../../../engine/inventory/store/postgres/partition.ts';
import { readStoreSizes } from '../../../engine/inventory/store/sizes.ts';
import { openSharedPostgres } from '../../setup/postgres.ts';
import { closeUnseen, createAsset, createFinding, readContents, writePage } from './records.ts';
import { openTestStore } from './stores.ts';

const FINDINGS = 1_000_000;
const CONNECTIONS = 50;
const TIMEOUT = 900_000;

const run = async <R>(store: Store, text: string): Promise<R[]> =>
  (await store.db.executeQuery<R>(CompiledQuery.raw(text))).rows;

const createStore = async (): Promise<Store> => openTestStore(await (await openSharedPostgres()).fresh());

/** Loads a million findings of many connections, with their sightings, in two statements. */
async function fill(store: Store): Promise<void> {
  await run(
    store,
    `INSERT INTO finding (connection_id, external_id, name, record, first_seen_at, changed_at, run_id, external_asset_id,
        product, severity, status, vendor_status, risk)
      SELECT 'c' || n % ${CONNECTIONS}, 'f' || n, 'Finding', '{}', 1, 1, 'r', 'a' || n % 1000, 'Product', 1 + n % 5, 'NEW', 'NEW', n % 100
      FROM generate_series(1, ${FINDINGS}) AS n`,
  );
  await run(
    store,
    `INSERT INTO finding_seen (record_id, run_id, seen_at, key, content_hash)
      SELECT id, 'r', 1, md5(connection_id || external_id)::uuid, 'h' FROM finding`,
  );
}

const digest = (store: Store) =>
  run(store, `SELECT count(*) AS rows, sum(hashtextextended(f::text, 0)) AS sum FROM finding AS f`);

const listIndexes = async (store: Store): Promise<string[]> =>
  (await run<{ name: string }>(store, `SELECT indexname AS name FROM pg_indexes WHERE tablename = 'finding'`))
    .map(({ name }) => name)
    .sort();

describe('findings partitioned by connection', () => {
  test(
    'contain the same million rows, with the same indexes',
    async () => {
      const store = await createStore();
      await fill(store);
      const [before, indexes] = [await digest(store), await listIndexes(store)];
      expect(await partitionFindings(store, 8)).toEqual({ partitions: 8, findings: FINDINGS, changed: true });
      expect(await digest(store)).toEqual(before);
      expect(await listIndexes(store)).toEqual([...indexes, 'finding_id'].sort());
      const parts = await run<{ rows: number }>(store, 'SELECT count(*) AS rows FROM finding GROUP BY tableoid');
      expect(parts).toHaveLength(8);
      const [finding] = (await readStoreSizes(store)).tables;
      expect(finding).toMatchObject({ name: 'finding', rows: FINDINGS });
      expect(await partitionFindings(store, 4)).toEqual({ partitions: 8, findings: 0, changed: false });
    },
    TIMEOUT,
  );

  test('take part in runs as before', async () => {
    const [whole, parted] = [await createStore(), await createStore()];
    const ids = Array.from({ length: 40 }, (_, at) => `${at}`);
    const sync = async (
      store: Store,
      connection: string,
      at: number,
      findings: readonly ReturnType<typeof createFinding>[],
    ) => {
      await writePage(store, { connection, run: `r${at}`, at, assets: [createAsset('a1')], findings });
      await closeUnseen(store, { connection, run: `r${at}`, at });
    };
    for (const connection of ['c1', 'c2', 'c3'])
      for (const store of [whole, parted])
        await sync(
          store,
          connection,
          1,
          ids.map((id) => createFinding(id)),
        );
    await partitionFindings(parted, 4);
    for (const store of [whole, parted]) {
      await sync(
        store,
        'c1',
        2,
        ids.slice(0, 20).map((id) => createFinding(id, 'ACTIVE')),
      );
      await sync(
        store,
        'c2',
        3,
        ids.slice(5).map((id) => createFinding(id)),
      );
      await sync(
        store,
        'c1',
        4,
        [...ids, 'new'].map((id) => createFinding(id)),
      );
    }
    expect(await readContents(parted)).toEqual(await readContents(whole));
    const numbers = (await parted.db.selectFrom('finding').select('id').execute()).map(({ id }) => id);
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});

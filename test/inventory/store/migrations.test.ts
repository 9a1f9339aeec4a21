import { readFileSync } from 'node:fs';
import { CompiledQuery } from 'kysely';
import { describe, expect, test } from 'vitest';
import { migrateStore, openStore, readMigrationStatus, type Store } from '../../../engine/inventory/store/index.ts';
import { MIGRATIONS } from '../../../engine/inventory/store/migrations/index.ts';
import { closeUnseen, createAsset, createFinding, writePage } from './records.ts';
import { KINDS, openTestStore } from './stores.ts';

const source = readFileSync(new URL('../../../engine/inventory/store/tables.ts', import.meta.url), 'utf8');

/** Columns of an interface of tables.ts, those that it inherits included, with whether they may be null. */
function declared(name: string): Map<string, boolean> {
  const [, parent, body = ''] =
    new RegExp(`interface ${name}(?: extends (\\w+))? \\{\\n([\\s\\S]*?)\\n\\}`).exec(source) ?? [];
  const own = [...body.matchAll(/^ {2}(\w+): (.+);$/gm)].map(
    ([, column = '', type = '']) => [column, type.includes('null')] as const,
  );
  return new Map([...(parent ? declared(parent) : []), ...own]);
}

const [, tablesBody = ''] = /interface Tables \{\n([\s\S]*?)\n\}/.exec(source) ?? [];
const TABLES = [...tablesBody.matchAll(/(\w+): (\w+);/g)].map(([, table = '', row = '']) => ({ table, row }));

const rowsOf = async <R>({ db }: Store, sql: string) => (await db.executeQuery<R>(CompiledQuery.raw(sql))).rows;

const COLUMNS = {
  sqlite: (table: string) =>
    `SELECT name, (CASE WHEN "notnull" = 0 AND pk = 0 THEN 1 ELSE 0 END) AS nullable FROM pragma_table_info('${table}')`,
  postgres: (table: string) =>
    `SELECT column_name AS name, (CASE is_nullable WHEN 'YES' THEN 1 ELSE 0 END) AS nullable
      FROM information_schema.columns WHERE table_name = '${table}' AND table_schema = current_schema()`,
} as const;

/** A view's columns may all be null, as far as a database knows. */
const VIEWS = new Set(['asset_identity']);

const LATEST = MIGRATIONS.length;
/** Migrations of the last program that numbered them. */
const NUMBERED = 3;
const DONE = { version: LATEST, latest: LATEST, pending: [] };

const addNewer = ({ db }: Store) =>
  db
    .insertInto('schema_migration')
    .values({ name: '9999-newer', timestamp: new Date(0).toISOString() })
    .execute();

/** Turns a store into one of the program before Kysely's migrator, which stored a number a migration. */
async function toNumbered(store: Store, version: number): Promise<void> {
  for (const statement of [
    'DROP TABLE schema_migration',
    'DROP TABLE schema_migration_lock',
    'CREATE TABLE migration (version bigint PRIMARY KEY, name text NOT NULL, at bigint NOT NULL)',
    ...MIGRATIONS.slice(0, version).map((_, index) => `INSERT INTO migration VALUES (${index + 1}, 'x', 0)`),
  ])
    await rowsOf(store, statement);
}

/** Returns a table and its sightings to the columns before migration 0009. */
async function undoRecordKeys(store: Store, table: string): Promise<void> {
  await rowsOf(store, `ALTER TABLE ${table} ADD COLUMN content_hash text`);
  await rowsOf(
    store,
    `UPDATE ${table} SET content_hash = (SELECT s.content_hash FROM ${table}_seen AS s WHERE s.record_id = id)`,
  );
  await rowsOf(store, `DROP INDEX ${table}_seen_key`);
  for (const column of ['key', 'content_hash']) await rowsOf(store, `ALTER TABLE ${table}_seen DROP COLUMN ${column}`);
}

/** Adds the columns and the table that migration 0010 drops. */
async function undoQueueLeases(store: Store): Promise<void> {
  await rowsOf(store, 'ALTER TABLE slice ADD COLUMN leased_until integer');
  await rowsOf(store, 'UPDATE slice SET leased_until = 1');
  await rowsOf(
    store,
    'CREATE TABLE worker (id text PRIMARY KEY, host text, pid integer, started_at integer, seen_at integer)',
  );
  await rowsOf(store, "INSERT INTO worker VALUES ('w', 'h', 1, 1, 1)");
}

/** Row of a slice whose worker died. */
const SLICE = {
  ...{ id: 's', run_id: 'r', stage: 0, ordinal: 0, stream: 'a', part: '{"kind":"all"}', state: 'RUNNING', attempt: 2 },
  ...{ failures: 1, not_before: 0, checkpoint: '{}', worker: 'w', started_at: 1, finished_at: null, error: null },
  request_retry: null,
};

const executed = async ({ db }: Store) =>
  (await db.selectFrom('schema_migration').select('name').orderBy('name').execute()).map(({ name }) => name);

describe.each(KINDS)('migrations on $kind', (kind) => {
  test('create the tables that tables.ts describes', async () => {
    const store = await openTestStore(await kind.url());
    for (const { table, row } of TABLES) {
      const found = await rowsOf<{ name: string; nullable: number }>(store, COLUMNS[store.kind](table));
      const sorted = (entries: (readonly [string, boolean])[]) => entries.sort(([a], [b]) => (a < b ? -1 : 1));
      const isView = VIEWS.has(table);
      expect([table, sorted(found.map((one) => [one.name, isView || one.nullable === 1] as const))]).toEqual([
        table,
        sorted([...declared(row)].map(([name, nullable]) => [name, isView || nullable] as const)),
      ]);
    }
  });

  test('run once, despite concurrent programs', async () => {
    const url = await kind.url();
    const stores = await Promise.all([1, 2, 3, 4].map(() => openTestStore(url)));
    for (const store of stores) expect(await readMigrationStatus(store)).toMatchObject(DONE);
    expect(await migrateStore(stores[0] as Store)).toMatchObject({ pending: [] });
    expect(await executed(stores[0] as Store)).toEqual(MIGRATIONS.map(({ name }) => name));
  });

  test('reject a store that is newer than the program', async () => {
    const url = await kind.url();
    const store = await openTestStore(url);
    await addNewer(store);
    await expect(openStore(url)).rejects.toMatchObject({
      code: 'STORE_TOO_NEW',
      details: { version: LATEST + 1, latest: LATEST },
    });
    await expect(migrateStore(store)).rejects.toMatchObject({ code: 'STORE_TOO_NEW' });
  });

  test('continue a store of numbered migrations, one program at a time, and keep its rows', async () => {
    const url = await kind.url();
    const store = await openTestStore(url);
    await store.db.insertInto('rate').values({ key: 'kept', bucket: '{}' }).execute();
    await store.db.insertInto('slice').values(SLICE).execute();
    await rowsOf(store, 'ALTER TABLE slice DROP COLUMN request_retry');
    await undoQueueLeases(store);
    await rowsOf(store, 'DROP TABLE preference');
    await rowsOf(store, 'ALTER TABLE run DROP COLUMN tries');
    await rowsOf(store, 'ALTER TABLE worker ADD COLUMN stopping integer');
    await rowsOf(store, 'ALTER TABLE reject DROP COLUMN parent_key');
    for (const table of ['asset', 'finding']) await undoRecordKeys(store, table);
    for (const table of ['entity_record', 'entity_record_seen', 'sample_item'])
      await rowsOf(store, `DROP TABLE ${table}`);
    for (const column of ['fqdn', 'ip_addresses', 'operating_system'])
      await rowsOf(store, `ALTER TABLE asset DROP COLUMN ${column}`);
    await toNumbered(store, NUMBERED);
    const pending = MIGRATIONS.slice(NUMBERED).map(({ name }) => name);
    const behind = { version: NUMBERED, latest: LATEST, pending };
    expect(await readMigrationStatus(store)).toEqual(behind);
    const others = await Promise.all([1, 2, 3].map(() => openStore(url, { migrate: 'off' })));
    const before = await Promise.all([store, ...others].map(migrateStore));
    for (const other of others) await other.close();
    expect(before.filter((one) => one.pending.length > 0)).toEqual([behind]);
    expect(await readMigrationStatus(store)).toEqual(DONE);
    expect(await executed(store)).toEqual(MIGRATIONS.map(({ name }) => name));
    expect(await store.db.selectFrom('preference').selectAll().execute()).toEqual([]);
    expect(await store.db.selectFrom('rate').selectAll().execute()).toEqual([{ key: 'kept', bucket: '{}' }]);
    expect(await store.db.selectFrom('slice').selectAll().execute()).toEqual([SLICE]);
    for (const table of ['migration', 'worker'])
      await expect(rowsOf(store, `SELECT * FROM ${table}`)).rejects.toThrow();
  });

  test('compute the keys and content hashes of the records of the previous version', async () => {
    const store = await openTestStore(await kind.url());
    const texts = ['1', 'a:b', 'ä 😀', "it's", '\\x00'];
    const sync = { assets: texts.map((id) => createAsset(id)), findings: texts.map((id) => createFinding(id)) };
    for (const connection of ['c1', 'c 2']) await writePage(store, { ...sync, connection, run: 'r1', at: 1 });
    await writePage(store, { assets: [createAsset('1')], findings: [createFinding('1')], run: 'r2', at: 2 });
    await closeUnseen(store, { run: 'r2', at: 3 });
    const read = async () => {
      const findings = await store.db.selectFrom('finding_seen').selectAll().orderBy('record_id').execute();
      return [findings, await store.db.selectFrom('asset_seen').selectAll().orderBy('record_id').execute()];
    };
    const before = await read();
    for (const table of ['asset', 'finding', 'entity_record']) {
      await undoRecordKeys(store, table);
      await rowsOf(store, `UPDATE ${table} SET content_hash = 'closed' WHERE gone_at IS NOT NULL`);
    }
    await rowsOf(store, 'ALTER TABLE slice DROP COLUMN request_retry');
    await undoQueueLeases(store);
    await store.db.deleteFrom('schema_migration').where('name', '>=', '0009').execute();
    await migrateStore(store);
    expect(await read()).toEqual(before);
    const { finding } = await writePage(store, { ...sync, run: 'r4', at: 4 });
    expect(finding).toMatchObject({ added: 0, changed: 0, unchanged: 1, returned: texts.length - 1 });
  });

  test('open a store with all numbered migrations', async () => {
    const url = await kind.url();
    await toNumbered(await openTestStore(url), LATEST);
    expect(await readMigrationStatus(await openTestStore(url))).toEqual(DONE);
  });

  test('report the version of an empty store without changing it', async () => {
    const store = await openStore(await kind.url(), { migrate: 'off' });
    const empty = { version: 0, latest: LATEST, pending: MIGRATIONS.map(({ name }) => name) };
    expect(await readMigrationStatus(store)).toEqual(empty);
    expect(await readMigrationStatus(store)).toEqual(empty);
    expect(await migrateStore(store)).toEqual(empty);
    expect(await readMigrationStatus(store)).toEqual(DONE);
    await store.close();
  });
});

test.runIf(KINDS.some(({ kind }) => kind === 'postgres'))(
  'a PostgreSQL that is behind waits for db migrate, as other programs use it, too',
  async () => {
    const url = (await KINDS.find(({ kind }) => kind === 'postgres')?.url()) ?? '';
    const store = await openTestStore(url);
    await store.db
      .deleteFrom('schema_migration')
      .where('name', '=', MIGRATIONS.at(-1)?.name ?? '')
      .execute();
    await expect(openStore(url)).rejects.toMatchObject({
      code: 'STORE_NOT_MIGRATED',
      details: { version: LATEST - 1 },
    });
    expect(await readMigrationStatus(store)).toMatchObject({ version: LATEST - 1 });
  },
);

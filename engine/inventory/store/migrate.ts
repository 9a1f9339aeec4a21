import { CompiledQuery, sql } from 'kysely';
import { type MigrationProvider, Migrator } from 'kysely/migration';
import { engineError } from '../../base/errors/index.ts';
import { type ColumnTypes, MIGRATIONS } from './migrations/index.ts';
import { postgresSchema } from './postgres/schema.ts';
import { sqliteSchema } from './sqlite/schema.ts';
import type { Database, Store, Tx } from './store.ts';

/** Differences between the databases that matter to migrations. */
export interface Schema {
  readonly types: ColumnTypes;
  /** Statements that keep other migrating programs out until the transaction ends. */
  readonly lock: readonly string[];
  /** Query that returns a row if the table exists. */
  readonly hasTable: (name: string) => string;
}

const SCHEMAS: { readonly [K in Store['kind']]: Schema } = { sqlite: sqliteSchema, postgres: postgresSchema };

/** Version of a store and its pending migrations. */
export interface MigrationStatus {
  /** 0 when it is empty. */
  readonly version: number;
  /** Version that this program migrates to. */
  readonly latest: number;
  /** Names of the pending migrations. */
  readonly pending: readonly string[];
}

/** Table of executed migrations: not `Migrator`'s default name, which another program may use. */
const EXECUTED = 'schema_migration';
/** Its predecessor, with one version number per row; `migrate` replaces it. */
const NUMBERED = 'migration';

const executeSql = async (db: Database, text: string) => (await db.executeQuery(CompiledQuery.raw(text))).rows;

const hasTable = async (db: Database, { kind }: Pick<Store, 'kind'>, name: string): Promise<boolean> =>
  (await executeSql(db, SCHEMAS[kind].hasTable(name))).length > 0;

async function versionOf(db: Database, store: Pick<Store, 'kind'>): Promise<number> {
  const table = (await hasTable(db, store, EXECUTED)) ? EXECUTED : NUMBERED;
  if (table === NUMBERED && !(await hasTable(db, store, NUMBERED))) return 0;
  const { rows } = await sql<{ version: number }>`SELECT count(*) AS version FROM ${sql.table(table)}`.execute(db);
  return rows[0]?.version ?? 0;
}

const readStatus = (version: number): MigrationStatus => ({
  version,
  latest: MIGRATIONS.length,
  pending: MIGRATIONS.slice(version).map(({ name }) => name),
});

/** Reads the store's version; changes nothing. */
export const readMigrationStatus = async (store: Store): Promise<MigrationStatus> =>
  readStatus(await versionOf(store.db, store));

function refuseNewer({ name }: Pick<Store, 'name'>, { version, latest }: MigrationStatus): void {
  if (version > latest) throw engineError('STORE_TOO_NEW', { store: name, version, latest });
}

/** Replaces the numbered table of an older program with Kysely's. */
async function adoptNumbered(tx: Tx, store: Pick<Store, 'kind'>, version: number): Promise<void> {
  if (!(await hasTable(tx, store, NUMBERED))) return;
  const done = MIGRATIONS.slice(0, version).map(({ name }) => ({ name, timestamp: new Date().toISOString() }));
  await executeSql(
    tx,
    `CREATE TABLE ${EXECUTED} (name varchar(255) PRIMARY KEY NOT NULL, timestamp varchar(255) NOT NULL)`,
  );
  await tx.insertInto(EXECUTED).values(done).execute();
  await executeSql(tx, `DROP TABLE ${NUMBERED}`);
}

const provider = (types: ColumnTypes): MigrationProvider => ({
  getMigrations: async () =>
    Object.fromEntries(
      MIGRATIONS.map(({ name, statements }) => [
        name,
        {
          async up(db: Database) {
            for (const statement of statements(types)) await executeSql(db, statement);
          },
        },
      ]),
    ),
});

/**
 * Migrates a store to this program's version in one transaction, one program at a time; returns the status before.
 * Throws STORE_TOO_NEW.
 */
export async function migrateStore(store: Store): Promise<MigrationStatus> {
  const { types, lock } = SCHEMAS[store.kind];
  return store.transaction(async (tx) => {
    for (const statement of lock) await executeSql(tx, statement);
    const before = readStatus(await versionOf(tx, store));
    refuseNewer(store, before);
    await adoptNumbered(tx, store, before.version);
    const tables = { migrationTableName: EXECUTED, migrationLockTableName: `${EXECUTED}_lock` };
    const { error } = await new Migrator({ db: tx, provider: provider(types), ...tables }).migrateToLatest();
    if (error) throw error;
    return before;
  });
}

/** Throws STORE_TOO_NEW or STORE_NOT_MIGRATED if the store does not have this program's version. */
export async function expectMigrated(store: Store): Promise<void> {
  const status = await readMigrationStatus(store);
  refuseNewer(store, status);
  const { version, latest } = status;
  if (version < latest) throw engineError('STORE_NOT_MIGRATED', { store: store.name, version, latest });
}

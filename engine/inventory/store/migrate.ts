import { CompiledQuery } from 'kysely';
import { engineError } from '../../base/errors/index.ts';
import { type ColumnTypes, MIGRATIONS } from './migrations/index.ts';
import { postgresSchema } from './postgres/schema.ts';
import { sqliteSchema } from './sqlite/schema.ts';
import type { Database, Store } from './store.ts';

/** What differs between the databases when they are migrated. */
export interface Schema {
  readonly types: ColumnTypes;
  /** Statements that keep other migrating programs away until the transaction ends. */
  readonly lock: readonly string[];
  /** Gives one row, `found`: 0 when the store is empty. */
  readonly hasMigrations: string;
}

const SCHEMAS: { readonly [K in Store['kind']]: Schema } = { sqlite: sqliteSchema, postgres: postgresSchema };

/** How far a store has come. */
export interface MigrationStatus {
  /** 0 when it is empty. */
  readonly version: number;
  /** What this program brings it to. */
  readonly latest: number;
  /** Names of the migrations that are still to come. */
  readonly pending: readonly string[];
}

type Place = Pick<Store, 'kind' | 'name'>;

const execute = async (db: Database, sql: string) => (await db.executeQuery(CompiledQuery.raw(sql))).rows;

async function statusOf(db: Database, { kind }: Place): Promise<MigrationStatus> {
  const [row] = (await execute(db, SCHEMAS[kind].hasMigrations)) as { found: number }[];
  const latest = MIGRATIONS.length;
  const done = row?.found ? await db.selectFrom('migration').select('version').execute() : [];
  const version = Math.max(0, ...done.map((one) => one.version));
  return { version, latest, pending: MIGRATIONS.slice(version).map(({ name }) => name) };
}

/** How far the store has come; changes nothing. */
export const migrationStatus = (store: Store): Promise<MigrationStatus> => statusOf(store.db, store);

function refuseNewer({ name }: Place, { version, latest }: MigrationStatus): void {
  if (version > latest) throw engineError('STORE_TOO_NEW', { store: name, version, latest });
}

/**
 * Brings a store to this program's version in one transaction, one program at a time, and says what it was before.
 * Throws STORE_TOO_NEW.
 */
export async function migrate(store: Store): Promise<MigrationStatus> {
  const { types, lock } = SCHEMAS[store.kind];
  return store.transaction(async (tx) => {
    for (const sql of lock) await execute(tx, sql);
    const before = await statusOf(tx, store);
    refuseNewer(store, before);
    if (before.version === 0) {
      const columns = `version ${types.integer} PRIMARY KEY, name ${types.text} NOT NULL, at ${types.integer} NOT NULL`;
      await execute(tx, `CREATE TABLE migration (${columns})${types.table}`);
    }
    for (const [index, { name, statements }] of MIGRATIONS.entries()) {
      if (index < before.version) continue;
      for (const sql of statements(types)) await execute(tx, sql);
      await tx
        .insertInto('migration')
        .values({ version: index + 1, name, at: Date.now() })
        .execute();
    }
    return before;
  });
}

/** Throws STORE_TOO_NEW or STORE_NOT_MIGRATED when the store is not of this program's version. */
export async function expectMigrated(store: Store): Promise<void> {
  const status = await migrationStatus(store);
  refuseNewer(store, status);
  const { version, latest } = status;
  if (version < latest) throw engineError('STORE_NOT_MIGRATED', { store: store.name, version, latest });
}

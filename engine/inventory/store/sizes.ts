import { sql } from 'kysely';
import type { Database, Store } from './store.ts';

/** Size of a table with its indexes. */
export interface TableSize {
  readonly name: string;
  /** On PostgreSQL the estimate of the last ANALYZE, if there was one. */
  readonly rows: number;
  readonly bytes: number;
}

/** Sizes of a store. */
export interface StoreSizes {
  readonly bytes: number;
  /** Part of `bytes` that deleted rows left to new ones; SQLite only. */
  readonly unused?: number;
  /** The largest first. */
  readonly tables: readonly TableSize[];
}

async function countRows(db: Database, table: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`SELECT count(*) AS count FROM ${sql.table(table)}`.execute(db);
  return Number(rows[0]?.count ?? 0);
}

async function readSqliteSizes(db: Database): Promise<StoreSizes> {
  const tables = await sql<{ name: string; bytes: number }>`
    SELECT s.tbl_name AS name, sum(d.pgsize) AS bytes FROM dbstat AS d JOIN sqlite_schema AS s ON s.name = d.name
    WHERE d.aggregate = TRUE AND s.tbl_name NOT LIKE 'sqlite%' GROUP BY s.tbl_name ORDER BY bytes DESC, name`.execute(
    db,
  );
  const pages = await sql<{ bytes: number; unused: number }>`
    SELECT page_count * page_size AS bytes, freelist_count * page_size AS unused
    FROM pragma_page_count, pragma_page_size, pragma_freelist_count`.execute(db);
  const sizes: TableSize[] = [];
  for (const { name, bytes } of tables.rows) sizes.push({ name, rows: await countRows(db, name), bytes });
  return { bytes: pages.rows[0]?.bytes ?? 0, unused: pages.rows[0]?.unused ?? 0, tables: sizes };
}

/** Tables of the store's schema; partitions count as their table, and the tables of the queue as one. */
async function readPostgresSizes(db: Database): Promise<StoreSizes> {
  const tables = await sql<{ name: string; own: boolean; rows: number; analyzed: boolean; bytes: number }>`
    SELECT CASE WHEN own THEN root::text ELSE schema END AS name, own, bool_and(reltuples >= 0) AS analyzed,
      sum(greatest(reltuples, 0))::bigint AS rows, sum(pg_total_relation_size(oid))::bigint AS bytes
    FROM (
      SELECT c.oid, c.reltuples, n.nspname AS schema, n.nspname = current_schema() AS own,
        (SELECT relname FROM pg_class WHERE oid = coalesce(pg_partition_root(c.oid), c.oid)) AS root
      FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND n.nspname IN (current_schema(), 'pgboss')
    ) AS t GROUP BY 1, 2 ORDER BY bytes DESC, name`.execute(db);
  const total = await sql<{ bytes: number }>`SELECT pg_database_size(current_database()) AS bytes`.execute(db);
  const sizes: TableSize[] = [];
  for (const { name, own, rows, analyzed, bytes } of tables.rows)
    sizes.push({ name, rows: own && !analyzed ? await countRows(db, name) : rows, bytes });
  return { bytes: total.rows[0]?.bytes ?? 0, tables: sizes };
}

const BY_KIND: { readonly [K in Store['kind']]: (db: Database) => Promise<StoreSizes> } = {
  sqlite: readSqliteSizes,
  postgres: readPostgresSizes,
};

/** Reads the sizes of the store and its tables. SQLite reads the whole file for it. */
export const readStoreSizes = ({ kind, db }: Pick<Store, 'kind' | 'db'>): Promise<StoreSizes> => BY_KIND[kind](db);

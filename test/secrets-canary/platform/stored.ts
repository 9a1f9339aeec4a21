import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { openStore, type Store, unpackRaw } from '../../../engine/inventory/store/index.ts';

const TABLES = {
  sqlite: sql<{ schema: string; name: string }>`SELECT 'main' AS schema, name FROM sqlite_schema WHERE type = 'table'`,
  postgres: sql<{ schema: string; name: string }>`SELECT table_schema AS schema, table_name AS name
    FROM information_schema.tables WHERE table_schema NOT IN ('pg_catalog', 'information_schema')`,
};

function plain(value: unknown): string {
  if (!(value instanceof Uint8Array)) return JSON.stringify(value) ?? '';
  try {
    return unpackRaw(value);
  } catch {
    return Buffer.from(value).toString('utf8');
  }
}

/** Reads all rows of all tables, including those of the queue, and unpacks compressed values. */
async function listTables({ db, kind }: Store): Promise<[place: string, text: string][]> {
  const { rows: tables } = await TABLES[kind].execute(db);
  const found: [string, string][] = [];
  for (const { schema, name } of tables) {
    const table = kind === 'sqlite' ? sql.table(name) : sql.table(`${schema}.${name}`);
    const { rows } = await sql<Record<string, unknown>>`SELECT * FROM ${table}`.execute(db);
    for (const row of rows)
      for (const [column, value] of Object.entries(row)) {
        found.push([`${name}.${column}`, plain(value)]);
        if (typeof value === 'string') found.push([`${name}.${column}`, value]);
      }
  }
  return found;
}

/** Returns the contents of a store: its rows, and the bytes of its files. */
export async function readStored(url: string, folder: string): Promise<[place: string, text: string][]> {
  const names = (await readdir(folder)).filter((name) => name.startsWith('store.db'));
  const bytes = await Promise.all(
    names.map(async (name): Promise<[string, string]> => [name, await readFile(join(folder, name), 'utf8')]),
  );
  const store = await openStore(url);
  try {
    return [...bytes, ...(await listTables(store))];
  } finally {
    await store.close();
  }
}

import { sql } from 'kysely';
import type { Store } from '../../../engine/inventory/store/index.ts';

const TABLES = {
  sqlite: sql<{ name: string }>`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`,
  postgres: sql<{ name: string }>`SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = current_schema() ORDER BY table_name`,
};

/** Returns all texts in all columns and tables of a store. */
export async function readAllTexts({ db, kind }: Store): Promise<string[]> {
  const { rows: tables } = await TABLES[kind].execute(db);
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await sql<Record<string, unknown>>`SELECT * FROM ${sql.table(name)}`.execute(db);
    for (const row of rows) texts.push(...Object.values(row).filter((value) => typeof value === 'string'));
  }
  return texts;
}

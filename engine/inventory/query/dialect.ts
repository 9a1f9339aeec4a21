import { type RawBuilder, type SqlBool, sql } from 'kysely';

type SqlCondition = RawBuilder<SqlBool>;
type SqlValue = RawBuilder<unknown>;

/** What the two databases say differently. Letters fold as in ASCII in both: it is what SQLite has, and needs no locale. */
export interface Dialect {
  /** A value inside a row's record: a text, unless it is asked for as a number. */
  json(record: SqlValue, path: readonly string[], as: 'text' | 'number'): SqlValue;
  /** Whether any text of a list inside of a row's record satisfies `test`. */
  anyOf(record: SqlValue, path: readonly string[], test: (item: SqlValue) => SqlCondition): SqlCondition;
  /** Matches a pattern whose wildcards are escaped by a backslash, whatever the letters' case. */
  like(text: SqlValue, pattern: string): SqlCondition;
  /** Texts as they sort: capital letters beside small ones, and otherwise by code point. */
  folded(text: SqlValue): SqlValue;
}

const formatSqlitePath = (path: readonly string[]) => sql.lit(`$.${path.join('.')}`);
const formatPostgresPath = (path: readonly string[]) => sql.lit(`{${path.join(',')}}`);

const sqlite: Dialect = {
  json: (record, path) => sql`json_extract(${record}, ${formatSqlitePath(path)})`,
  anyOf: (record, path, test) =>
    sql`exists (select 1 from json_each(${record}, ${formatSqlitePath(path)}) as item where ${test(sql.ref('item.value'))})`,
  like: (text, pattern) => sql`${text} like ${pattern} escape '\\'`,
  folded: (text) => sql`lower(${text})`,
};

// As json, not jsonb: only what is asked for is looked into, and a record that holds \u0000 elsewhere does no harm.
const postgres: Dialect = {
  json: (record, path, as) => {
    const text = sql`(${record}::json #>> ${formatPostgresPath(path)})`;
    return as === 'number' ? sql`${text}::double precision` : text;
  },
  anyOf: (record, path, test) =>
    sql`exists (select 1 from json_array_elements_text(${record}::json #> ${formatPostgresPath(path)}) as item(value) where ${test(sql.ref('item.value'))})`,
  like: (text, pattern) => sql`${text} collate "C" ilike ${pattern} escape '\\'`,
  folded: (text) => sql`lower(${text} collate "C") collate "C"`,
};

/** By the store's kind. */
export const DIALECTS: Readonly<Record<'sqlite' | 'postgres', Dialect>> = { sqlite, postgres };

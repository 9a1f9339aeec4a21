import { type RawBuilder, type SqlBool, sql } from 'kysely';

type SqlCondition = RawBuilder<SqlBool>;
type SqlValue = RawBuilder<unknown>;

/** Value within a record: as text, and as a number if it is one. */
export interface JsonItem {
  readonly text: SqlValue;
  readonly number: SqlValue;
}

/** Differences between the databases. Case folding is ASCII in both: SQLite supports no other, and it needs no locale. */
export interface Dialect {
  /** Selects a value of a row's record as text or number. */
  json(record: SqlValue, path: readonly string[], as: 'text' | 'number'): SqlValue;
  /** Matches if any string of a list in a row's record satisfies `test`. */
  anyOf(record: SqlValue, path: readonly string[], test: (item: SqlValue) => SqlCondition): SqlCondition;
  /**
   * Matches if the value at a path of any JSON type, or any member of a list there, satisfies `test`. The path is a
   * parameter, because it comes from a user.
   */
  anyValue(record: SqlValue, path: readonly string[], test: (item: JsonItem) => SqlCondition): SqlCondition;
  /** Selects a value of any JSON type as text: of a string its characters, of others their JSON. */
  scalar(record: SqlValue, path: readonly string[]): SqlValue;
  /** Matches if a text contains a part, with the same case. */
  includes(text: SqlValue, part: string): SqlCondition;
  /** Selects the part of a text between its first separator and the next. */
  firstPart(text: SqlValue, separator: string): SqlValue;
  /** Matches a pattern with backslash-escaped wildcards, ignoring case. */
  like(text: SqlValue, pattern: string): SqlCondition;
  /** Sort key of a text: case-insensitive, otherwise by code point. */
  folded(text: SqlValue): SqlValue;
}

/** Names that need no quotes in a path; those of queries contain no quotes themselves. */
const PLAIN = /^[a-z]\w*$/i;
const quoteName = (name: string) => (PLAIN.test(name) ? name : `"${name.replaceAll(/["\\]/g, '\\$&')}"`);
const formatSqlitePath = (path: readonly string[]) => sql.lit(`$.${path.map(quoteName).join('.')}`);
const formatPostgresPath = (path: readonly string[]) => sql.lit(`{${path.map(quoteName).join(',')}}`);

const sqlite: Dialect = {
  json: (record, path) => sql`json_extract(${record}, ${formatSqlitePath(path)})`,
  anyOf: (record, path, test) =>
    sql`exists (select 1 from json_each(${record}, ${formatSqlitePath(path)}) as item where ${test(sql.ref('item.value'))})`,
  anyValue: (record, path, test) => {
    const text = sql`(case item.type when 'true' then 'true' when 'false' then 'false' else cast(item.value as text) end)`;
    const number = sql`(case when item.type in ('integer', 'real') then item.value end)`;
    const at = `$.${path.map((name) => `"${name}"`).join('.')}`;
    return sql`exists (select 1 from json_each(${record}, ${at}) as item where ${test({ text, number })})`;
  },
  scalar: (record, path) => {
    const value = sql`json_extract(${record}, ${formatSqlitePath(path)})`;
    return sql`(case json_type(${record}, ${formatSqlitePath(path)}) when 'true' then 'true' when 'false' then 'false' else cast(${value} as text) end)`;
  },
  includes: (text, part) => sql`instr(${text}, ${part}) > 0`,
  firstPart: (text, separator) => sql`substr(${text}, 2, instr(substr(${text}, 2), ${sql.lit(separator)}) - 1)`,
  like: (text, pattern) => sql`${text} like ${pattern} escape '\\'`,
  folded: (text) => sql`lower(${text})`,
};

// As json, not jsonb: reads only the requested path, and a record with \u0000 elsewhere does no harm.
const postgres: Dialect = {
  json: (record, path, as) => {
    const text = sql`(${record}::json #>> ${formatPostgresPath(path)})`;
    return as === 'number' ? sql`${text}::double precision` : text;
  },
  anyOf: (record, path, test) =>
    sql`exists (select 1 from json_array_elements_text(${record}::json #> ${formatPostgresPath(path)}) as item(value) where ${test(sql.ref('item.value'))})`,
  anyValue: (record, path, test) => {
    const at = sql`(${record}::json #> ${[...path]}::text[])`;
    const list = sql`case json_typeof(${at}) when 'array' then ${at} else json_build_array(${at}) end`;
    const text = sql`(item.value #>> '{}')`;
    const number = sql`(case json_typeof(item.value) when 'number' then ${text}::double precision end)`;
    return sql`exists (select 1 from json_array_elements(${list}) as item(value) where ${test({ text, number })})`;
  },
  scalar: (record, path) => sql`(${record}::json #>> ${formatPostgresPath(path)})`,
  includes: (text, part) => sql`strpos(${text}, ${part}) > 0`,
  firstPart: (text, separator) => sql`split_part(${text}, ${sql.lit(separator)}, 2)`,
  like: (text, pattern) => sql`${text} collate "C" ilike ${pattern} escape '\\'`,
  folded: (text) => sql`lower(${text} collate "C") collate "C"`,
};

/** Dialects by the kind of store. */
export const DIALECTS: Readonly<Record<'sqlite' | 'postgres', Dialect>> = { sqlite, postgres };

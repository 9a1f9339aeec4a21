import { sql } from 'kysely';
import { engineError } from '../../base/errors/index.ts';
import type { JsonObject } from '../../base/json/types.ts';
import { formatSuggestion } from '../../base/suggestion/index.ts';
import { buildRecordWhere } from '../query/index.ts';
import type { ReadableStore } from './list-query.ts';

/** Entity of a connection, with the number of its stored records. */
export interface EntityCount {
  readonly entity: string;
  readonly connectionId: string;
  readonly connection: string;
  readonly records: number;
  /** Of these, the number that complete runs no longer contained. */
  readonly deleted: number;
}

/** Stored record of an entity other than assets and findings. */
export interface EntityItem {
  /** Row number. */
  readonly id: number;
  readonly entity: string;
  /** Null for a record of an entity without an identity. */
  readonly identity: string | null;
  readonly connectionId: string;
  readonly connection: string;
  readonly firstSeenOn: string;
  readonly lastSeenOn: string;
  readonly changedOn: string;
  /** Null while the record exists. */
  readonly deletedOn: string | null;
  readonly runId: string;
  readonly record: JsonObject;
}

/** Records to read. */
export interface RecordSelection {
  readonly entity: string;
  readonly query?: string;
  /** Name or ID of a connection; all if absent. */
  readonly connection?: string;
  /** Includes records that complete runs no longer contained. */
  readonly deleted?: boolean;
  /** Value of `now` in the query, epoch ms. */
  readonly now: number;
}

export interface RecordListQuery extends RecordSelection {
  readonly limit?: number;
  /** `next` of the previous page. */
  readonly after?: string;
}

const PAGE = 50;
const BATCH = 500;

const inConnection = (connection: string | undefined) =>
  connection === undefined
    ? sql`1 = 1`
    : sql`(r.connection_id = ${connection} or r.connection_id in (select id from connection where name = ${connection}))`;

/** Counts the records of each entity and connection. */
export async function countEntities({ db }: ReadableStore, connection?: string): Promise<readonly EntityCount[]> {
  const { rows } = await sql<EntityCount>`select r.entity, r.connection_id as ${sql.ref('connectionId')},
      coalesce(min(c.name), r.connection_id) as connection, count(*) as records, count(r.gone_at) as deleted
    from entity_record as r left join connection as c on c.id = r.connection_id
    where ${inConnection(connection)} group by r.entity, r.connection_id order by 1, 3`.execute(db);
  return rows.map((row) => ({ ...row, records: Number(row.records), deleted: Number(row.deleted) }));
}

async function expectEntity(store: ReadableStore, entity: string): Promise<void> {
  const row = await store.db.selectFrom('entity_record').select('id').where('entity', '=', entity).limit(1).execute();
  if (row.length > 0) return;
  const known = [...new Set((await countEntities(store)).map((one) => one.entity))];
  throw engineError('ENTITY_UNKNOWN', { entity, known: known.join(', '), meant: formatSuggestion(entity, known) });
}

interface Row {
  readonly id: number;
  readonly entity: string;
  readonly identity: string | null;
  readonly connection_id: string;
  readonly connection_name: string | null;
  readonly first_seen_at: number;
  readonly seen_at: number | null;
  readonly changed_at: number;
  readonly gone_at: number | null;
  readonly run_id: string;
  readonly record: string;
}

const formatInstant = (at: number) => new Date(Number(at)).toISOString();

const toItem = (row: Row): EntityItem => ({
  id: Number(row.id),
  entity: row.entity,
  identity: row.identity,
  connectionId: row.connection_id,
  connection: row.connection_name ?? row.connection_id,
  firstSeenOn: formatInstant(row.first_seen_at),
  lastSeenOn: formatInstant(row.seen_at ?? row.first_seen_at),
  changedOn: formatInstant(row.changed_at),
  deletedOn: row.gone_at === null ? null : formatInstant(row.gone_at),
  runId: row.run_id,
  record: JSON.parse(row.record) as JsonObject,
});

function buildCondition(
  kind: ReadableStore['kind'],
  { entity, query = '', connection, deleted, now }: RecordSelection,
) {
  const matches = buildRecordWhere(query, { kind, record: sql.ref('r.record'), now });
  const exists = deleted ? sql`1 = 1` : sql`r.gone_at is null`;
  return sql<boolean>`r.entity = ${entity} and ${exists} and ${inConnection(connection)} and ${matches}`;
}

async function readRows(
  { db, kind }: ReadableStore,
  selection: RecordSelection,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly EntityItem[]> {
  const { rows } = await sql<Row>`select r.id, r.entity, r.identity, r.connection_id, c.name as connection_name,
      r.first_seen_at, s.seen_at, r.changed_at, r.gone_at, r.run_id, r.record
    from entity_record as r left join connection as c on c.id = r.connection_id
      left join entity_record_seen as s on s.record_id = r.id
    where r.id > ${after} and ${buildCondition(kind, selection)} order by r.id limit ${limit}`.execute(db);
  return rows.map(toItem);
}

function parseAfter(after: string | undefined): number {
  if (after === undefined) return 0;
  if (/^\d{1,15}$/.test(after)) return Number(after);
  throw engineError('USAGE', { problem: `invalid page token "${after}"` });
}

/** Lists a page of records, in the order in which they were first stored. Throws ENTITY_UNKNOWN and errors of the query. */
export async function listEntityRecords(
  store: ReadableStore,
  { limit = PAGE, after, ...selection }: RecordListQuery,
): Promise<{ readonly items: readonly EntityItem[]; readonly next: string | undefined }> {
  const found = await readRows(store, selection, { after: parseAfter(after), limit: limit + 1 });
  if (found.length === 0) await expectEntity(store, selection.entity);
  const items = found.slice(0, limit);
  return { items, next: found.length > limit ? String(items.at(-1)?.id) : undefined };
}

/** Iterates over records, with one page in memory. */
export async function* readEntityRecords(
  store: ReadableStore,
  selection: RecordSelection,
): AsyncGenerator<readonly EntityItem[]> {
  await expectEntity(store, selection.entity);
  for (let after = 0; ; ) {
    const items = await readRows(store, selection, { after, limit: BATCH });
    yield items;
    const last = items.at(-1);
    if (!last || items.length < BATCH) return;
    after = last.id;
  }
}

/** Lists the top-level fields of the records, sorted. */
export async function listRecordFields(store: ReadableStore, selection: RecordSelection): Promise<readonly string[]> {
  const where = buildCondition(store.kind, selection);
  const { rows } =
    store.kind === 'sqlite'
      ? await sql<{ name: string }>`select distinct k.key as name from entity_record as r, json_each(r.record) as k
          where ${where} order by 1`.execute(store.db)
      : await sql<{ name: string }>`select distinct k.name as name from entity_record as r,
          json_object_keys(r.record::json) as k(name) where ${where} order by 1`.execute(store.db);
  return rows.map(({ name }) => name);
}

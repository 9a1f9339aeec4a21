import { CompiledQuery, sql } from 'kysely';
import { isEngineError } from '../../../base/errors/index.ts';
import { passFailpoint } from '../failpoint.ts';
import type { ColumnValue, Entity } from '../inventory/columns.ts';
import { createCounts } from '../inventory/counts.ts';
import { decideOutcome, type StoredRow, type WriteOutcome } from '../inventory/outcome.ts';
import { listWrittenColumns, listWrittenValues, type RowContext, toRow, type WritableRow } from '../inventory/row.ts';
import type { InventoryPage, InventoryRecord, Store, Tx, WriteCounts } from '../store.ts';

const TYPES = { text: 'text', integer: 'bigint', real: 'double precision', bytes: 'bytea' } as const;

type Column = readonly [name: string, kind: keyof typeof TYPES];

const columnNames = (columns: readonly Column[], of = '') => columns.map(([name]) => `${of}${name}`).join(', ');

/** Expands arrays to the rows `u`, one array per column, from parameter `first`. */
const unnestColumns = (columns: readonly Column[], first: number) =>
  `unnest(${columns.map(([, kind], index) => `$${first + index}::${TYPES[kind]}[]`).join(', ')}) AS u(${columnNames(columns)})`;

const STATUSES = { asset: "'' AS status, '' AS vendor_status", finding: 'f.status, f.vendor_status' } as const;

const HISTORY: Column[] = [
  ['finding_id', 'integer'],
  ['status', 'text'],
  ['reason', 'text'],
];

/**
 * Statements of one entity. All of them lock rows in key order, so that no two transactions deadlock. The transaction
 * whose update of `<entity>_seen` takes effect has claimed the record for its run; the others count it as repeated.
 */
const buildStatements = (entity: Entity) => {
  const columns = listWrittenColumns(entity);
  const key: Column = ['external_id', 'text'];
  const added = columns.filter(([name]) => name !== 'external_id');
  const changed: Column[] = [['id', 'integer'], ...columns];
  return {
    claim: `INSERT INTO ${entity}_seen AS s (record_id, run_id, seen_at)
      SELECT id, $3::text, $4::bigint FROM ${entity} WHERE connection_id = $1 AND external_id = ANY($2::text[]) ORDER BY id
      ON CONFLICT (record_id) DO UPDATE SET run_id = excluded.run_id, seen_at = excluded.seen_at
        WHERE s.run_id <> excluded.run_id
      RETURNING record_id`,
    find: `SELECT f.id, f.external_id, f.content_hash, f.gone_at, ${STATUSES[entity]}
      FROM ${entity} f WHERE connection_id = $1 AND external_id = ANY($2::text[])`,
    add: `WITH added AS (
        INSERT INTO ${entity} (connection_id, run_id, first_seen_at, changed_at, ${columnNames([key, ...added])})
        SELECT $1::text, $2::text, $3::bigint, $3::bigint, ${columnNames([key, ...added], 'u.')}
        FROM ${unnestColumns([key, ...added], 4)} ORDER BY u.external_id
        ON CONFLICT (connection_id, external_id) DO NOTHING
        RETURNING id, external_id${entity === 'finding' ? ', status' : ''}
      ), seen AS (
        INSERT INTO ${entity}_seen (record_id, run_id, seen_at) SELECT id, $2::text, $3::bigint FROM added
      )${
        entity === 'finding'
          ? `, history AS (
        INSERT INTO finding_status (finding_id, at, run_id, status, reason)
        SELECT id, $3::bigint, $2::text, status, 'vendor' FROM added
      )`
          : ''
      } SELECT external_id FROM added`,
    change: `UPDATE ${entity} AS f SET run_id = $1, changed_at = $2, gone_at = NULL,
        ${columns.map(([name]) => `${name} = u.${name}`).join(', ')}
      FROM ${unnestColumns(changed, 3)} WHERE f.id = u.id`,
    history: `INSERT INTO finding_status (run_id, at, ${columnNames(HISTORY)})
      SELECT $1::text, $2::bigint, ${columnNames(HISTORY, 'u.')} FROM ${unnestColumns(HISTORY, 3)}`,
    addOrder: [key, ...added].map(([name]) => columns.findIndex(([other]) => other === name)),
  };
};

/** Returns the statements of an entity, for benchmarks. */
export const INVENTORY_SQL = { asset: buildStatements('asset'), finding: buildStatements('finding') };

const transpose = (width: number, rows: readonly (readonly ColumnValue[])[]): ColumnValue[][] =>
  Array.from({ length: width }, (_, column) => rows.map((row) => row[column] ?? null));

interface Found extends StoredRow {
  readonly external_id: string;
}

interface Change extends WriteOutcome {
  readonly id: number;
  readonly row: WritableRow;
}

/** Writes one entity's records of a page, in one transaction. */
interface Writing {
  readonly tx: Tx;
  readonly entity: Entity;
  readonly page: RowContext;
}

async function query<R>({ tx }: Writing, sql: string, parameters: readonly unknown[]): Promise<R[]> {
  const { rows } = await tx.executeQuery<R>(CompiledQuery.raw(sql, [...parameters]));
  return rows;
}

/** Keys that this run has just seen for the first time, and all existing keys. */
async function claimRows(writing: Writing, keys: readonly string[]) {
  const { connectionId, runId, at } = writing.page;
  const { claim: claiming, find } = INVENTORY_SQL[writing.entity];
  const claimed = await query<{ record_id: number }>(writing, claiming, [connectionId, keys, runId, at]);
  const mine = new Set(claimed.map((one) => one.record_id));
  // Read after claiming, to see concurrent commits of other runs.
  const found = await query<Found>(writing, find, [connectionId, keys]);
  return { there: new Map(found.map((one) => [one.external_id, one])), isMine: ({ id }: Found) => mine.has(id) };
}

/** Inserts rows; returns those that another transaction has inserted in the meantime. */
async function addRows(writing: Writing, rows: readonly WritableRow[]): Promise<WritableRow[]> {
  if (rows.length === 0) return [];
  const { page, entity } = writing;
  const { add: adding, addOrder } = INVENTORY_SQL[entity];
  const values = rows.map((row) => {
    const written = listWrittenValues(entity, row, row.status);
    return addOrder.map((column) => written[column] ?? null);
  });
  const parameters = [page.connectionId, page.runId, page.at, ...transpose(addOrder.length, values)];
  const added = await query<{ external_id: string }>(writing, adding, parameters);
  const done = new Set(added.map((one) => one.external_id));
  return rows.filter(({ externalId }) => !done.has(externalId));
}

async function changeRows(writing: Writing, changes: readonly Change[]): Promise<void> {
  const { page, entity } = writing;
  const written = changes.filter(({ kind }) => kind !== 'unchanged').sort((a, b) => a.id - b.id);
  if (written.length === 0) return;
  const values = written.map(({ id, row, status }) => [id, ...listWrittenValues(entity, row, status)]);
  const columns = transpose(listWrittenColumns(entity).length + 1, values);
  await query(writing, INVENTORY_SQL[entity].change, [page.runId, page.at, ...columns]);
  const moved = written.filter(({ reason }) => reason !== undefined);
  if (moved.length === 0) return;
  const history = moved.map(({ id, status, reason = null }) => [id, status, reason]);
  await query(writing, INVENTORY_SQL[entity].history, [page.runId, page.at, ...transpose(HISTORY.length, history)]);
}

/** Runs one round: claims and updates existing rows and inserts the others. Returns the records that need another round. */
async function runRound(writing: Writing, rows: readonly WritableRow[], counts: Record<keyof WriteCounts, number>) {
  const { there, isMine } = await claimRows(
    writing,
    rows.map(({ externalId }) => externalId),
  );
  const fresh: WritableRow[] = [];
  const changes: Change[] = [];
  for (const row of rows) {
    const stored = there.get(row.externalId);
    if (!stored) fresh.push(row);
    else if (isMine(stored)) changes.push({ ...decideOutcome(stored, row), id: stored.id, row });
    else counts.repeated += 1;
  }
  for (const { kind } of changes) counts[kind] += 1;
  await changeRows(writing, changes);
  const again = await addRows(writing, fresh);
  counts.added += fresh.length - again.length;
  return again;
}

/** Keeps the first record of each identity. */
function takeFirsts(entity: Entity, records: readonly InventoryRecord[]): WritableRow[] {
  const rows = new Map<string, WritableRow>();
  for (const record of records) {
    const row = toRow(entity, record);
    if (!rows.has(row.externalId)) rows.set(row.externalId, row);
  }
  return [...rows.values()];
}

async function writeAll(
  tx: Tx,
  entity: Entity,
  { page, records }: { page: InventoryPage; records: readonly InventoryRecord[] },
) {
  const counts = createCounts();
  let rows = takeFirsts(entity, records);
  counts.repeated = records.length - rows.length;
  while (rows.length > 0) rows = await runRound({ tx, entity, page }, rows, counts);
  return counts;
}

/** SQLSTATE deadlock_detected. */
const isDeadlock = (error: unknown): boolean =>
  isEngineError(error, 'STORE_LOCKED') && error.details['reason'] === '40P01';

/** Returns true if PostgreSQL chose this writer as the deadlock victim. */
const MOST_TRIES = 10;

/**
 * Runs part of a transaction, and retries it after a deadlock: concurrent writers of the same records that need
 * another round may wait for each other. Rolling back to the savepoint releases only the locks of this part.
 */
async function retryDeadlocks<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await sql`savepoint page`.execute(tx);
  for (let tries = 1; ; tries += 1) {
    try {
      const done = await work();
      await sql`release savepoint page`.execute(tx);
      return done;
    } catch (error) {
      if (!isDeadlock(error) || tries === MOST_TRIES) throw error;
      await sql`rollback to savepoint page`.execute(tx);
    }
  }
}

/** Inventory writes on PostgreSQL: a few statements per page, each with one array per column. */
export const postgresInventory: Pick<Store, 'write'> = {
  write: (tx, page) =>
    retryDeadlocks(tx, async () => {
      const asset = await writeAll(tx, 'asset', { page, records: page.assets });
      passFailpoint('store-write');
      return { asset, finding: await writeAll(tx, 'finding', { page, records: page.findings }) };
    }),
};

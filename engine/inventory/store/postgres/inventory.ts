import { CompiledQuery, sql } from 'kysely';
import { isEngineError } from '../../../base/errors/index.ts';
import type { JsonObject } from '../../../base/json/types.ts';
import { passFailpoint } from '../failpoint.ts';
import type { ColumnValue, RecordTable } from '../inventory/columns.ts';
import { createCounts } from '../inventory/counts.ts';
import {
  decideOutcome,
  decideReplacement,
  type PriorStatus,
  type StoredRow,
  type WriteOutcome,
} from '../inventory/outcome.ts';
import { pickWinners } from '../inventory/pick-winners.ts';
import {
  listWrittenColumns,
  listWrittenValues,
  type RowContext,
  readEntity,
  toRow,
  type WritableRow,
} from '../inventory/row.ts';
import { writeEntities } from '../inventory/write-entities.ts';
import type { InventoryPage, InventoryRecord, Store, Tx, WriteCounts } from '../store.ts';

const TYPES = { text: 'text', integer: 'bigint', real: 'double precision', bytes: 'bytea' } as const;

type Column = readonly [name: string, kind: keyof typeof TYPES];

const columnNames = (columns: readonly Column[], of = '') => columns.map(([name]) => `${of}${name}`).join(', ');

/** Expands arrays to the rows `u`, one array per column, from parameter `first`. */
const unnestColumns = (columns: readonly Column[], first: number) =>
  `unnest(${columns.map(([, kind], index) => `$${first + index}::${TYPES[kind]}[]`).join(', ')}) AS u(${columnNames(columns)})`;

const NO_STATUS = "'' AS status, '' AS vendor_status";
const STATUSES = { asset: NO_STATUS, finding: 'f.status, f.vendor_status', entity_record: NO_STATUS } as const;

const HISTORY: Column[] = [
  ['finding_id', 'integer'],
  ['status', 'text'],
  ['reason', 'text'],
];

/**
 * Statements of one table. All of them lock rows in key order, so that no two transactions deadlock. The transaction
 * whose update of `<table>_seen` takes effect has claimed the record for its run; the others count it as repeated.
 */
const buildStatements = (table: RecordTable) => {
  const columns = listWrittenColumns(table);
  const key: Column = ['external_id', 'text'];
  const added = columns.filter(([name]) => name !== 'external_id');
  const changed: Column[] = [['id', 'integer'], ...columns];
  return {
    claim: `INSERT INTO ${table}_seen AS s (record_id, run_id, seen_at)
      SELECT id, $3::text, $4::bigint FROM ${table} WHERE connection_id = $1 AND external_id = ANY($2::text[]) ORDER BY id
      ON CONFLICT (record_id) DO UPDATE SET run_id = excluded.run_id, seen_at = excluded.seen_at
        WHERE s.run_id <> excluded.run_id
      RETURNING record_id`,
    find: `SELECT f.id, f.external_id, f.content_hash, f.gone_at, ${STATUSES[table]}
      FROM ${table} f WHERE connection_id = $1 AND external_id = ANY($2::text[])`,
    add: `WITH added AS (
        INSERT INTO ${table} (connection_id, run_id, first_seen_at, changed_at, ${columnNames([key, ...added])})
        SELECT $1::text, $2::text, $3::bigint, $3::bigint, ${columnNames([key, ...added], 'u.')}
        FROM ${unnestColumns([key, ...added], 4)} ORDER BY u.external_id
        ON CONFLICT (connection_id, external_id) DO NOTHING
        RETURNING id, external_id${table === 'finding' ? ', status' : ''}
      ), seen AS (
        INSERT INTO ${table}_seen (record_id, run_id, seen_at) SELECT id, $2::text, $3::bigint FROM added
      )${
        table === 'finding'
          ? `, history AS (
        INSERT INTO finding_status (finding_id, at, run_id, status, reason)
        SELECT id, $3::bigint, $2::text, status, 'vendor' FROM added
      )`
          : ''
      } SELECT external_id FROM added`,
    change: `UPDATE ${table} AS f SET run_id = $1, changed_at = $2, gone_at = NULL,
        ${columns.map(([name]) => `${name} = u.${name}`).join(', ')}
      FROM ${unnestColumns(changed, 3)} WHERE f.id = u.id`,
    history: `INSERT INTO finding_status (run_id, at, ${columnNames(HISTORY)})
      SELECT $1::text, $2::bigint, ${columnNames(HISTORY, 'u.')} FROM ${unnestColumns(HISTORY, 3)}`,
    lock: `SELECT id, record FROM ${table} WHERE id = ANY($1::bigint[]) ORDER BY id FOR UPDATE`,
    addOrder: [key, ...added].map(([name]) => columns.findIndex(([other]) => other === name)),
  };
};

/** Statements of each table; exported for benchmarks. */
export const INVENTORY_SQL = {
  asset: buildStatements('asset'),
  finding: buildStatements('finding'),
  entity_record: buildStatements('entity_record'),
};

/** Last status of each finding before a run. */
const PRIOR = `SELECT DISTINCT ON (finding_id) finding_id, status, reason FROM finding_status
  WHERE finding_id = ANY($1::bigint[]) AND run_id <> $2 ORDER BY finding_id, at DESC`;
const FORGET = 'DELETE FROM finding_status WHERE finding_id = ANY($1::bigint[]) AND run_id = $2';

const transpose = (width: number, rows: readonly (readonly ColumnValue[])[]): ColumnValue[][] =>
  Array.from({ length: width }, (_, column) => rows.map((row) => row[column] ?? null));

interface Found extends StoredRow {
  readonly external_id: string;
}

interface Change extends WriteOutcome {
  readonly id: number;
  readonly row: WritableRow;
}

/** Writes one table's records of a page, in one transaction. */
interface Writing {
  readonly tx: Tx;
  readonly table: RecordTable;
  readonly page: RowContext & Pick<InventoryPage, 'replaces'>;
}

async function query<R>({ tx }: Writing, sql: string, parameters: readonly unknown[]): Promise<R[]> {
  const { rows } = await tx.executeQuery<R>(CompiledQuery.raw(sql, [...parameters]));
  return rows;
}

/** Keys that this run has just seen for the first time, and all existing keys. */
async function claimRows(writing: Writing, keys: readonly string[]) {
  const { connectionId, runId, at } = writing.page;
  const { claim: claiming, find } = INVENTORY_SQL[writing.table];
  const claimed = await query<{ record_id: number }>(writing, claiming, [connectionId, keys, runId, at]);
  const mine = new Set(claimed.map((one) => one.record_id));
  // Read after claiming, to see concurrent commits of other runs.
  const found = await query<Found>(writing, find, [connectionId, keys]);
  return { there: new Map(found.map((one) => [one.external_id, one])), isMine: ({ id }: Found) => mine.has(id) };
}

/** Inserts rows; returns those that another transaction has inserted in the meantime. */
async function addRows(writing: Writing, rows: readonly WritableRow[]): Promise<WritableRow[]> {
  if (rows.length === 0) return [];
  const { page, table } = writing;
  const { add: adding, addOrder } = INVENTORY_SQL[table];
  const values = rows.map((row) => {
    const written = listWrittenValues(table, row, row.status);
    return addOrder.map((column) => written[column] ?? null);
  });
  const parameters = [page.connectionId, page.runId, page.at, ...transpose(addOrder.length, values)];
  const added = await query<{ external_id: string }>(writing, adding, parameters);
  const done = new Set(added.map((one) => one.external_id));
  return rows.filter(({ externalId }) => !done.has(externalId));
}

async function changeRows(writing: Writing, changes: readonly Change[]): Promise<void> {
  const { page, table } = writing;
  const written = changes.filter(({ kind }) => kind !== 'unchanged').sort((a, b) => a.id - b.id);
  if (written.length === 0) return;
  const values = written.map(({ id, row, status }) => [id, ...listWrittenValues(table, row, status)]);
  const columns = transpose(listWrittenColumns(table).length + 1, values);
  await query(writing, INVENTORY_SQL[table].change, [page.runId, page.at, ...columns]);
  const moved = written.filter(({ reason }) => reason !== undefined);
  if (moved.length === 0) return;
  const history = moved.map(({ id, status, reason = null }) => [id, status, reason]);
  await query(writing, INVENTORY_SQL[table].history, [page.runId, page.at, ...transpose(HISTORY.length, history)]);
}

interface Repeat {
  readonly stored: Found;
  readonly row: WritableRow;
}

/** Returns the repeats that replace the stored record of the same run, and locks their rows. */
async function takeReplacements(writing: Writing, repeats: readonly Repeat[]): Promise<readonly Repeat[]> {
  const differing = repeats.filter(({ stored, row }) => stored.content_hash !== row.hash);
  if (differing.length === 0) return [];
  const { table, page } = writing;
  const ids = differing.map(({ stored }) => stored.id);
  const locked = await query<{ id: number; record: string }>(writing, INVENTORY_SQL[table].lock, [ids]);
  const records = new Map(locked.map(({ id, record }) => [id, record]));
  return differing.filter(({ stored, row }) => {
    const record = JSON.parse(records.get(stored.id) ?? '{}') as JsonObject;
    return page.replaces?.(readEntity(table, row.source), record, row.source.record) ?? true;
  });
}

/** Replaces records that the same run has written, with the status as if each were the run's only one. */
async function replaceRows(writing: Writing, repeats: readonly Repeat[]): Promise<void> {
  const replacing = await takeReplacements(writing, repeats);
  if (replacing.length === 0) return;
  const ids = replacing.map(({ stored }) => stored.id);
  const priors = new Map<number, PriorStatus>();
  if (writing.table === 'finding') {
    const found = await query<PriorStatus & { finding_id: number }>(writing, PRIOR, [ids, writing.page.runId]);
    for (const prior of found) priors.set(prior.finding_id, prior);
    await query(writing, FORGET, [ids, writing.page.runId]);
  }
  const changes = replacing.map(({ stored, row }): Change => {
    const { status, reason } = decideReplacement(priors.get(stored.id), row.status);
    const isNoted = writing.table === 'finding' && reason !== undefined;
    return { kind: 'changed', id: stored.id, row, status, ...(isNoted ? { reason } : {}) };
  });
  await changeRows(writing, changes);
}

/** Runs one round: claims and updates existing rows and inserts the others. Returns the records that need another round. */
async function runRound(writing: Writing, rows: readonly WritableRow[], counts: Record<keyof WriteCounts, number>) {
  const { there, isMine } = await claimRows(
    writing,
    rows.map(({ externalId }) => externalId),
  );
  const fresh: WritableRow[] = [];
  const changes: Change[] = [];
  const repeats: Repeat[] = [];
  for (const row of rows) {
    const stored = there.get(row.externalId);
    if (!stored) fresh.push(row);
    else if (isMine(stored)) changes.push({ ...decideOutcome(stored, row), id: stored.id, row });
    else repeats.push({ stored, row });
  }
  counts.repeated += repeats.length;
  for (const { kind } of changes) counts[kind] += 1;
  await changeRows(writing, changes);
  await replaceRows(writing, repeats);
  const again = await addRows(writing, fresh);
  counts.added += fresh.length - again.length;
  return again;
}

async function writeAll(
  tx: Tx,
  table: RecordTable,
  { page, records }: { page: InventoryPage; records: readonly InventoryRecord[] },
) {
  const counts = createCounts();
  let rows = pickWinners(table, page, records).map((record) => toRow(table, record));
  counts.repeated = records.length - rows.length;
  while (rows.length > 0) rows = await runRound({ tx, table, page }, rows, counts);
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
      const finding = await writeAll(tx, 'finding', { page, records: page.findings });
      const others = await writeEntities(page.others, (records) => writeAll(tx, 'entity_record', { page, records }));
      return { asset, finding, ...others };
    }),
};

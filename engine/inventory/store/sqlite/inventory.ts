import type { StatementSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import type { JsonObject } from '../../../base/json/types.ts';
import { passFailpoint } from '../failpoint.ts';
import type { RecordTable } from '../inventory/columns.ts';
import { createCounts } from '../inventory/counts.ts';
import { decideOutcome, decideReplacement, type PriorStatus, type StoredRow } from '../inventory/outcome.ts';
import { pickWinners } from '../inventory/pick-winners.ts';
import { createRecordKey } from '../inventory/record-key.ts';
import { listWrittenColumns, listWrittenValues, readEntity, toRow, type WritableRow } from '../inventory/row.ts';
import { writeEntities } from '../inventory/write-entities.ts';
import type { InventoryPage, InventoryRecord, Store, WriteCounts } from '../store.ts';
import { toSqliteError } from './error.ts';
import type { SqliteFile } from './file.ts';

/** Records written before other tasks of this process may run. */
const BATCH = 1_000;

const NO_STATUS = "'' AS status, '' AS vendor_status";
const STATUSES = { asset: NO_STATUS, finding: 'status, vendor_status', entity_record: NO_STATUS } as const;

/** Statements of one table. */
const buildStatements = (table: RecordTable) => {
  const columns = listWrittenColumns(table).map(([name]) => name);
  const all = ['connection_id', 'run_id', 'first_seen_at', 'changed_at', ...columns];
  return {
    find: `SELECT record_id AS id, run_id, content_hash FROM ${table}_seen WHERE key = ?`,
    read: `SELECT id, gone_at, ${STATUSES[table]} FROM ${table} WHERE id = ?`,
    add: `INSERT INTO ${table} (${all.join(', ')}) VALUES (${all.map(() => '?').join(', ')})`,
    change: `UPDATE ${table} SET run_id = ?, changed_at = ?, gone_at = NULL, ${columns.map((name) => `${name} = ?`).join(', ')}
      WHERE id = ?`,
    addSeen: `INSERT INTO ${table}_seen (run_id, seen_at, content_hash, key, record_id) VALUES (?, ?, ?, ?, ?)`,
    see: `UPDATE ${table}_seen SET run_id = ?, seen_at = ?, content_hash = ? WHERE record_id = ?`,
    rehash: `UPDATE ${table}_seen SET content_hash = ? WHERE record_id = ?`,
    record: `SELECT record FROM ${table} WHERE id = ?`,
    prior: `SELECT status, reason FROM finding_status WHERE finding_id = ? AND run_id <> ? ORDER BY at DESC, rowid DESC LIMIT 1`,
    forget: 'DELETE FROM finding_status WHERE finding_id = ? AND run_id = ?',
    status: 'INSERT INTO finding_status (finding_id, at, run_id, status, reason) VALUES (?, ?, ?, ?, ?)',
  };
};

/** Statements of each table; exported for benchmarks. */
export const INVENTORY_SQL = {
  asset: buildStatements('asset'),
  finding: buildStatements('finding'),
  entity_record: buildStatements('entity_record'),
};

type Statements = { readonly [S in keyof ReturnType<typeof buildStatements>]: StatementSync };

/** Writes one table's records of a page. */
interface Writing {
  readonly table: RecordTable;
  readonly statements: Statements;
  readonly page: InventoryPage;
}

/** Last sighting of a record. */
interface Sighting {
  readonly id: number;
  readonly run_id: string;
  readonly content_hash: string | null;
}

function addRow({ table, statements, page }: Writing, key: Uint8Array, row: WritableRow): void {
  const { connectionId, runId, at } = page;
  const values = listWrittenValues(table, row, row.status);
  const { lastInsertRowid } = statements.add.run(connectionId, runId, at, at, ...values);
  statements.addSeen.run(runId, at, row.hash, key, lastInsertRowid);
  if (table === 'finding') statements.status.run(lastInsertRowid, at, runId, row.status, 'vendor');
}

/** Replaces a record that the same run has written, with the status as if it were the run's only one. */
function replaceRow(writing: Writing, { id, content_hash: stored }: Sighting, row: WritableRow): void {
  const { table, statements, page } = writing;
  const { runId, at } = page;
  if (stored === row.hash) return;
  const { record } = statements.record.get(id) as { record: string };
  if (page.replaces?.(readEntity(table, row.source), JSON.parse(record) as JsonObject, row.source.record) === false)
    return;
  statements.rehash.run(row.hash, id);
  if (table !== 'finding') {
    statements.change.run(runId, at, ...listWrittenValues(table, row, row.status), id);
    return;
  }
  const prior = statements.prior.get(id, runId) as PriorStatus | undefined;
  const { status, reason } = decideReplacement(prior, row.status);
  statements.change.run(runId, at, ...listWrittenValues(table, row, status), id);
  statements.forget.run(id, runId);
  if (reason) statements.status.run(id, at, runId, status, reason);
}

function putRow(writing: Writing, row: WritableRow): keyof WriteCounts {
  const { table, statements, page } = writing;
  const { runId, at } = page;
  const key = Buffer.from(row.key, 'hex');
  const seen = statements.find.get(key) as unknown as Sighting | undefined;
  if (!seen) {
    addRow(writing, key, row);
    return 'added';
  }
  if (seen.run_id === runId) {
    replaceRow(writing, seen, row);
    return 'repeated';
  }
  statements.see.run(runId, at, row.hash, seen.id);
  if (seen.content_hash === row.hash) return 'unchanged';
  const stored = statements.read.get(seen.id) as unknown as StoredRow;
  const { kind, status, reason } = decideOutcome(stored, row);
  statements.change.run(runId, at, ...listWrittenValues(table, row, status), seen.id);
  if (reason) statements.status.run(seen.id, at, runId, status, reason);
  return kind;
}

/** Inventory writes on SQLite: prepared statements, one record at a time. */
export function createSqliteInventory({ name, writer }: SqliteFile): Pick<Store, 'write'> {
  const statementsOf = (table: RecordTable): Statements =>
    Object.fromEntries(
      Object.entries(INVENTORY_SQL[table]).map(([key, sql]) => [key, writer.statement(sql)]),
    ) as Statements;

  async function writeAll(table: RecordTable, page: InventoryPage, records: readonly InventoryRecord[]) {
    const counts = createCounts();
    if (records.length === 0) return counts;
    const [statements, keyOf] = [statementsOf(table), createRecordKey(page.connectionId)];
    try {
      const winners = pickWinners(table, page, records);
      counts.repeated += records.length - winners.length;
      for (const [index, record] of winners.entries()) {
        counts[putRow({ table, statements, page }, toRow(table, record, keyOf))] += 1;
        if (index % BATCH === BATCH - 1) await setImmediate();
      }
    } catch (error) {
      throw toSqliteError(error, name);
    }
    return counts;
  }

  return {
    async write(_tx, page) {
      const asset = await writeAll('asset', page, page.assets);
      passFailpoint('store-write');
      const finding = await writeAll('finding', page, page.findings);
      const records = await writeEntities(page.others, (some) => writeAll('entity_record', page, some));
      return { asset, finding, ...records };
    },
  };
}

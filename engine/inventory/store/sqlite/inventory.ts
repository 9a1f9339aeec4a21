import type { StatementSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import type { JsonObject } from '../../../base/json/types.ts';
import { passFailpoint } from '../failpoint.ts';
import type { RecordTable } from '../inventory/columns.ts';
import { createCounts } from '../inventory/counts.ts';
import { decideOutcome, decideReplacement, type PriorStatus, type StoredRow } from '../inventory/outcome.ts';
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
import type { InventoryPage, InventoryRecord, Store, WriteCounts } from '../store.ts';
import { toSqliteError } from './error.ts';
import type { SqliteFile } from './file.ts';

/** Records written before other tasks of this process may run. */
const BATCH = 1_000;

const NO_STATUS = "'' AS status, '' AS vendor_status";
const STATUSES = { asset: NO_STATUS, finding: 'f.status, f.vendor_status', entity_record: NO_STATUS } as const;

/** Statements of one table. */
const buildStatements = (table: RecordTable) => {
  const columns = listWrittenColumns(table).map(([name]) => name);
  const all = ['connection_id', 'run_id', 'first_seen_at', 'changed_at', ...columns];
  return {
    find: `SELECT f.id, f.content_hash, f.gone_at, ${STATUSES[table]}, s.run_id AS seen_by
      FROM ${table} f JOIN ${table}_seen s ON s.record_id = f.id WHERE f.connection_id = ? AND f.external_id = ?`,
    add: `INSERT INTO ${table} (${all.join(', ')}) VALUES (${all.map(() => '?').join(', ')})`,
    change: `UPDATE ${table} SET run_id = ?, changed_at = ?, gone_at = NULL, ${columns.map((name) => `${name} = ?`).join(', ')}
      WHERE id = ?`,
    addSeen: `INSERT INTO ${table}_seen (run_id, seen_at, record_id) VALUES (?, ?, ?)`,
    see: `UPDATE ${table}_seen SET run_id = ?, seen_at = ? WHERE record_id = ?`,
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

type Found = StoredRow & { readonly seen_by: string };

function addRow(table: RecordTable, statements: Statements, context: RowContext, row: WritableRow): void {
  const { connectionId, runId, at } = context;
  const values = listWrittenValues(table, row, row.status);
  const { lastInsertRowid } = statements.add.run(connectionId, runId, at, at, ...values);
  statements.addSeen.run(runId, at, lastInsertRowid);
  if (table === 'finding') statements.status.run(lastInsertRowid, at, runId, row.status, 'vendor');
}

/** Replaces a record that the same run has written, with the status as if it were the run's only one. */
function replaceRow(writing: Writing, stored: Found, row: WritableRow): void {
  const { table, statements, page } = writing;
  const { runId, at } = page;
  if (stored.content_hash === row.hash) return;
  const { record } = statements.record.get(stored.id) as { record: string };
  if (page.replaces?.(readEntity(table, row.source), JSON.parse(record) as JsonObject, row.source.record) === false)
    return;
  if (table !== 'finding') {
    statements.change.run(runId, at, ...listWrittenValues(table, row, row.status), stored.id);
    return;
  }
  const prior = statements.prior.get(stored.id, runId) as PriorStatus | undefined;
  const { status, reason } = decideReplacement(prior, row.status);
  statements.change.run(runId, at, ...listWrittenValues(table, row, status), stored.id);
  statements.forget.run(stored.id, runId);
  if (reason) statements.status.run(stored.id, at, runId, status, reason);
}

function putRow(writing: Writing, row: WritableRow): keyof WriteCounts {
  const { table, statements, page } = writing;
  const { connectionId, runId, at } = page;
  const stored = statements.find.get(connectionId, row.externalId) as unknown as Found | undefined;
  if (!stored) {
    addRow(table, statements, page, row);
    return 'added';
  }
  if (stored.seen_by === runId) {
    replaceRow(writing, stored, row);
    return 'repeated';
  }
  statements.see.run(runId, at, stored.id);
  const { kind, status, reason } = decideOutcome(stored, row);
  if (kind !== 'unchanged') statements.change.run(runId, at, ...listWrittenValues(table, row, status), stored.id);
  if (reason) statements.status.run(stored.id, at, runId, status, reason);
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
    const statements = statementsOf(table);
    try {
      const winners = pickWinners(table, page, records);
      counts.repeated += records.length - winners.length;
      for (const [index, record] of winners.entries()) {
        counts[putRow({ table, statements, page }, toRow(table, record))] += 1;
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

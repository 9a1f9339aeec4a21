import type { StatementSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { passFailpoint } from '../failpoint.ts';
import type { Entity } from '../inventory/columns.ts';
import { createCounts } from '../inventory/counts.ts';
import { decideOutcome, type StoredRow } from '../inventory/outcome.ts';
import { listWrittenColumns, listWrittenValues, type RowContext, toRow, type WritableRow } from '../inventory/row.ts';
import type { InventoryPage, InventoryRecord, Store, WriteCounts } from '../store.ts';
import { toSqliteError } from './error.ts';
import type { SqliteFile } from './file.ts';

/** Records written before other tasks of this process may run. */
const BATCH = 1_000;

const STATUSES = { asset: "'' AS status, '' AS vendor_status", finding: 'f.status, f.vendor_status' } as const;

/** Statements of one entity. */
const buildStatements = (entity: Entity) => {
  const columns = listWrittenColumns(entity).map(([name]) => name);
  const all = ['connection_id', 'run_id', 'first_seen_at', 'changed_at', ...columns];
  return {
    find: `SELECT f.id, f.content_hash, f.gone_at, ${STATUSES[entity]}, s.run_id AS seen_by
      FROM ${entity} f JOIN ${entity}_seen s ON s.record_id = f.id WHERE f.connection_id = ? AND f.external_id = ?`,
    add: `INSERT INTO ${entity} (${all.join(', ')}) VALUES (${all.map(() => '?').join(', ')})`,
    change: `UPDATE ${entity} SET run_id = ?, changed_at = ?, gone_at = NULL, ${columns.map((name) => `${name} = ?`).join(', ')}
      WHERE id = ?`,
    addSeen: `INSERT INTO ${entity}_seen (run_id, seen_at, record_id) VALUES (?, ?, ?)`,
    see: `UPDATE ${entity}_seen SET run_id = ?, seen_at = ? WHERE record_id = ?`,
    status: 'INSERT INTO finding_status (finding_id, at, run_id, status, reason) VALUES (?, ?, ?, ?, ?)',
  };
};

/** Returns the statements of an entity, for benchmarks. */
export const INVENTORY_SQL = { asset: buildStatements('asset'), finding: buildStatements('finding') };

type Statements = { readonly [S in keyof ReturnType<typeof buildStatements>]: StatementSync };

type Found = StoredRow & { readonly seen_by: string };

function addRow(entity: Entity, statements: Statements, context: RowContext, row: WritableRow): void {
  const { connectionId, runId, at } = context;
  const values = listWrittenValues(entity, row, row.status);
  const { lastInsertRowid } = statements.add.run(connectionId, runId, at, at, ...values);
  statements.addSeen.run(runId, at, lastInsertRowid);
  if (entity === 'finding') statements.status.run(lastInsertRowid, at, runId, row.status, 'vendor');
}

function putRow(entity: Entity, statements: Statements, context: RowContext, row: WritableRow): keyof WriteCounts {
  const { connectionId, runId, at } = context;
  const stored = statements.find.get(connectionId, row.externalId) as unknown as Found | undefined;
  if (!stored) {
    addRow(entity, statements, context, row);
    return 'added';
  }
  if (stored.seen_by === runId) return 'repeated';
  statements.see.run(runId, at, stored.id);
  const { kind, status, reason } = decideOutcome(stored, row);
  if (kind !== 'unchanged') statements.change.run(runId, at, ...listWrittenValues(entity, row, status), stored.id);
  if (reason) statements.status.run(stored.id, at, runId, status, reason);
  return kind;
}

/** Inventory writes on SQLite: prepared statements, one record at a time. */
export function createSqliteInventory({ name, writer }: SqliteFile): Pick<Store, 'write'> {
  const statementsOf = (entity: Entity): Statements =>
    Object.fromEntries(
      Object.entries(INVENTORY_SQL[entity]).map(([key, sql]) => [key, writer.statement(sql)]),
    ) as Statements;

  async function writeAll(entity: Entity, page: InventoryPage, records: readonly InventoryRecord[]) {
    const counts = createCounts();
    if (records.length === 0) return counts;
    const statements = statementsOf(entity);
    try {
      for (const [index, record] of records.entries()) {
        counts[putRow(entity, statements, page, toRow(entity, record))] += 1;
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
      return { asset, finding: await writeAll('finding', page, page.findings) };
    },
  };
}

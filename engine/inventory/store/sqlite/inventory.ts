import type { StatementSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { failpoint } from '../failpoint.ts';
import type { Entity } from '../inventory/columns.ts';
import { noCounts } from '../inventory/counts.ts';
import { outcomeOf, type Stored } from '../inventory/outcome.ts';
import { type Row, type RowContext, rowOf, writtenColumns, writtenValues } from '../inventory/row.ts';
import type { InventoryPage, InventoryRecord, Store, WriteCounts } from '../store.ts';
import { sqliteError } from './error.ts';
import type { SqliteFile } from './file.ts';

/** Records that are written before others of this process get to run. */
const BATCH = 1_000;

const STATUSES = { asset: "'' AS status, '' AS vendor_status", finding: 'f.status, f.vendor_status' } as const;

/** The statements of one entity. */
const sqlOf = (entity: Entity) => {
  const columns = writtenColumns(entity).map(([name]) => name);
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

/** The statements by entity, for those that measure what they cost by themselves. */
export const INVENTORY_SQL = { asset: sqlOf('asset'), finding: sqlOf('finding') };

type Statements = { readonly [S in keyof ReturnType<typeof sqlOf>]: StatementSync };

type Found = Stored & { readonly seen_by: string };

function add(entity: Entity, statements: Statements, context: RowContext, row: Row): void {
  const { connectionId, runId, at } = context;
  const values = writtenValues(entity, row, row.status);
  const { lastInsertRowid } = statements.add.run(connectionId, runId, at, at, ...values);
  statements.addSeen.run(runId, at, lastInsertRowid);
  if (entity === 'finding') statements.status.run(lastInsertRowid, at, runId, row.status, 'vendor');
}

function put(entity: Entity, statements: Statements, context: RowContext, row: Row): keyof WriteCounts {
  const { connectionId, runId, at } = context;
  const stored = statements.find.get(connectionId, row.externalId) as unknown as Found | undefined;
  if (!stored) {
    add(entity, statements, context, row);
    return 'added';
  }
  if (stored.seen_by === runId) return 'repeated';
  statements.see.run(runId, at, stored.id);
  const { kind, status, reason } = outcomeOf(stored, row);
  if (kind !== 'unchanged') statements.change.run(runId, at, ...writtenValues(entity, row, status), stored.id);
  if (reason) statements.status.run(stored.id, at, runId, status, reason);
  return kind;
}

/** The inventory's writes on SQLite: prepared statements, one record after the other. */
export function sqliteInventory({ name, writer }: SqliteFile): Pick<Store, 'write'> {
  const statementsOf = (entity: Entity): Statements =>
    Object.fromEntries(
      Object.entries(INVENTORY_SQL[entity]).map(([key, sql]) => [key, writer.statement(sql)]),
    ) as Statements;

  async function writeAll(entity: Entity, page: InventoryPage, records: readonly InventoryRecord[]) {
    const counts = noCounts();
    if (records.length === 0) return counts;
    const statements = statementsOf(entity);
    try {
      for (const [index, record] of records.entries()) {
        counts[put(entity, statements, page, rowOf(entity, record))] += 1;
        if (index % BATCH === BATCH - 1) await setImmediate();
      }
    } catch (error) {
      throw sqliteError(error, name);
    }
    return counts;
  }

  return {
    async write(_tx, page) {
      const asset = await writeAll('asset', page, page.assets);
      failpoint('store-write');
      return { asset, finding: await writeAll('finding', page, page.findings) };
    },
  };
}

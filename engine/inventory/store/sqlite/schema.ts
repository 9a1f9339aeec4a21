import type { Schema } from '../migrate.ts';

/** Migration details for SQLite; its single write transaction is the lock. */
export const sqliteSchema: Schema = {
  types: {
    // AUTOINCREMENT: numbers of deleted rows are not reused.
    id: 'INTEGER PRIMARY KEY AUTOINCREMENT',
    integer: 'INTEGER',
    real: 'REAL',
    text: 'TEXT',
    bytes: 'BLOB',
    key: 'BLOB',
    table: ' STRICT',
    hotTable: ' STRICT',
    recordKey: (connection, external) => `record_key(${connection}, ${external})`,
    carried: (columns) => `, ${columns}`,
  },
  lock: [],
  hasTable: (name) => `SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '${name}'`,
};

import type { Schema } from '../migrate.ts';

/** What migrations need to know of SQLite; its one writing transaction at a time is the lock. */
export const sqliteSchema: Schema = {
  types: {
    // AUTOINCREMENT: no number comes twice, whatever was deleted.
    id: 'INTEGER PRIMARY KEY AUTOINCREMENT',
    integer: 'INTEGER',
    real: 'REAL',
    text: 'TEXT',
    bytes: 'BLOB',
    table: ' STRICT',
    hotTable: ' STRICT',
    carried: (columns) => `, ${columns}`,
  },
  lock: [],
  hasTable: (name) => `SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '${name}'`,
};

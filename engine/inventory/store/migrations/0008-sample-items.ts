import type { StoreMigration } from './index.ts';

/** Adds the table of the first items of each stream of a connection's last run. */
export const sampleItems: StoreMigration = {
  name: '0008-sample-items',
  statements: ({ id, text, table }) => [
    `CREATE TABLE sample_item (
      id ${id}, connection_id ${text} NOT NULL, run_id ${text} NOT NULL, stream ${text} NOT NULL, item ${text} NOT NULL,
      scope ${text} NOT NULL
    )${table}`,
    'CREATE INDEX sample_item_of_connection ON sample_item (connection_id, stream, id)',
  ],
};

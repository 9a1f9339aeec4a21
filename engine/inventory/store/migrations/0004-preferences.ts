import type { StoreMigration } from './index.ts';

/** What the operator chose for all connections; how often a run was begun; a column that nobody read goes. */
export const preferences: StoreMigration = {
  name: '0004-preferences',
  statements: ({ integer, text, table }) => [
    `CREATE TABLE preference (
      name ${text} PRIMARY KEY, value ${text} NOT NULL, updated_at ${integer} NOT NULL
    )${table}`,
    `ALTER TABLE run ADD COLUMN tries ${integer} NOT NULL DEFAULT 1`,
    'ALTER TABLE worker DROP COLUMN stopping',
  ],
};

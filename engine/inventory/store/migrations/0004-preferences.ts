import type { StoreMigration } from './index.ts';

/** Adds preferences for all connections and the number of starts of a run; drops an unused column. */
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

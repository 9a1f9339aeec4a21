import type { StoreMigration } from './index.ts';

/** Start of the current scope of a connection's runs. */
export const connectionScope: StoreMigration = {
  name: '0003-connection-scope',
  statements: ({ integer, text }) => [
    `ALTER TABLE connection ADD COLUMN scope ${text}`,
    `ALTER TABLE connection ADD COLUMN scope_since ${integer}`,
  ],
};

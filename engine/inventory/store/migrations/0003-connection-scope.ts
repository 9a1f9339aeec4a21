import type { StoreMigration } from './index.ts';

/** Since when a connection's runs read what they read now. */
export const connectionScope: StoreMigration = {
  name: '0003-connection-scope',
  statements: ({ integer, text }) => [
    `ALTER TABLE connection ADD COLUMN scope ${text}`,
    `ALTER TABLE connection ADD COLUMN scope_since ${integer}`,
  ],
};

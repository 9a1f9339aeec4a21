import type { Migration } from './index.ts';

/** Since when a connection's runs read what they read now. */
export const connectionScope: Migration = {
  name: 'connection scope',
  statements: ({ integer, text }) => [
    `ALTER TABLE connection ADD COLUMN scope ${text}`,
    `ALTER TABLE connection ADD COLUMN scope_since ${integer}`,
  ],
};

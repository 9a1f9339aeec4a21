import type { StoreMigration } from './index.ts';

/** Adds the key of the partition that a rejected item was read in; earlier rejects have none. */
export const rejectKeys: StoreMigration = {
  name: '0007-reject-keys',
  statements: ({ text }) => [`ALTER TABLE reject ADD COLUMN parent_key ${text}`],
};

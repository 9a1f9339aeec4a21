import type { StoreMigration } from './index.ts';

/** Adds the retry that a request of a slice waits for, which other processes than the worker show. */
export const requestRetries: StoreMigration = {
  name: '0011-request-retries',
  statements: ({ text }) => [`ALTER TABLE slice ADD COLUMN request_retry ${text}`],
};

import type { StoreMigration } from './index.ts';

/** Drops the leases of slices and the table of worker processes: the queue knows which workers are alive. */
export const queueLeases: StoreMigration = {
  name: '0010-queue-leases',
  statements: () => ['DROP TABLE worker', 'ALTER TABLE slice DROP COLUMN leased_until'],
};

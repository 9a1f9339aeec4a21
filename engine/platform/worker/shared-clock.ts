import { sql } from 'kysely';
import type { Store } from '../../inventory/store/store.ts';
import type { Platform } from '../connections/index.ts';

/** Clock shared by all machines of a store. */
export interface SharedClock {
  readonly now: () => number;
  /** Synchronizes with the store's server; call it periodically. */
  sync(): Promise<void>;
}

/**
 * Creates a clock that follows the time of the store's server, corrected by half the round trip. Workers compare each other's
 * leases and slots, and their own clocks may differ by minutes. On SQLite, all processes share the machine's clock.
 */
export function createSharedClock({ kind, db }: Store, clock: Platform['clock']): SharedClock {
  if (kind === 'sqlite') return { now: () => clock.now(), sync: async () => undefined };
  let offset = 0;
  return {
    now: () => Math.round(clock.now() + offset),
    async sync() {
      const before = clock.now();
      const { rows } = await sql<{ now: number }>`
        select (extract(epoch from clock_timestamp()) * 1000)::float8 as now`.execute(db);
      const after = clock.now();
      offset = (rows[0]?.now ?? after) - (before + after) / 2;
    },
  };
}

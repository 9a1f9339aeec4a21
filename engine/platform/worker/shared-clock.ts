import { sql } from 'kysely';
import type { Store } from '../../inventory/store/store.ts';
import type { Platform } from '../connections/index.ts';

/** A clock that all machines of a store agree on. */
export interface SharedClock {
  readonly now: () => number;
  /** Sets it by the store's server; to be called now and then, as clocks drift and are set. */
  sync(): Promise<void>;
}

/**
 * The time of the store's server, as near as the way there and back tells: leases, slots and waits of one machine are
 * looked at by others, whose own clocks may be minutes away. A file's programs share their machine's clock anyway.
 */
export function createSharedClock({ kind, db }: Store, clock: Platform['clock']): SharedClock {
  if (kind === 'sqlite') return { now: () => clock.now(), sync: async () => undefined };
  let ahead = 0;
  return {
    now: () => Math.round(clock.now() + ahead),
    async sync() {
      const before = clock.now();
      const { rows } = await sql<{ now: number }>`
        select (extract(epoch from clock_timestamp()) * 1000)::float8 as now`.execute(db);
      const after = clock.now();
      ahead = (rows[0]?.now ?? after) - (before + after) / 2;
    },
  };
}

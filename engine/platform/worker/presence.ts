import { sql } from 'kysely';
import type { Store } from '../../inventory/store/store.ts';

/** Liveness of workers, so that slices of a dead worker are taken over immediately and not when their leases expire. */
export interface Presence {
  /** Refreshes the presence of this worker; call it periodically. */
  keep(): Promise<void>;
  /** Returns the workers that are certainly dead. */
  dead(workers: readonly string[]): Promise<readonly string[]>;
  leave(): Promise<void>;
}

/** Identity of this worker process. */
export interface Self {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly now: () => number;
}

const LOCK_SPACE = 0x6d_77;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** Creates a presence for one machine: a worker is dead if its process does not exist. */
export function createProcessPresence({ db }: Store, self: Self): Presence {
  return {
    keep: () => refreshRow(db, self),
    async dead(workers) {
      if (workers.length === 0) return [];
      const rows = await db.selectFrom('worker').select(['id', 'host', 'pid']).where('id', 'in', workers).execute();
      return rows.filter(({ host, pid }) => host === self.host && !isAlive(pid)).map(({ id }) => id);
    },
    leave: () => removeRow(db, self),
  };
}

async function refreshRow(db: Store['db'], { id, host, pid, now }: Self): Promise<void> {
  const at = now();
  await db
    .insertInto('worker')
    .values({ id, host, pid, started_at: at, seen_at: at })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ seen_at: at }))
    .execute();
}

async function removeRow(db: Store['db'], { id }: Self): Promise<void> {
  await db.deleteFrom('worker').where('id', '=', id).execute();
}

/**
 * Creates a presence for several machines. Each worker holds an advisory lock on its own connection; PostgreSQL releases it as
 * soon as the process ends.
 */
export function createLockPresence({ db }: Store, self: Self): Presence {
  let held:
    | { readonly alive: () => Promise<unknown>; readonly end: () => void; readonly ended: Promise<unknown> }
    | undefined;
  const hold = async () => {
    const ready = Promise.withResolvers<() => Promise<unknown>>();
    const end = Promise.withResolvers<void>();
    const ended = db
      .connection()
      .execute(async (own) => {
        await sql`select pg_advisory_lock(${LOCK_SPACE}, hashtext(${self.id}))`.execute(own);
        ready.resolve(() => sql`select 1`.execute(own));
        await end.promise;
        await sql`select pg_advisory_unlock(${LOCK_SPACE}, hashtext(${self.id}))`.execute(own);
      })
      .catch((error: unknown) => ready.reject(error));
    held = { alive: await ready.promise, end: end.resolve, ended };
  };
  return {
    async keep() {
      try {
        if (held) await held.alive();
      } catch {
        // The connection and its lock are lost, for example because the server restarted.
        held?.end();
        held = undefined;
      }
      if (!held) await hold();
      await refreshRow(db, self);
    },
    async dead(workers) {
      const free: string[] = [];
      for (const worker of workers) {
        const { rows } = await db.transaction().execute((tx) =>
          sql<{
            free: boolean;
          }>`select pg_try_advisory_xact_lock(${LOCK_SPACE}, hashtext(${worker})) as free`.execute(tx),
        );
        if (rows[0]?.free) free.push(worker);
      }
      return free;
    },
    async leave() {
      // Removes the row first: a row without a lock belongs to a dead worker.
      await removeRow(db, self).finally(() => held?.end());
      await held?.ended;
    },
  };
}

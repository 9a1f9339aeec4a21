import { sql } from 'kysely';
import type { Store } from '../../inventory/store/store.ts';

/** Which workers live: so that what a dead one was doing is taken up at once, not when its lease ends. */
export interface Presence {
  /** Says that this worker lives; to be called now and then. */
  keep(): Promise<void>;
  /** Those of `workers` that have surely died. */
  dead(workers: readonly string[]): Promise<readonly string[]>;
  leave(): Promise<void>;
}

/** This process as a worker. */
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

/** On one machine a worker is dead when its process is gone. */
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
 * On PostgreSQL a worker holds an advisory lock for as long as its connection lives: the server frees it the moment the
 * process is gone, on whatever machine.
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
        // The server was restarted: the lock went with the connection.
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
      // In this order: a row without its lock is that of a dead worker.
      await removeRow(db, self).finally(() => held?.end());
      await held?.ended;
    },
  };
}

import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import { fromKysely, PgBoss } from 'pg-boss';
import type { Database } from '../../inventory/store/store.ts';
import type { Queue } from './queue.ts';

const QUEUE = 'mapwright-slice';
const SCHEMA = 'mapwright_queue';
/** Jobs are settled as soon as their slice is claimed; one that is still active after this time belongs to a dead worker. */
const EXPIRE_SECONDS = 20;
/** Interval of checks for such jobs. Slices of a detected dead worker are announced again earlier, see reap.ts. */
const SUPERVISE_SECONDS = 10;
const KEPT_SECONDS = 60 * 60;
const STOP_MS = 2000;

/** Advisory lock for starting queues, the same in all workers. */
const START_LOCK = 7_236_412;

/**
 * Starts queues of a database one at a time. pg-boss installs its tables at startup; if two processes install them at once,
 * one fails inside its transaction and returns the broken connection to the pool.
 */
const startExclusively = (db: Database, start: () => Promise<void>): Promise<void> =>
  db.connection().execute(async (own) => {
    await sql`select pg_advisory_lock(${START_LOCK})`.execute(own);
    try {
      await start();
    } finally {
      await sql`select pg_advisory_unlock(${START_LOCK})`.execute(own);
    }
  });

/** Creates the queue for several machines: pg-boss in the store's PostgreSQL, using the store's connections. */
export function createBossQueue(db: Database, onError: (error: Error) => void): Queue {
  const boss = new PgBoss({
    db: fromKysely(db),
    schema: SCHEMA,
    schedule: false,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
    monitorVacuum: false,
    reindex: false,
  });
  boss.on('error', onError);
  let isStarted = false;
  return {
    start: () =>
      startExclusively(db, async () => {
        isStarted = true;
        await boss.start();
        await boss.createQueue(QUEUE, {
          policy: 'standard',
          retryLimit: 1000,
          expireInSeconds: EXPIRE_SECONDS,
          deleteAfterSeconds: KEPT_SECONDS,
        });
      }),
    async announce(tx, slices) {
      const jobs = slices.map(({ slice, ordinal, at }) => ({
        data: { slice },
        priority: -ordinal,
        ...(at === undefined ? {} : { startAfter: new Date(at) }),
      }));
      if (jobs.length > 0) await boss.insert(QUEUE, jobs, { db: fromKysely(tx) });
    },
    async take() {
      const [job] = await boss.fetch<{ slice: string }>(QUEUE, { includeMetadata: true });
      return job && { slice: job.data.slice, job: { id: job.id, retryCount: job.retryCount } };
    },
    async settle(tx, { job }) {
      if (job) await boss.complete(QUEUE, job, null, { db: fromKysely(tx) });
    },
    onWork: () => undefined,
    async stop() {
      if (!isStarted) return;
      // pg-boss maintenance may wait for an unreachable store, so stopping has a timeout.
      const timer = new AbortController();
      const timeout = setTimeout(STOP_MS, undefined, { signal: timer.signal }).catch(() => undefined);
      await Promise.race([boss.stop({ graceful: false, close: false }).catch(onError), timeout]);
      timer.abort();
    },
  };
}

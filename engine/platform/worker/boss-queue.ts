import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import { fromKysely, PgBoss } from 'pg-boss';
import type { Database } from '../../inventory/store/store.ts';
import type { Queue } from './queue.ts';

const QUEUE = 'mapwright-slice';
const SCHEMA = 'mapwright_queue';
/** A job is settled when its slice is claimed, at once: one that is not was taken by a worker that died. */
const EXPIRE_SECONDS = 20;
/** Between two looks for such jobs; a worker whose death is noticed has its slices announced anew before (see reap.ts). */
const SUPERVISE_SECONDS = 10;
const KEPT_SECONDS = 60 * 60;
const STOP_MS = 2000;

/** Advisory lock of starting queues, the same number in all workers. */
const START_LOCK = 7_236_412;

/**
 * Starts one queue of a database at a time. pg-boss installs its tables when it starts; of two that install them at once,
 * one fails inside its transaction and returns that connection to the pool, where the next statement fails.
 */
const startAlone = (db: Database, start: () => Promise<void>): Promise<void> =>
  db.connection().execute(async (own) => {
    await sql`select pg_advisory_lock(${START_LOCK})`.execute(own);
    try {
      await start();
    } finally {
      await sql`select pg_advisory_unlock(${START_LOCK})`.execute(own);
    }
  });

/** The queue of many machines: pg-boss in the store's PostgreSQL, on the store's own connections. */
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
      startAlone(db, async () => {
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
      // Its upkeep may wait for a store that is away: whoever stops it waits no longer than this.
      const late = new AbortController();
      const patience = setTimeout(STOP_MS, undefined, { signal: late.signal }).catch(() => undefined);
      await Promise.race([boss.stop({ graceful: false, close: false }).catch(onError), patience]);
      late.abort();
    },
  };
}

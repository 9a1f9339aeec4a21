import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { fromKysely, PgBoss } from 'pg-boss';
import { toPostgresError } from '../../inventory/store/postgres/error.ts';
import type { Database, Store } from '../../inventory/store/store.ts';
import type { Queue, QueuedSlice, SliceWork, Ticket } from './queue.ts';

const QUEUE = 'mapwright-slices';
const SCHEMA = 'mapwright_queue';
/** Connections for fetching and heartbeats, apart from the store's, and one more for notifications. */
const CONNECTIONS = 3;
const DAY_SECONDS = 24 * 60 * 60;

/**
 * A worker is dead after 10 s without a heartbeat, the least that pg-boss allows. Its slices are given out again with growing
 * delays that are partly random: this separates them from the slice that the worker died over, so that they proceed.
 */
const JOBS = {
  policy: 'standard',
  notify: true,
  heartbeatSeconds: 10,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 15,
  // Only the slice's row knows whether attempts made progress: see claim.ts.
  retryLimit: 1_000_000,
  expireInSeconds: DAY_SECONDS,
  deleteAfterSeconds: DAY_SECONDS / 24,
} as const;
const SUPERVISE_SECONDS = 1;
const MAINTENANCE_SECONDS = 10 * 60;
/** Retries are not notified, so that workers also poll. */
const WORK = { heartbeatRefreshSeconds: 2, pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 1 };
const STOP_MS = 2000;

/** Advisory lock for starting queues, the same in all workers. */
const START_LOCK = 7_236_412;
const LOCK_POLL_MS = 50;

/**
 * Starts queues of a database one at a time, because pg-boss cannot install its tables in two processes at once. Polls for the
 * lock: a process that waited inside a statement would block the indexes that the other builds concurrently, forever.
 */
const startExclusively = (db: Database, start: () => Promise<void>): Promise<void> =>
  db.connection().execute(async (own) => {
    const tryLock = async () => {
      const { rows } = await sql<{ held: boolean }>`select pg_try_advisory_lock(${START_LOCK}) as held`.execute(own);
      return rows[0]?.held === true;
    };
    while (!(await tryLock())) await pause(LOCK_POLL_MS);
    try {
      await start();
    } finally {
      await sql`select pg_advisory_unlock(${START_LOCK})`.execute(own);
    }
  });

const SLICE_DIGITS = 20;
const UUID_DIGITS = 32;

/** Returns the id of a slice's job: a UUID made of the slice's id, which has 20 hexadecimal digits, and the number of the try. */
const toJobId = ({ slice, tries }: QueuedSlice): string =>
  `${slice}${tries.toString(16).padStart(UUID_DIGITS - SLICE_DIGITS, '0')}`.replace(
    /^(.{8})(.{4})(.{4})(.{4})/,
    '$1-$2-$3-$4-',
  );

/** Creates the queue for several machines: pg-boss in the store's PostgreSQL. Errors of its maintenance go to `onError`. */
export function createBossQueue({ db, url, name }: Store, onError: (error: Error) => void): Queue {
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'mapwright-queue',
    max: CONNECTIONS,
    schema: SCHEMA,
    schedule: false,
    useListenNotify: true,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
    maintenanceIntervalSeconds: MAINTENANCE_SECONDS,
    monitorVacuum: false,
    reindex: false,
  });
  // pg-boss adds properties to a copy of the error.
  const translate = ({ message, ...rest }: Error) =>
    toPostgresError(Object.assign(new Error(message), rest), name) as Error;
  boss.on('error', (error) => onError(translate(error)));
  let starting: Promise<void> | undefined;
  const install = async () => {
    try {
      await boss.start();
      await boss.createQueue(QUEUE, JOBS);
    } catch (error) {
      throw toPostgresError(error, name);
    }
  };
  /** Runs one slice after another; a finished slice is followed by the next without waiting for a poll. */
  const takeSlices = async ({ run }: SliceWork): Promise<void> => {
    let id = '';
    id = await boss.work<{ slice: string }>(QUEUE, WORK, async ([job]) => {
      if (!job) return;
      await run({ slice: job.data.slice, job: { id: job.id, retryCount: job.retryCount }, lost: job.signal });
      boss.notifyWorker(id);
    });
  };
  return {
    start() {
      starting ??= startExclusively(db, install);
      return starting;
    },
    async add(tx, slices) {
      const jobs = slices.map((slice) => ({
        id: toJobId(slice),
        data: { slice: slice.slice },
        priority: -slice.ordinal,
      }));
      if (jobs.length > 0) await boss.insert(QUEUE, jobs, { db: fromKysely(tx) });
    },
    async remove(tx, slices) {
      if (slices.length > 0) await boss.cancel(QUEUE, slices.map(toJobId), { db: fromKysely(tx) });
    },
    async hold(tx, { job }) {
      if (!job) return false;
      // Missing in the types of pg-boss.
      const { affected }: { affected?: number } = await boss.touch(QUEUE, job, { db: fromKysely(tx) });
      return affected === 1;
    },
    async postpone(tx, { job }: Ticket, at) {
      if (!job) return;
      const own = { db: fromKysely(tx) };
      await boss.fail(QUEUE, job, null, own);
      await boss.update(QUEUE, undefined, { ...own, id: job.id, startAfter: new Date(at) });
    },
    async work(work) {
      const ended = Promise.withResolvers<void>();
      if (work.signal.aborted) return;
      work.signal.addEventListener('abort', () => ended.resolve(), { once: true });
      for (let count = 0; count < work.concurrency; count += 1) await takeSlices(work);
      await ended.promise;
      await boss.offWork(QUEUE, { wait: true });
    },
    async stop() {
      if (!starting) return;
      await starting.catch(() => undefined);
      starting = undefined;
      // pg-boss maintenance may wait for an unreachable store, so stopping has a timeout.
      const timer = new AbortController();
      const timeout = pause(STOP_MS, undefined, { signal: timer.signal }).catch(() => undefined);
      await Promise.race([boss.stop({ graceful: false }).catch(onError), timeout]);
      timer.abort();
    },
  };
}

import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../../engine/inventory/store/index.ts';
import { createQueue, openWorker, type WorkerEvent } from '../../../engine/platform/worker/index.ts';
import { openTestStore } from '../../inventory/store/stores.ts';
import { createSmallManifest } from '../../pipeline/run/small-vendor.ts';
import { startWorkerProcess } from '../../scale/worker-process.ts';
import { openSharedPostgres } from '../../setup/postgres.ts';
import { scaleRuns } from '../../setup/suite.ts';
import { createHarness, KEY } from './harness.ts';

const WORKERS = 4;
const ROUNDS = Array.from({ length: scaleRuns(20) }, (_, at) => at + 1);
const MINUTES = 120_000;
const MANIFEST = createSmallManifest(
  { items: { request: { path: '/items' }, records: 'items', key: ['id'], paginator: { type: 'none' } } },
  { findings: 'items' },
);

const server = await openSharedPostgres();

describe.runIf(server)('workers on PostgreSQL', () => {
  test.each(ROUNDS)('start at once on an empty database, round %i', { timeout: MINUTES }, async () => {
    const url = (await server?.fresh()) ?? '';
    const starts = Array.from({ length: WORKERS }, () => startWorkerProcess({ url, key: KEY, concurrency: 1 }));
    onTestFinished(async () => {
      for (const start of await Promise.allSettled(starts))
        if (start.status === 'fulfilled') start.value.kill('SIGKILL');
    });
    const workers = await Promise.all(starts);
    for (const worker of workers) worker.kill('SIGTERM');
    expect(await Promise.all(workers.map(({ ended }) => ended))).toEqual(
      workers.map(() => ({ code: 0, signal: null })),
    );
    expect(workers.flatMap(({ lines }) => lines.filter(({ msg }) => msg === 'trouble'))).toEqual([]);
    expect(workers.flatMap(({ others }) => others)).toEqual([]);
  });

  test('can start concurrently in one process', async () => {
    const url = (await server?.fresh()) ?? '';
    const stop = new AbortController();
    const events: WorkerEvent[] = [];
    const started = Promise.withResolvers<void>();
    const tell = (event: WorkerEvent) => {
      events.push(event);
      if (events.filter(({ type }) => type === 'worker-started').length === WORKERS) started.resolve();
    };
    const works = Array.from({ length: WORKERS }, async () => {
      const { platform, parts } = createHarness(await openTestStore(url), MANIFEST);
      const queue = createQueue(platform, ({ name, message }) =>
        tell({ type: 'trouble', doing: 'queue', code: name, message }),
      );
      await openWorker({ ...parts, queue, tell }, { concurrency: 1, scheduling: true }).work(stop.signal);
    });
    await Promise.race([started.promise, Promise.all(works)]);
    stop.abort();
    await Promise.all(works);
    expect(events.filter(({ type }) => type === 'trouble')).toEqual([]);
    expect(events.filter(({ type }) => type === 'worker-stopped')).toHaveLength(WORKERS);
  });

  test('exit with the reason, and without open connections, if they may not create the queue', async () => {
    const url = (await server?.fresh()) ?? '';
    await openTestStore(url);
    const role = `r${new URL(url).pathname.slice(1, 20)}`;
    const owner = new pg.Client(url);
    await owner.connect();
    await owner.query(`CREATE ROLE ${role} LOGIN`);
    await owner.query(`GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role}`);
    await owner.end();
    const store = await openStore(url.replace('mapwright@', `${role}@`));
    const { parts } = createHarness(store, MANIFEST);
    const worker = openWorker(parts, { concurrency: 1, scheduling: true });
    await expect(worker.work(new AbortController().signal)).rejects.toMatchObject({ code: 'STORE_REFUSED' });
    await store.close();
  });
});

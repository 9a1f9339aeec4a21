import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { collapseOutage, createQueue, openWorker, type WorkerEvent } from '../../../engine/platform/worker/index.ts';
import { openTestStore } from '../../inventory/store/stores.ts';
import { startWorkerProcess } from '../../scale/worker-process.ts';
import { createOwnPostgres } from '../../setup/postgres.ts';
import { APPS } from './apps.ts';
import { createHarness, KEY } from './harness.ts';

const POLL_MS = 50;
const MINUTES = 120_000;
const server = await createOwnPostgres();
afterAll(() => server.remove());

const until = async (isTrue: () => boolean) => {
  while (!isTrue()) await pause(POLL_MS);
};

test('many errors of a stopped PostgreSQL are one event, and one when it has started again', {
  timeout: MINUTES,
}, async () => {
  const { platform, parts } = createHarness(await openTestStore(await server.fresh()), APPS);
  const stop = new AbortController();
  const events: WorkerEvent[] = [];
  let errors = 0;
  const collapsed = collapseOutage((event) => events.push(event), {
    ...{ clock: parts.ports.clock, signal: stop.signal },
    ask: () => platform.store.db.selectFrom('run').select('id').limit(1).execute(),
  });
  const tell = (event: WorkerEvent) => {
    errors += Number(event.type === 'trouble');
    collapsed(event);
  };
  const queue = createQueue(platform, (error) =>
    tell({
      type: 'trouble',
      doing: 'queue',
      code: 'code' in error ? String(error.code) : error.name,
      message: error.message,
    }),
  );
  const working = openWorker({ ...parts, queue, tell }, { concurrency: 2, scheduling: true }).work(stop.signal);
  await until(() => events.some(({ type }) => type === 'worker-started'));
  await server.stop('fast');
  await until(() => errors >= 20);
  await server.start();
  await until(() => events.some(({ type }) => type === 'store-reconnected'));
  const told = events.filter(({ type }) => type !== 'worker-started');
  expect(told).toMatchObject([
    { type: 'trouble', code: 'STORE_UNREACHABLE' },
    { type: 'store-reconnected', errors },
  ]);
  stop.abort();
  await working;
});

test('a worker process logs both', { timeout: MINUTES }, async () => {
  const worker = await startWorkerProcess({ url: await server.fresh(), key: KEY, concurrency: 2 });
  onTestFinished(() => worker.kill('SIGKILL'));
  const logged = (name: string) => worker.lines.filter(({ msg }) => msg === name);
  await server.stop('immediate');
  await until(() => logged('trouble').length > 0);
  await server.start();
  await until(() => logged('store-reconnected').length > 0);
  expect(logged('trouble')).toMatchObject([{ code: 'STORE_UNREACHABLE' }]);
  expect(logged('store-reconnected')).toHaveLength(1);
  worker.kill('SIGTERM');
  expect(await worker.ended).toEqual({ code: 0, signal: null });
});

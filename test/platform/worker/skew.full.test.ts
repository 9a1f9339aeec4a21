import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../../engine/inventory/store/index.ts';
import { createQueue, openWorker, readRun, type WorkerEvent } from '../../../engine/platform/worker/index.ts';
import { createSharedClock } from '../../../engine/platform/worker/shared-clock.ts';
import { createEmptyStore, KINDS } from '../../inventory/store/stores.ts';
import { APPS, listFindingIds, readStoredIds, startAppsVendor } from './apps.ts';
import { createHarness, type Harness } from './harness.ts';

const SIZE = { apps: 2, pages: 1, perPage: 1 };
/** Nine times the duration without a heartbeat after which a worker is dead. */
const FAR_MS = 90_000;
/** Heartbeats during which the other machine has time to take the slice. */
const BEATS = 4;

async function readHeartbeats({ db }: Store): Promise<readonly number[]> {
  const { rows } = await sql<{ at: Date }>`
    select heartbeat_on as at from mapwright_queue.job where state = 'active'`.execute(db);
  return rows.map(({ at }) => at.getTime());
}

describe.each(KINDS.filter(({ kind }) => kind === 'postgres'))('machines whose clocks differ, on $kind', (kind) => {
  /** Starts a worker on a machine with a wrong clock; returns its output and a function that stops it. */
  function machine(harness: Harness, offMs: number) {
    const clock = { now: () => Date.now() + offMs };
    const platform = { ...harness.platform, clock };
    const events: WorkerEvent[] = [];
    const stop = new AbortController();
    const parts = { ...harness.parts, platform, queue: createQueue(platform, () => undefined) };
    const tell = (event: WorkerEvent) => void events.push(event);
    const done = openWorker({ ...parts, tell }, { concurrency: 1, scheduling: true }).work(stop.signal);
    const end = () => {
      stop.abort();
      return done;
    };
    return { events, end };
  }

  test.each([-FAR_MS, FAR_MS])('%d ms: none takes the other’s slice', async (offMs) => {
    const gate = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    const { config } = await startAppsVendor(SIZE, async (target) => {
      if (target !== '/apps') return undefined;
      reached.resolve();
      await gate.promise;
      return undefined;
    });
    const store = await createEmptyStore(kind);
    const harness = createHarness(store, APPS);
    const { sleep } = harness.parts.ports.clock;
    const run = await harness.start(await harness.connect(config.settings));
    const first = machine(harness, offMs);
    await reached.promise;
    const second = machine(harness, 0);
    while (!second.events.some(({ type }) => type === 'worker-started')) await sleep(20);
    const beats = new Set<number>();
    for (; beats.size < BEATS; await sleep(50)) for (const at of await readHeartbeats(store)) beats.add(at);
    gate.resolve();
    const ended = async () => (await readRun(store.db, run, Date.now())).finishedAt !== null;
    while (!(await ended())) await sleep(20);
    await Promise.all([first.end(), second.end()]);
    const events = [...first.events, ...second.events].map(({ type }) => type);
    expect(events).not.toContain('slice-lost');
    expect(await readStoredIds(store)).toEqual(listFindingIds(SIZE));
  });

  test('all use the server’s time', async () => {
    const store = await createEmptyStore(kind);
    const clocks = [-FAR_MS, 0, FAR_MS].map((offMs) => createSharedClock(store, { now: () => Date.now() + offMs }));
    for (const clock of clocks) await clock.sync();
    const times = clocks.map(({ now }) => now() - Date.now());
    expect(Math.max(...times.map(Math.abs))).toBeLessThan(5000);
  });
});

import { describe, expect, test } from 'vitest';
import { claimSlice } from '../../../engine/platform/worker/claim.ts';
import { createQueue, openWorker, readRun, type WorkerEvent } from '../../../engine/platform/worker/index.ts';
import { createSharedClock } from '../../../engine/platform/worker/shared-clock.ts';
import { createEmptyStore, KINDS } from '../../inventory/store/stores.ts';
import { APPS, listFindingIds, readStoredIds, startAppsVendor } from './apps.ts';
import { createHarness, type Harness } from './harness.ts';

const SIZE = { apps: 2, pages: 1, perPage: 1 };
/** Three times the duration of a lease. */
const FAR_MS = 90_000;

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
    const seen = new Set<number>();
    while (seen.size < 6) {
      for (const row of await store.db.selectFrom('worker').select('seen_at').execute()) seen.add(row.seen_at);
      await sleep(50);
    }
    gate.resolve();
    const ended = async () => (await readRun(store.db, run, Date.now())).finishedAt !== null;
    while (!(await ended())) await sleep(20);
    await Promise.all([first.end(), second.end()]);
    const events = [...first.events, ...second.events].map(({ type }) => type);
    expect(events).not.toContain('slice-lost');
    expect(events).not.toContain('worker-died');
    expect(await readStoredIds(store)).toEqual(listFindingIds(SIZE));
  });

  test('all use the server’s time', async () => {
    const store = await createEmptyStore(kind);
    const clocks = [-FAR_MS, 0, FAR_MS].map((offMs) => createSharedClock(store, { now: () => Date.now() + offMs }));
    for (const clock of clocks) await clock.sync();
    const times = clocks.map(({ now }) => now() - Date.now());
    expect(Math.max(...times.map(Math.abs))).toBeLessThan(5000);
  });

  test('a ticket that arrives before its slice is available is not the last one', async () => {
    const { config } = await startAppsVendor(SIZE);
    const store = await createEmptyStore(kind);
    const harness = createHarness(store, APPS);
    const run = await harness.start(await harness.connect(config.settings));
    const ticket = await harness.queue.take();
    if (!ticket) throw new Error('nothing was announced');
    await store.db.updateTable('slice').set({ not_before: Date.now() }).execute();
    expect(
      await claimSlice(store, harness.queue, { ticket, worker: 'slow', now: Date.now() - FAR_MS }),
    ).toBeUndefined();
    await harness.work();
    expect((await readRun(store.db, run, Date.now())).state).toBe('PROCESSED');
  });
});

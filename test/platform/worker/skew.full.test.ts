import { describe, expect, test } from 'vitest';
import { claim } from '../../../engine/platform/worker/claim.ts';
import { openWorker, queueOf, showRun, type WorkerEvent } from '../../../engine/platform/worker/index.ts';
import { sharedClock } from '../../../engine/platform/worker/shared-clock.ts';
import { emptyStore, KINDS } from '../../inventory/store/stores.ts';
import { APPS, appsVendor, findingIds, storedIds } from './apps.ts';
import { type Bed, platformOn } from './bed.ts';

const SIZE = { apps: 2, pages: 1, perPage: 1 };
/** Three times as long as a lease. */
const FAR_MS = 90_000;

describe.each(KINDS.filter(({ kind }) => kind === 'postgres'))('machines whose clocks differ, on $kind', (kind) => {
  /** A worker on a machine whose clock is off; what it tells, and what stops it. */
  function machine(bed: Bed, offMs: number) {
    const clock = { now: () => Date.now() + offMs };
    const platform = { ...bed.platform, clock };
    const events: WorkerEvent[] = [];
    const stop = new AbortController();
    const parts = { ...bed.parts, platform, queue: queueOf(platform, () => undefined) };
    const tell = (event: WorkerEvent) => void events.push(event);
    const done = openWorker({ ...parts, tell }, { concurrency: 1, scheduling: true }).work(stop.signal);
    const end = () => {
      stop.abort();
      return done;
    };
    return { events, end };
  }

  test.each([-FAR_MS, FAR_MS])('%d ms: none takes what the other is at', async (offMs) => {
    const gate = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    const { config } = await appsVendor(SIZE, async (target) => {
      if (target !== '/apps') return undefined;
      reached.resolve();
      await gate.promise;
      return undefined;
    });
    const store = await emptyStore(kind);
    const bed = platformOn(store, APPS);
    const { sleep } = bed.parts.ports.clock;
    const run = await bed.start(await bed.connect(config.settings));
    const first = machine(bed, offMs);
    await reached.promise;
    const second = machine(bed, 0);
    const seen = new Set<number>();
    while (seen.size < 6) {
      for (const row of await store.db.selectFrom('worker').select('seen_at').execute()) seen.add(row.seen_at);
      await sleep(50);
    }
    gate.resolve();
    const ended = async () => (await showRun(store.db, run, Date.now())).finishedAt !== null;
    while (!(await ended())) await sleep(20);
    await Promise.all([first.end(), second.end()]);
    const events = [...first.events, ...second.events].map(({ type }) => type);
    expect(events).not.toContain('slice-lost');
    expect(events).not.toContain('worker-died');
    expect(await storedIds(store)).toEqual(findingIds(SIZE));
  });

  test('they agree on the server’s time', async () => {
    const store = await emptyStore(kind);
    const clocks = [-FAR_MS, 0, FAR_MS].map((offMs) => sharedClock(store, { now: () => Date.now() + offMs }));
    for (const clock of clocks) await clock.sync();
    const times = clocks.map(({ now }) => now() - Date.now());
    expect(Math.max(...times.map(Math.abs))).toBeLessThan(5000);
  });

  test('a ticket that comes before its slice may be taken is not the last one', async () => {
    const { config } = await appsVendor(SIZE);
    const store = await emptyStore(kind);
    const bed = platformOn(store, APPS);
    const run = await bed.start(await bed.connect(config.settings));
    const ticket = await bed.queue.take();
    if (!ticket) throw new Error('nothing was announced');
    await store.db.updateTable('slice').set({ not_before: Date.now() }).execute();
    expect(await claim(store, bed.queue, { ticket, worker: 'slow', now: Date.now() - FAR_MS })).toBeUndefined();
    await bed.work();
    expect((await showRun(store.db, run, Date.now())).state).toBe('PROCESSED');
  });
});

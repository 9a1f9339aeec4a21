import { describe, expect, test } from 'vitest';
import { claimSlice, updateClaimed } from '../../../engine/platform/worker/claim.ts';
import { createQueue, readRun } from '../../../engine/platform/worker/index.ts';
import type { Ticket } from '../../../engine/platform/worker/queue.ts';
import { createEmptyStore, KINDS } from '../../inventory/store/stores.ts';
import { APPS, listFindingIds, readStoredIds, startAppsVendor } from './apps.ts';
import { createHarness, type Harness } from './harness.ts';

const SIZE = { apps: 2, pages: 1, perPage: 1 };

/** Takes the first slice from the queue as a worker does, and claims it without processing it. */
async function takeFirst({ platform, parts }: Harness, worker: string) {
  const queue = createQueue(platform, () => undefined);
  await queue.start();
  const stop = new AbortController();
  const taken = Promise.withResolvers<Ticket>();
  const working = queue.work({
    concurrency: 1,
    signal: stop.signal,
    async run(ticket) {
      taken.resolve(ticket);
      stop.abort();
      await ended.promise;
    },
  });
  const ended = Promise.withResolvers<void>();
  const ticket = await taken.promise;
  const claim = (id = worker) => claimSlice({ ...parts, queue, id }, ticket);
  return {
    claim,
    /** Returns the slice to the queue as that of a dead worker. */
    async end() {
      ended.reject(new Error('died'));
      await working;
      await queue.stop();
    },
  };
}

describe.each(KINDS)('a slice, on $kind', (kind) => {
  test('belongs to the last worker that claimed it; a worker that lost it cannot write', async () => {
    const { config } = await startAppsVendor(SIZE);
    const store = await createEmptyStore(kind);
    const harness = createHarness(store, APPS);
    const run = await harness.start(await harness.connect(config.settings));
    const one = await takeFirst(harness, 'one');
    const { slice: first } = await one.claim();
    await one.end();
    const two = await takeFirst(harness, 'two');
    const { slice: second } = await two.claim();
    expect(second).toMatchObject({ id: first?.id, attempt: (first?.attempt ?? 0) + 1, worker: 'two', failures: 1 });
    if (!first) throw new Error('nobody has it');
    const stale = store.transaction(async (tx) => {
      await tx.updateTable('run').set({ stage: 99 }).where('id', '=', run).execute();
      await updateClaimed(tx, first, { state: 'DONE' });
    });
    await expect(stale).rejects.toMatchObject({ code: 'SLICE_LOST' });
    expect(await store.db.selectFrom('run').select('stage').executeTakeFirst()).toEqual({ stage: 0 });
    await two.end();
    await harness.work();
    expect((await readRun(store.db, run, Date.now())).state).toBe('PROCESSED');
    expect(await readStoredIds(store)).toEqual(listFindingIds(SIZE));
  });

  // SQLite has one process that runs slices, which has no stale tickets.
  test.skipIf(kind.kind === 'sqlite')('cannot be claimed with a ticket that the queue took back', async () => {
    const { config } = await startAppsVendor(SIZE);
    const store = await createEmptyStore(kind);
    const harness = createHarness(store, APPS);
    await harness.start(await harness.connect(config.settings));
    const one = await takeFirst(harness, 'one');
    await one.end();
    expect(await one.claim()).toEqual({});
    expect(await store.db.selectFrom('slice').select(['state', 'attempt']).execute()).toEqual([
      { state: 'WAITING', attempt: 0 },
    ]);
  });
});

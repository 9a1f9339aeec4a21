import { describe, expect, test } from 'vitest';
import { claimSlice, LEASE_MS, updateClaimed } from '../../../engine/platform/worker/claim.ts';
import { readRun } from '../../../engine/platform/worker/index.ts';
import { createEmptyStore, KINDS } from '../../inventory/store/stores.ts';
import { APPS, listFindingIds, readStoredIds, startAppsVendor } from './apps.ts';
import { createHarness } from './harness.ts';

const SIZE = { apps: 2, pages: 1, perPage: 1 };

describe.each(KINDS)('a slice, on $kind', (kind) => {
  test('belongs to one worker at a time; a worker that lost it cannot write', async () => {
    const { config } = await startAppsVendor(SIZE);
    const store = await createEmptyStore(kind);
    const harness = createHarness(store, APPS);
    const run = await harness.start(await harness.connect(config.settings));
    const { id: slice } = await store.db.selectFrom('slice').select('id').executeTakeFirstOrThrow();
    const ticket = { slice };
    const now = Date.now();
    const claims = await Promise.all(
      ['a', 'b', 'c'].map((worker) => claimSlice(store, harness.queue, { ticket, worker, now })),
    );
    const [first, ...others] = claims.filter((one) => one !== undefined);
    expect(others).toEqual([]);
    if (!first) throw new Error('nobody has it');
    expect(await claimSlice(store, harness.queue, { ticket, worker: 'd', now: now + LEASE_MS - 1 })).toBeUndefined();
    const second = await claimSlice(store, harness.queue, { ticket, worker: 'd', now: now + LEASE_MS + 1 });
    expect(second?.attempt).toBe(first.attempt + 1);
    const stale = store.transaction(async (tx) => {
      await tx.updateTable('run').set({ stage: 99 }).where('id', '=', run).execute();
      await updateClaimed(tx, first, { state: 'DONE' });
    });
    await expect(stale).rejects.toMatchObject({ code: 'SLICE_LOST' });
    expect(await store.db.selectFrom('run').select('stage').executeTakeFirst()).toEqual({ stage: 0 });
    await store.db.updateTable('slice').set({ leased_until: 0 }).execute();
    await harness.work();
    expect((await readRun(store.db, run, now)).state).toBe('PROCESSED');
    expect(await readStoredIds(store)).toEqual(listFindingIds(SIZE));
  });
});

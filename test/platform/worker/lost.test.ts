import { describe, expect, test } from 'vitest';
import { claim, LEASE_MS, updateClaimed } from '../../../engine/platform/worker/claim.ts';
import { showRun } from '../../../engine/platform/worker/index.ts';
import { emptyStore, KINDS } from '../../inventory/store/stores.ts';
import { APPS, appsVendor, findingIds, storedIds } from './apps.ts';
import { platformOn } from './bed.ts';

const SIZE = { apps: 2, pages: 1, perPage: 1 };

describe.each(KINDS)('a slice, on $kind', (kind) => {
  test('is one worker’s at a time, and the writes of one that has lost it touch nothing', async () => {
    const { config } = await appsVendor(SIZE);
    const store = await emptyStore(kind);
    const bed = platformOn(store, APPS);
    const run = await bed.start(await bed.connect(config.settings));
    const { id: slice } = await store.db.selectFrom('slice').select('id').executeTakeFirstOrThrow();
    const ticket = { slice };
    const now = Date.now();
    const claims = await Promise.all(['a', 'b', 'c'].map((worker) => claim(store, bed.queue, { ticket, worker, now })));
    const [first, ...others] = claims.filter((one) => one !== undefined);
    expect(others).toEqual([]);
    if (!first) throw new Error('nobody has it');
    expect(await claim(store, bed.queue, { ticket, worker: 'd', now: now + LEASE_MS - 1 })).toBeUndefined();
    const second = await claim(store, bed.queue, { ticket, worker: 'd', now: now + LEASE_MS + 1 });
    expect(second?.attempt).toBe(first.attempt + 1);
    const stale = store.transaction(async (tx) => {
      await tx.updateTable('run').set({ stage: 99 }).where('id', '=', run).execute();
      await updateClaimed(tx, first, { state: 'DONE' });
    });
    await expect(stale).rejects.toMatchObject({ code: 'SLICE_LOST' });
    expect(await store.db.selectFrom('run').select('stage').executeTakeFirst()).toEqual({ stage: 0 });
    await store.db.updateTable('slice').set({ leased_until: 0 }).execute();
    await bed.work();
    expect((await showRun(store.db, run, now)).state).toBe('PROCESSED');
    expect(await storedIds(store)).toEqual(findingIds(SIZE));
  });
});

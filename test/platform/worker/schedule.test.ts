import { describe, expect, test } from 'vitest';
import { readConnection } from '../../../engine/platform/connections/index.ts';
import type { Schedule } from '../../../engine/platform/schedule/index.ts';
import { runSchedulerTick } from '../../../engine/platform/worker/scheduler.ts';
import { createEmptyStore, KINDS } from '../../inventory/store/stores.ts';
import { APPS, startAppsVendor } from './apps.ts';
import { createHarness } from './harness.ts';

const SIZE = { apps: 1, pages: 1, perPage: 1 };
const HOURLY: Schedule = { type: 'interval', every: 1, unit: 'hours', start: '2026-01-01', zone: 'UTC' };

describe.each(KINDS)('the schedule, on $kind', (kind) => {
  test('starts one run per slot with any number of workers, and one run for all missed slots', async () => {
    const { config } = await startAppsVendor(SIZE);
    const store = await createEmptyStore(kind);
    const harness = createHarness(store, APPS);
    await harness.queue.start();
    const connection = await harness.connect(config.settings, { schedule: HOURLY, manualOnly: false });
    expect(await readConnection(store.db, connection)).toMatchObject({ state: 'SCHEDULED' });
    await runSchedulerTick(harness.parts);
    expect(await store.db.selectFrom('run').select('id').execute()).toEqual([]);
    const { next_run_at: slot } = await store.db
      .selectFrom('connection')
      .select('next_run_at')
      .executeTakeFirstOrThrow();
    const late = (slot ?? 0) - 5 * 3_600_000;
    await store.db.updateTable('connection').set({ next_run_at: late }).execute();
    await Promise.all([
      runSchedulerTick(harness.parts),
      runSchedulerTick(harness.parts),
      runSchedulerTick(harness.parts),
    ]);
    expect(harness.events.filter(({ type }) => type === 'trouble')).toEqual([]);
    const runs = await store.db.selectFrom('run').select(['reason', 'slot']).execute();
    expect(runs).toEqual([{ reason: 'catch-up', slot: (slot ?? 0) - 3_600_000 }]);
    const { next_run_at: next } = await store.db
      .selectFrom('connection')
      .select('next_run_at')
      .executeTakeFirstOrThrow();
    expect(next).toBe(slot);
    const actions = await store.db.selectFrom('audit').select('action').where('action', 'like', '%catch-up').execute();
    expect(actions).toHaveLength(1);
    await harness.work();
    expect(await readConnection(store.db, connection)).toMatchObject({ state: 'SCHEDULED' });
  });
});

import { describe, expect, test } from 'vitest';
import { readRun } from '../../../engine/platform/worker/index.ts';
import { createEmptyStore, KINDS } from '../../inventory/store/stores.ts';
import { APPS, listFindingIds, readStoredIds, startAppsVendor } from './apps.ts';
import { createHarness } from './harness.ts';

const SIZE = { apps: 60, pages: 3, perPage: 2 };

describe.each(KINDS)('a run on workers, on $kind', (kind) => {
  test('stores everything once and ends PROCESSED', async () => {
    const { config } = await startAppsVendor(SIZE);
    const store = await createEmptyStore(kind);
    const harness = createHarness(store, APPS);
    const run = await harness.start(await harness.connect(config.settings));
    await Promise.all([harness.work(), harness.work()]);
    const { state, error, report, complete } = await readRun(store.db, run, Date.now());
    expect({ state, error, complete }).toEqual({
      state: 'PROCESSED',
      error: null,
      complete: { asset: true, finding: true },
    });
    expect(report).toMatchObject({ warnings: [], entities: { finding: { mapped: 360, written: 360 } } });
    expect(await readStoredIds(store)).toEqual(listFindingIds(SIZE));
    expect(harness.events.filter(({ type }) => type === 'trouble')).toEqual([]);
  });

  test('stores rejects up to the limit of their stream, over all slices', async () => {
    const { config } = await startAppsVendor(SIZE);
    const store = await createEmptyStore(kind);
    const { finding } = APPS.maps;
    if (!finding) throw new Error('the manifest has no finding map');
    // No finding has this field, so that each is rejected.
    const maps = { ...APPS.maps, finding: { ...finding, fields: { ...finding.fields, name: 'missing' } } };
    const harness = createHarness(store, { ...APPS, maps, defaults: { ...APPS.defaults, budget: { rejects: 25 } } });
    const run = await harness.start(await harness.connect(config.settings));
    await Promise.all([harness.work(), harness.work()]);
    const { report, streams } = await readRun(store.db, run, Date.now());
    expect(report?.entities.finding).toEqual({ mapped: 0, rejected: 360, written: 0 });
    expect(streams.map(({ rejected }) => rejected).filter((count) => count > 0)).toEqual([360]);
    expect(await store.db.selectFrom('reject').select('id').execute()).toHaveLength(25);
    expect(report?.warnings).toMatchObject([{ code: 'REJECTS_NOT_STORED', count: 335 }]);
  });
});

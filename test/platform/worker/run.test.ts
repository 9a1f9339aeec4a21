import { describe, expect, test } from 'vitest';
import { showRun } from '../../../engine/platform/worker/index.ts';
import { emptyStore, KINDS } from '../../inventory/store/stores.ts';
import { APPS, appsVendor, findingIds, storedIds } from './apps.ts';
import { platformOn } from './bed.ts';

const SIZE = { apps: 60, pages: 3, perPage: 2 };

describe.each(KINDS)('a run on workers, on $kind', (kind) => {
  test('stores everything once and ends PROCESSED', async () => {
    const { config } = await appsVendor(SIZE);
    const store = await emptyStore(kind);
    const bed = platformOn(store, APPS);
    const run = await bed.start(await bed.connect(config.settings));
    await Promise.all([bed.work(), bed.work()]);
    const { state, error, report, complete } = await showRun(store.db, run, Date.now());
    expect({ state, error, complete }).toEqual({
      state: 'PROCESSED',
      error: null,
      complete: { asset: true, finding: true },
    });
    expect(report).toMatchObject({ warnings: [], entities: { finding: { mapped: 360, written: 360 } } });
    expect(await storedIds(store)).toEqual(findingIds(SIZE));
    expect(bed.events.filter(({ type }) => type === 'trouble')).toEqual([]);
  });

  test('stores rejects up to the limit of their stream, over all slices', async () => {
    const { config } = await appsVendor(SIZE);
    const store = await emptyStore(kind);
    const { finding } = APPS.maps;
    if (!finding) throw new Error('the manifest has no finding map');
    // No finding has this field, so that each is rejected.
    const maps = { ...APPS.maps, finding: { ...finding, fields: { ...finding.fields, name: 'missing' } } };
    const bed = platformOn(store, { ...APPS, maps, defaults: { ...APPS.defaults, budget: { rejects: 25 } } });
    const run = await bed.start(await bed.connect(config.settings));
    await Promise.all([bed.work(), bed.work()]);
    const { report } = await showRun(store.db, run, Date.now());
    expect(report?.entities.finding).toEqual({ mapped: 0, rejected: 360, written: 0 });
    expect(await store.db.selectFrom('reject').select('id').execute()).toHaveLength(25);
    expect(report?.warnings).toMatchObject([{ code: 'REJECTS_NOT_STORED', count: 335 }]);
  });
});

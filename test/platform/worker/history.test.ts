import { expect, test } from 'vitest';
import { forgetOldRuns } from '../../../engine/inventory/store/run-rows.ts';
import { listRejects, listRequests, listRuns, readRun } from '../../../engine/platform/worker/index.ts';
import { createEmptyStore, KINDS } from '../../inventory/store/stores.ts';
import { APPS, startAppsVendor } from './apps.ts';
import { createHarness } from './harness.ts';

const SIZE = { apps: 1, pages: 1, perPage: 1 };

test.each(KINDS)(
  'keeps the details of the newest twenty runs and the reports of older ones, on $kind',
  async (kind) => {
    const { config } = await startAppsVendor(SIZE);
    const store = await createEmptyStore(kind);
    const harness = createHarness(store, APPS);
    const connection = await harness.connect(config.settings);
    const first = await harness.start(connection);
    await harness.work();
    const row = await store.db.selectFrom('run').selectAll().where('id', '=', first).executeTakeFirstOrThrow();
    const later = Array.from({ length: 20 }, (_, at) => ({
      ...row,
      id: `run-${at}`,
      created_at: row.created_at + at + 1,
    }));
    await store.db.insertInto('run').values(later).execute();
    expect(await listRequests(store.db, first)).not.toEqual([]);
    await store.transaction((tx) => forgetOldRuns(tx, connection));
    expect(await listRequests(store.db, first)).toEqual([]);
    expect(await listRejects(store.db, first)).toEqual([]);
    expect(await readRun(store.db, first, 0)).toMatchObject({
      state: 'PROCESSED',
      report: JSON.parse(row.report ?? ''),
    });
    const setups = await store.db.selectFrom('run').select('id').where('setup', '=', '{}').execute();
    expect(setups).toEqual([{ id: first }]);
    expect(await listRuns(store.db)).toHaveLength(21);
  },
);

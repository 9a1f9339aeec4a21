import { afterAll, describe, expect, test } from 'vitest';
import { showRun } from '../../engine/platform/worker/index.ts';
import { contents, finding, write } from '../inventory/store/records.ts';
import { opened } from '../inventory/store/stores.ts';
import { APPS, appsVendor, findingIds, storedIds } from '../platform/worker/apps.ts';
import { platformOn } from '../platform/worker/bed.ts';
import { ownPostgres } from '../setup/postgres.ts';

const server = await ownPostgres();
afterAll(() => server.remove());
const SIZE = { apps: 4, pages: 2, perPage: 2 };

describe('PostgreSQL', () => {
  test('killed in mid-transaction has none of it, and takes all of it later', async () => {
    const store = await opened(await server.fresh());
    await write(store, { run: 'r1', at: 1, findings: [finding('1')] });
    const before = await contents(store);
    const page = { connectionId: 'c1', runId: 'r2', at: 2, assets: [], findings: [{ record: finding('2') }] };
    const lost = store.transaction(async (tx) => {
      await store.write(tx, page);
      await server.stop('immediate');
    });
    await expect(lost).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' });
    await server.start();
    expect(await contents(store)).toEqual(before);
    await store.transaction((tx) => store.write(tx, page));
    expect(await storedIds(store)).toEqual(['1', '2']);
  });

  test('killed under a worker costs time alone: the same worker goes on, each finding once', async () => {
    const crashes = new Set(['/apps/app-0/findings?page=1', '/apps/app-2/findings?page=0']);
    let isDown = false;
    const { config } = await appsVendor(SIZE, async (target) => {
      if (!crashes.delete(target)) return undefined;
      await server.stop('immediate');
      isDown = true;
      return undefined;
    });
    const store = await opened(await server.fresh());
    const bed = platformOn(store, APPS);
    const run = await bed.start(await bed.connect(config.settings));
    /** Comes back once the worker has found that it can neither store nor say that it failed. */
    const isOver = async () => {
      if (isDown) {
        const troubles = bed.events.filter((event) => event.type === 'trouble' && event.doing === 'working at a slice');
        if (troubles.length < 2 - crashes.size) return false;
        await server.start();
        isDown = false;
        // The lease of what could not be given back ends in its time: here, at once.
        await store.db.updateTable('slice').set({ leased_until: 0 }).where('state', '=', 'RUNNING').execute();
      }
      const looking = store.db.selectFrom('run').select('finished_at').executeTakeFirst();
      const row = await looking.catch(() => undefined);
      return typeof row?.finished_at === 'number';
    };
    await bed.work({ concurrency: 1, until: isOver });
    const { state, report } = await showRun(store.db, run, Date.now());
    expect([state, report.warnings]).toEqual(['PROCESSED', []]);
    expect(await storedIds(store)).toEqual(findingIds(SIZE));
    expect(crashes.size).toBe(0);
  });
});

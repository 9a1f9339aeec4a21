import { afterAll, describe, expect, test } from 'vitest';
import { readRun } from '../../engine/platform/worker/index.ts';
import { createFinding, readContents, writePage } from '../inventory/store/records.ts';
import { openTestStore } from '../inventory/store/stores.ts';
import { APPS, listFindingIds, readStoredIds, startAppsVendor } from '../platform/worker/apps.ts';
import { createHarness } from '../platform/worker/harness.ts';
import { createOwnPostgres } from '../setup/postgres.ts';

const server = await createOwnPostgres();
afterAll(() => server.remove());
const SIZE = { apps: 4, pages: 2, perPage: 2 };

describe('PostgreSQL', () => {
  test('killed during a transaction stores nothing, and stores everything later', async () => {
    const store = await openTestStore(await server.fresh());
    await writePage(store, { run: 'r1', at: 1, findings: [createFinding('1')] });
    const before = await readContents(store);
    const page = { connectionId: 'c1', runId: 'r2', at: 2, assets: [], findings: [{ record: createFinding('2') }] };
    const lost = store.transaction(async (tx) => {
      await store.write(tx, page);
      await server.stop('immediate');
    });
    await expect(lost).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' });
    await server.start();
    expect(await readContents(store)).toEqual(before);
    await store.transaction((tx) => store.write(tx, page));
    expect(await readStoredIds(store)).toEqual(['1', '2']);
  });

  test('killed during a run costs only time: the same worker resumes and stores each finding once', async () => {
    const crashes = new Set(['/apps/app-0/findings?page=1', '/apps/app-2/findings?page=0']);
    let isDown = false;
    const { config } = await startAppsVendor(SIZE, async (target) => {
      if (!crashes.delete(target)) return undefined;
      await server.stop('immediate');
      isDown = true;
      return undefined;
    });
    const store = await openTestStore(await server.fresh());
    const harness = createHarness(store, APPS);
    const run = await harness.start(await harness.connect(config.settings));
    /** Resolves when the worker can neither store the run nor report its failure. */
    const isOver = async () => {
      if (isDown) {
        const troubles = harness.events.filter(
          (event) => event.type === 'trouble' && event.doing === 'processing a slice',
        );
        if (troubles.length < 2 - crashes.size) return false;
        await server.start();
        isDown = false;
      }
      const looking = store.db.selectFrom('run').select('finished_at').executeTakeFirst();
      const row = await looking.catch(() => undefined);
      return typeof row?.finished_at === 'number';
    };
    await harness.work({ concurrency: 1, until: isOver });
    const { state, report } = await readRun(store.db, run, Date.now());
    expect([state, report.warnings]).toEqual(['PROCESSED', []]);
    expect(await readStoredIds(store)).toEqual(listFindingIds(SIZE));
    expect(crashes.size).toBe(0);
  });
});

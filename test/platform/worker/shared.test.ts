import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../../engine/index.ts';
import { listRejects, readRun, retryRejects, type WorkerEvent } from '../../../engine/platform/worker/index.ts';
import { createSharedRate } from '../../../engine/platform/worker/shared-rate.ts';
import { createEmptyStore, KINDS } from '../../inventory/store/stores.ts';
import { isFull } from '../../setup/suite.ts';
import { APPS, LOGIN_APPS, listFindingIds, readStoredIds, startAppsVendor } from './apps.ts';
import { createHarness } from './harness.ts';

const PER_MS = isFull ? 1000 : 300;
const SIZE = { apps: 12, pages: 1, perPage: 1 };

const changed = (manifest: Manifest, parts: Partial<Manifest>): Manifest => ({ ...manifest, ...parts });

describe.each(KINDS)('workers of one connection, on $kind', (kind) => {
  test('share one login', async () => {
    let logins = 0;
    const { config } = await startAppsVendor(SIZE, (target) => {
      if (target !== 'POST /login') return undefined;
      logins += 1;
      return { json: { token: `token-of-login-${logins}` } };
    });
    const store = await createEmptyStore(kind);
    const harness = createHarness(store, LOGIN_APPS);
    const run = await harness.start(await harness.connect(config.settings));
    await Promise.all([harness.work(), harness.work(), harness.work()]);
    expect((await readRun(store.db, run, Date.now())).error).toBeNull();
    expect(await readStoredIds(store)).toEqual(listFindingIds(SIZE));
    expect(logins).toBe(1);
    const { session } = await store.db.selectFrom('session').select('session').executeTakeFirstOrThrow();
    expect(session).not.toContain('token-of-login');
    expect(session?.length).toBeGreaterThan(50);
  });

  test('return their slices immediately on stop while waiting for another worker’s login', async () => {
    const { config } = await startAppsVendor(SIZE);
    const store = await createEmptyStore(kind);
    const harness = createHarness(store, LOGIN_APPS);
    const connection = await harness.connect(config.settings);
    const held = { session: null, kept: null, holder: 'another', leased_until: Date.now() + 3_600_000, revision: 0 };
    await store.db
      .insertInto('session')
      .values({ connection_id: connection, ...held })
      .execute();
    await harness.start(connection);
    const isWaiting = ({ type, ...event }: WorkerEvent) =>
      type === 'slice-started' && 'stream' in event && event.stream === 'apps';
    await harness.work({ until: async () => harness.events.some(isWaiting) });
    expect(harness.events.map(({ type }) => type)).toContain('slice-handed-back');
    const slices = await store.db.selectFrom('slice').select('state').where('stream', '=', 'apps').execute();
    expect(slices).toEqual([{ state: 'WAITING' }]);
  });

  test('share the rate limit of its credential', async () => {
    const at: number[] = [];
    const { config } = await startAppsVendor(SIZE, () => {
      at.push(Date.now());
      return undefined;
    });
    const store = await createEmptyStore(kind);
    const harness = createHarness(
      store,
      changed(APPS, { defaults: { rateLimit: [{ limit: 5, per: `PT${PER_MS / 1000}S` }] } }),
    );
    const run = await harness.start(await harness.connect(config.settings));
    await Promise.all([harness.work(), harness.work()]);
    expect((await readRun(store.db, run, Date.now())).error).toBeNull();
    const { bucket } = await store.db.selectFrom('rate').select('bucket').executeTakeFirstOrThrow();
    const { starts } = JSON.parse(bucket) as { starts: number[] };
    expect(starts).toHaveLength(5);
    expect(Math.max(...starts) - Math.min(...at)).toBeGreaterThanOrEqual((Math.ceil(at.length / 5) - 1) * PER_MS - 50);
  });

  test('hold their requests after one of them has learned that none are left', async () => {
    const harness = createHarness(await createEmptyStore(kind), APPS);
    const setup = { manifest: APPS, settings: {} } as unknown as Parameters<typeof createSharedRate>[1];
    const credential = { secrets: ['s3cret-s3cret'] } as unknown as Parameters<typeof createSharedRate>[2];
    const [one, other] = [credential, credential].map((own) => createSharedRate(harness.parts, setup, own));
    const until = Date.now() + 60_000;
    await one?.hold(until);
    expect(await other?.book([])).toBe(until);
    expect(await other?.book([{ limit: 1, perMs: 5000 }])).toBe(until);
    expect(await one?.book([{ limit: 1, perMs: 5000 }])).toBe(until + 5000);
  });

  test('map rejects again with their parents after the map is fixed', async () => {
    const { config } = await startAppsVendor(SIZE);
    const store = await createEmptyStore(kind);
    const maps: Manifest['maps'] = structuredClone(APPS.maps);
    const finding = maps['finding'];
    if (!finding) throw new Error('the manifest maps findings');
    const fields = (severity: string) => ({
      ...finding,
      fields: { ...finding.fields, externalAssetId: '$app.id', severity },
    });
    const manifest = { ...APPS, maps: { ...maps, finding: fields("$app.id = 'app-1' ? 99 : 3") } };
    const harness = createHarness(store, manifest);
    const run = await harness.start(await harness.connect(config.settings));
    await harness.work();
    expect(await listRejects(store.db, run)).toMatchObject([{ entity: 'finding', stream: 'findings' }]);
    manifest.maps = { ...maps, finding: fields('3') };
    expect(await retryRejects(harness.parts, run)).toEqual({ remapped: 1, rejected: 0 });
    expect(await readStoredIds(store)).toEqual(listFindingIds(SIZE));
    const row = await store.db
      .selectFrom('finding')
      .select(['external_asset_id', 'severity'])
      .where('external_id', '=', 'app-1/0/0')
      .executeTakeFirst();
    expect(row).toEqual({ external_asset_id: 'app-1', severity: 3 });
    expect(await retryRejects(harness.parts, run)).toEqual({ remapped: 0, rejected: 0 });
  });
});

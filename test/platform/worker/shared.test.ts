import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../../engine/index.ts';
import { rejectsOf, retryRejects, showRun, type WorkerEvent } from '../../../engine/platform/worker/index.ts';
import { emptyStore, KINDS } from '../../inventory/store/stores.ts';
import { APPS, appsVendor, findingIds, LOGIN_APPS, storedIds } from './apps.ts';
import { platformOn } from './bed.ts';

const SIZE = { apps: 12, pages: 1, perPage: 1 };

const changed = (manifest: Manifest, parts: Partial<Manifest>): Manifest => ({ ...manifest, ...parts });

describe.each(KINDS)('workers of one connection, on $kind', (kind) => {
  test('log in once for all of them', async () => {
    let logins = 0;
    const { config } = await appsVendor(SIZE, (target) => {
      if (target !== 'POST /login') return undefined;
      logins += 1;
      return { json: { token: `token-of-login-${logins}` } };
    });
    const store = await emptyStore(kind);
    const bed = platformOn(store, LOGIN_APPS);
    const run = await bed.start(await bed.connect(config.settings));
    await Promise.all([bed.work(), bed.work(), bed.work()]);
    expect((await showRun(store.db, run, Date.now())).error).toBeNull();
    expect(await storedIds(store)).toEqual(findingIds(SIZE));
    expect(logins).toBe(1);
    const { session } = await store.db.selectFrom('session').select('session').executeTakeFirstOrThrow();
    expect(session).not.toContain('token-of-login');
    expect(session?.length).toBeGreaterThan(50);
  });

  test('that wait for another’s login give their slices back at once when they are to stop', async () => {
    const { config } = await appsVendor(SIZE);
    const store = await emptyStore(kind);
    const bed = platformOn(store, LOGIN_APPS);
    const connection = await bed.connect(config.settings);
    const held = { session: null, kept: null, holder: 'another', leased_until: Date.now() + 3_600_000, revision: 0 };
    await store.db
      .insertInto('session')
      .values({ connection_id: connection, ...held })
      .execute();
    await bed.start(connection);
    const isWaiting = ({ type, ...event }: WorkerEvent) =>
      type === 'slice-started' && 'stream' in event && event.stream === 'apps';
    await bed.work({ until: async () => bed.events.some(isWaiting) });
    expect(bed.events.map(({ type }) => type)).toContain('slice-handed-back');
    const slices = await store.db.selectFrom('slice').select('state').where('stream', '=', 'apps').execute();
    expect(slices).toEqual([{ state: 'WAITING' }]);
  });

  test('share the rate limit of its credential', async () => {
    const at: number[] = [];
    const { config } = await appsVendor(SIZE, () => {
      at.push(Date.now());
      return undefined;
    });
    const store = await emptyStore(kind);
    const bed = platformOn(store, changed(APPS, { defaults: { rateLimit: { limit: 5, per: 'PT1S' } } }));
    const run = await bed.start(await bed.connect(config.settings));
    await Promise.all([bed.work(), bed.work()]);
    expect((await showRun(store.db, run, Date.now())).error).toBeNull();
    const { bucket } = await store.db.selectFrom('rate').select('bucket').executeTakeFirstOrThrow();
    const { starts } = JSON.parse(bucket) as { starts: number[] };
    expect(starts).toHaveLength(5);
    expect(Math.max(...starts) - Math.min(...at)).toBeGreaterThanOrEqual((Math.ceil(at.length / 5) - 1) * 1000 - 50);
  });

  test('map rejects again once the map is mended, with the items that theirs lie under', async () => {
    const { config } = await appsVendor(SIZE);
    const store = await emptyStore(kind);
    const maps: Manifest['maps'] = structuredClone(APPS.maps);
    const finding = maps['finding'];
    if (!finding) throw new Error('the manifest maps findings');
    const fields = (severity: string) => ({
      ...finding,
      fields: { ...finding.fields, externalAssetId: '$app.id', severity },
    });
    const manifest = { ...APPS, maps: { ...maps, finding: fields("$app.id = 'app-1' ? 99 : 3") } };
    const bed = platformOn(store, manifest);
    const run = await bed.start(await bed.connect(config.settings));
    await bed.work();
    expect(await rejectsOf(store.db, run)).toMatchObject([{ entity: 'finding', stream: 'findings' }]);
    manifest.maps = { ...maps, finding: fields('3') };
    expect(await retryRejects(bed.parts, run)).toEqual({ mended: 1, rejected: 0 });
    expect(await storedIds(store)).toEqual(findingIds(SIZE));
    const row = await store.db
      .selectFrom('finding')
      .select(['external_asset_id', 'severity'])
      .where('external_id', '=', 'app-1/0/0')
      .executeTakeFirst();
    expect(row).toEqual({ external_asset_id: 'app-1', severity: 3 });
    expect(await retryRejects(bed.parts, run)).toEqual({ mended: 0, rejected: 0 });
  });
});

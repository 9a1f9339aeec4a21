import { describe, expect, test } from 'vitest';
import { queueOf, startRun } from '../../engine/worker/index.ts';
import { smallManifest, smallVendor } from '../run/small-vendor.ts';
import { emptyStore, KINDS } from '../store/stores.ts';
import { platformOn } from './bed.ts';

const APPS = Array.from({ length: 60 }, (_, at) => ({ id: `app-${at}` }));

const vendor = () =>
  smallVendor((target) => {
    if (target === '/apps') return { json: { items: APPS } };
    const [, app, page] = /^\/apps\/(app-\d+)\/findings\?page=(\d+)/.exec(target) ?? [];
    const items = Number(page) < 3 ? [0, 1].map((at) => ({ id: `${app}/${page}/${at}` })) : [];
    return { json: { items } };
  });

const MANIFEST = smallManifest(
  {
    apps: { request: { path: '/apps' }, records: 'items', key: ['id'], paginator: { type: 'none' } },
    findings: {
      request: { path: '/apps/{{app.id}}/findings' },
      records: 'items',
      key: ['id'],
      partition: { parent: 'apps', as: 'app' },
      paginator: { type: 'pageNumber', pageParam: 'page', firstPage: 0, stop: ['emptyPage'] },
    },
  },
  { assets: 'apps', findings: 'findings' },
);

describe.each(KINDS)('a run on a worker, on $kind', (kind) => {
  test('stores everything once and ends PROCESSED', async () => {
    const { config } = await vendor();
    const store = await emptyStore(kind);
    const bed = platformOn(store, MANIFEST);
    const connection = await bed.connect(config.settings);
    const queue = queueOf(bed.platform, () => undefined);
    await queue.start();
    const run = await startRun(bed.platform, queue, { connection, order: { reason: 'manual' } });
    await bed.work();
    const row = await store.db.selectFrom('run').selectAll().where('id', '=', run).executeTakeFirstOrThrow();
    expect(row.error).toBeNull();
    expect(JSON.parse(row.report ?? '{}')).toMatchObject({
      state: 'PROCESSED',
      warnings: [],
      entities: { finding: { written: 360 } },
    });
    const { count } = await store.db
      .selectFrom('finding')
      .select((is) => is.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    expect(Number(count)).toBe(360);
    expect(bed.events.filter(({ type }) => type === 'trouble')).toEqual([]);
    await queue.stop();
  });
});

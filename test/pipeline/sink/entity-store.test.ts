import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import type { Manifest } from '../../../engine/index.ts';
import { listEntityRecords } from '../../../engine/inventory/read/index.ts';
import type { Store } from '../../../engine/inventory/store/index.ts';
import { runIntoStore } from '../../inventory/store/killed-run.ts';
import { createEmptyStore, KINDS, openTestStore } from '../../inventory/store/stores.ts';
import { createHarness } from '../../platform/worker/harness.ts';
import { pickRows } from '../../setup/suite.ts';
import { createSmallManifest, startSmallVendor } from '../run/small-vendor.ts';

const folder = await mkdtemp(join(tmpdir(), 'mapwright-entity-store-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const CHILD = fileURLToPath(new URL('../../inventory/store/killed-run.ts', import.meta.url));

const PAGED: NonNullable<Manifest['streams'][string]['paginator']> = {
  type: 'pageNumber',
  pageParam: 'page',
  stop: ['totalRecords'],
  totalRecords: 'total',
};

/** Users with an identity, and events without one, of which every run appends its own. */
const CONNECTOR: Manifest = createSmallManifest(
  {
    users: { request: { path: '/users' }, records: 'items', key: ['id'], paginator: PAGED },
    events: { request: { path: '/events' }, records: 'items', paginator: PAGED },
  },
  { maps: {} },
);

const PAGE = 2;

/** Vendor of these lists in pages of two; page `broken` of the events fails. */
async function startLists(users: readonly object[], events: readonly object[]) {
  const state = { users, events, broken: -1 };
  const vendor = await startSmallVendor((target) => {
    const { pathname, searchParams } = new URL(target, 'http://vendor');
    const all = pathname === '/users' ? state.users : state.events;
    const page = Number(searchParams.get('page') ?? 0);
    if (pathname === '/events' && page === state.broken) return { status: 422, json: {} };
    return { json: { items: all.slice(page * PAGE, (page + 1) * PAGE), total: all.length } };
  });
  return { state, vendor };
}

const users = (count: number) => Array.from({ length: count }, (_, id) => ({ id, name: `user ${id}` }));
const EVENTS = [{ at: 3 }, { at: 1 }, { at: 1 }, ...Array.from({ length: 9 }, (_, at) => ({ at }))];

const readAll = async (store: Store, entity: string) =>
  (await listEntityRecords(store, { entity, now: 0, limit: 1_000 })).items.map(({ record }) => record);

describe.each(KINDS)('records of other entities, run into $kind', (kind) => {
  const start = async () => {
    const to = await kind.url();
    const lists = await startLists(users(3), EVENTS);
    const stored = { manifest: CONNECTOR, settings: lists.vendor.config.settings, to };
    const sync = (state = join(folder, randomUUID())) => runIntoStore({ ...stored, state, runId: randomUUID() });
    return { ...lists, to, sync };
  };

  test('are stored by identity, or appended by each run, and deleted when they are missing', async () => {
    const { state, to, sync } = await start();
    expect((await sync()).entities).toMatchObject({ users: { written: 3 }, events: { written: EVENTS.length } });
    state.users = users(2);
    await sync();
    const store = await openTestStore(to);
    expect(await readAll(store, 'users')).toEqual(users(2));
    expect(await readAll(store, 'events')).toEqual([...EVENTS, ...EVENTS]);
  });

  test('are not deleted if most are missing at once', async () => {
    const { state, to, sync } = await start();
    state.users = users(60);
    await sync();
    state.users = users(20);
    expect((await sync()).warnings).toMatchObject([{ code: 'ABSENT_TOO_MANY', count: 40 }]);
    expect(await readAll(await openTestStore(to), 'users')).toHaveLength(60);
  });

  test('are exact after a run was stopped and resumed', async () => {
    const { state, to, sync } = await start();
    const saved = join(folder, randomUUID());
    state.broken = 3;
    expect((await sync(saved)).error).not.toBeNull();
    state.broken = -1;
    expect((await sync(saved)).error).toBeNull();
    const store = await openTestStore(to);
    expect(await readAll(store, 'events')).toEqual(state.events);
    expect(await readAll(store, 'users')).toEqual(users(3));
  });

  test.each(pickRows([5, 6]))(
    'are exact after the process is killed between a page and its checkpoint (commit %i)',
    async (nth) => {
      const { vendor, to, sync } = await start();
      const state = join(folder, randomUUID());
      const stored = { manifest: CONNECTOR, settings: vendor.config.settings, to, state, runId: randomUUID() };
      const env = { ...process.env, MAPWRIGHT_FAILPOINT: `store-committed:${nth}` };
      const child = spawn(process.execPath, [CHILD, JSON.stringify(stored)], { env, stdio: 'inherit' });
      expect((await once(child, 'exit'))[1]).toBe('SIGKILL');
      expect((await sync(state)).error).toBeNull();
      const store = await openTestStore(to);
      expect(await readAll(store, 'events')).toEqual(EVENTS);
      expect(await readAll(store, 'users')).toEqual(users(3));
    },
  );

  test('are stored by workers', async () => {
    const { state, vendor } = await startLists(users(3), EVENTS);
    const store = await createEmptyStore(kind);
    const harness = createHarness(store, CONNECTOR);
    const connection = await harness.connect(vendor.config.settings);
    await harness.start(connection);
    await harness.work();
    state.users = users(2);
    await harness.start(connection);
    await harness.work();
    expect(await readAll(store, 'users')).toEqual(users(2));
    expect(await readAll(store, 'events')).toEqual([...EVENTS, ...EVENTS]);
    const written = harness.events.flatMap((event) => (event.type === 'page-stored' ? [event.written.records] : []));
    expect(written.some((counts) => counts?.['users']?.added === 3)).toBe(true);
  });
});

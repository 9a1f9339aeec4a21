import { describe, expect, test } from 'vitest';
import { addRun, finishRun } from '../../../engine/inventory/store/run-rows.ts';
import { readStoreSizes } from '../../../engine/inventory/store/sizes.ts';
import type { Store } from '../../../engine/inventory/store/store.ts';
import {
  createConnection,
  deleteConnection,
  findKeptInventory,
  listAudit,
  listKeptInventories,
  pruneStore,
  removeKeptInventory,
} from '../../../engine/platform/connections/index.ts';
import { closeUnseen, createAsset, createFinding, createPage } from '../../inventory/store/records.ts';
import { createEmptyStore, KINDS } from '../../inventory/store/stores.ts';
import { catchCode, createDraft, createTestPlatform, NOON } from './parts.ts';

const FORCE = { force: true };
const DAY = 86_400_000;

interface OldRun {
  readonly id: string;
  readonly connection: string;
  readonly at: number;
  /** Undefined for an open run. */
  readonly ended?: number;
}

/** Adds a run with one row in each table of its details. */
async function addDetailedRun(store: Store, { id, connection, at, ended }: OldRun): Promise<void> {
  await store.transaction(async (tx) => {
    const times = { created_at: at, started_at: at };
    const kind = { reason: 'manual', slot: null, state: 'PROCESSING', setup: '{}', full: 1 } as const;
    await addRun(tx, { id, connection_id: connection, ...kind, ...times });
    if (ended !== undefined) await finishRun(tx, id, { state: 'PROCESSED', at: ended });
    const slice = {
      id: `s-${id}`,
      run_id: id,
      stage: 0,
      ordinal: 0,
      stream: 'a',
      part: '{}',
      state: 'DONE',
      attempt: 1,
    };
    const none = {
      checkpoint: null,
      worker: null,
      started_at: null,
      finished_at: null,
      error: null,
    };
    await tx
      .insertInto('slice')
      .values({ ...slice, ...none, failures: 0, not_before: 0 })
      .execute();
    await tx
      .insertInto('parent')
      .values({ run_id: id, stream: 'a', slice: 0, seq: 0, key: 'k', parent: '{}' })
      .execute();
    const request = {
      run_id: id,
      stream: 'a',
      at,
      method: 'GET',
      path: '/',
      status: 200,
      ms: 1,
      attempt: 1,
      error: null,
    };
    await tx.insertInto('request').values(request).execute();
    const reject = {
      entity: 'finding',
      stream: 'a',
      pointer: '',
      code: 'X',
      message: '',
      fix: '',
      item: '{}',
      scope: '{}',
    };
    const of = { run_id: id, connection_id: connection, slice_id: null, parent_key: null, mended_at: null };
    await tx
      .insertInto('reject')
      .values({ ...reject, ...of })
      .execute();
  });
}

describe.each(KINDS)('pruning on $kind', (kind) => {
  const OLD = NOON - 100 * DAY;
  const BEFORE = NOON - 90 * DAY;

  /** Writes a finding with this status, and its item. */
  const writeStatus = (store: Store, { run, at, status }: { run: string; at: number; status: string }) =>
    store.transaction((tx) => {
      const page = createPage({ run, at, assets: [createAsset('a1')], findings: [createFinding('f1', status)] });
      return store.write(tx, { ...page, findings: page.findings.map((one) => ({ ...one, raw: '{"id":1}' })) });
    });

  const readStatuses = async ({ db }: Store) =>
    (await db.selectFrom('finding_status').select('status').orderBy('at').execute()).map(({ status }) => status);

  const countRows = async ({ db }: Store) => {
    const counts: Record<string, number> = {};
    for (const table of ['run', 'slice', 'parent', 'request', 'reject'] as const)
      counts[table] = (await db.selectFrom(table).selectAll().execute()).length;
    return counts;
  };

  test('removes runs that ended before the time with their rows, but neither the last one of a connection nor open ones', async () => {
    const platform = createTestPlatform(await createEmptyStore(kind));
    const { store } = platform;
    const { id: connection } = await createConnection(platform, createDraft(), FORCE);
    // More than one batch.
    for (let at = 0; at < 25; at += 1)
      await addDetailedRun(store, { id: `old-${at}`, connection, at: OLD, ended: OLD });
    await addDetailedRun(store, { id: 'last', connection, at: OLD, ended: OLD });
    await addDetailedRun(store, { id: 'open', connection, at: OLD });
    await addDetailedRun(store, { id: 'recent', connection, at: OLD, ended: BEFORE });
    await store.db.updateTable('connection').set({ last_run_id: 'last' }).execute();
    const expected = { runs: 25, slices: 25, parents: 25, requests: 25, rejects: 25, statuses: 0, items: 0 };
    expect(await pruneStore(platform, { before: BEFORE, dryRun: true })).toEqual(expected);
    expect(await countRows(store)).toEqual({ run: 28, slice: 28, parent: 28, request: 28, reject: 28 });
    const [before] = await listAudit(store.db, { limit: 1 });
    expect(before?.action).not.toBe('store.prune');
    expect(await pruneStore(platform, { before: BEFORE, dryRun: false })).toEqual(expected);
    expect(await countRows(store)).toEqual({ run: 3, slice: 3, parent: 3, request: 3, reject: 3 });
    const rest = await store.db.selectFrom('run').select('id').orderBy('id').execute();
    expect(rest.map(({ id }) => id)).toEqual(['last', 'open', 'recent']);
    const [entry] = await listAudit(store.db, { limit: 1 });
    expect(entry).toMatchObject({ action: 'store.prune', subject: 'store', actor: 'test' });
    expect(JSON.parse(entry?.detail ?? '')).toEqual({ before: new Date(BEFORE).toISOString(), ...expected });
    expect(await pruneStore(platform, { before: BEFORE, dryRun: false })).toMatchObject({ runs: 0 });
    expect((await listAudit(store.db, { limit: 1 }))[0]?.seq).toBe(entry?.seq);
  });

  test('keeps the status that a finding had at the time, and later ones', async () => {
    const platform = createTestPlatform(await createEmptyStore(kind));
    const { store } = platform;
    const changes = ['NEW', 'IN_PROGRESS', 'FIXED', 'NEW', 'IGNORED'];
    for (const [index, status] of changes.entries())
      await writeStatus(store, { run: `r${index}`, at: BEFORE + (index - 2.5) * DAY, status });
    const all = await readStatuses(store);
    expect(all).toHaveLength(5);
    expect(await pruneStore(platform, { before: BEFORE, dryRun: false })).toMatchObject({ statuses: 2, items: 0 });
    expect(await readStatuses(store)).toEqual(all.slice(2));
  });

  test('keeps the status before an open run, which the run may restore', async () => {
    const platform = createTestPlatform(await createEmptyStore(kind));
    const { store } = platform;
    await writeStatus(store, { run: 'r1', at: OLD, status: 'NEW' });
    await addDetailedRun(store, { id: 'open', connection: 'c1', at: OLD + 1 });
    await writeStatus(store, { run: 'open', at: OLD + 2, status: 'IGNORED' });
    expect(await pruneStore(platform, { before: BEFORE, dryRun: false })).toMatchObject({ statuses: 0 });
    await writeStatus(store, { run: 'open', at: OLD + 3, status: 'NEW' });
    expect(await readStatuses(store)).toEqual(['NEW']);
  });

  test('removes the items of records gone before the time; a record that returns has its item again', async () => {
    const platform = createTestPlatform(await createEmptyStore(kind));
    const { store } = platform;
    await writeStatus(store, { run: 'r1', at: OLD, status: 'NEW' });
    expect(await pruneStore(platform, { before: BEFORE, dryRun: false })).toMatchObject({ items: 0 });
    await closeUnseen(store, { run: 'r2', at: OLD + 1 });
    expect(await pruneStore(platform, { before: BEFORE, dryRun: true })).toMatchObject({ items: 1 });
    expect(await pruneStore(platform, { before: BEFORE, dryRun: false })).toMatchObject({ items: 1 });
    const readRaw = () => store.db.selectFrom('finding').select('raw').executeTakeFirstOrThrow();
    expect(await readRaw()).toEqual({ raw: null });
    await writeStatus(store, { run: 'r3', at: NOON, status: 'NEW' });
    expect((await readRaw()).raw).not.toBeNull();
  });
});

describe.each(KINDS)('the inventory of a deleted connection on $kind', (kind) => {
  /** Creates a connection with an asset, a finding and another record, and deletes it. */
  async function createDeleted(platform: ReturnType<typeof createTestPlatform>, inventory: 'keep' | 'remove') {
    const { store } = platform;
    const { id } = await createConnection(platform, createDraft(), FORCE);
    const page = createPage({
      run: 'r',
      at: NOON,
      connection: id,
      assets: [createAsset('a1')],
      findings: [createFinding('1')],
    });
    const others = [{ entity: 'user', identity: '1', record: { id: 1 } }];
    await store.transaction((tx) => store.write(tx, { ...page, others }));
    await deleteConnection(platform, id, { inventory });
    return id;
  }

  const countRows = async ({ db }: Store) => {
    const tables = [
      'asset',
      'asset_seen',
      'finding',
      'finding_seen',
      'finding_status',
      'entity_record',
      'entity_record_seen',
    ] as const;
    const counts: number[] = [];
    for (const table of tables) counts.push((await db.selectFrom(table).selectAll().execute()).length);
    return counts;
  };

  test('can be removed later by name or id, which the audit log records', async () => {
    const platform = createTestPlatform(await createEmptyStore(kind));
    const { store } = platform;
    await createDeleted(platform, 'remove');
    expect(await listKeptInventories(store.db)).toEqual([]);
    const id = await createDeleted(platform, 'keep');
    const kept = { id, name: 'one', deletedAt: NOON, assets: 1, findings: 1, records: 1 };
    expect(await listKeptInventories(store.db)).toEqual([kept]);
    expect(await removeKeptInventory(platform, 'one')).toEqual(kept);
    expect(await countRows(store)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    const [entry] = await listAudit(store.db, { limit: 1 });
    expect(entry).toMatchObject({ action: 'inventory.remove', subject: `connection:${id}` });
    expect(JSON.parse(entry?.detail ?? '')).toEqual({ name: 'one', assets: 1, findings: 1, records: 1 });
    expect(await catchCode(removeKeptInventory(platform, id))).toBe('CONNECTION_UNKNOWN');
  });

  test('is never that of an existing connection, and a name that several had is refused', async () => {
    const platform = createTestPlatform(await createEmptyStore(kind));
    const { store } = platform;
    const ids = [await createDeleted(platform, 'keep'), await createDeleted(platform, 'keep')];
    expect(await catchCode(findKeptInventory(store.db, 'one'))).toBe('CONNECTION_AMBIGUOUS');
    await removeKeptInventory(platform, ids[0] ?? '');
    expect(await listKeptInventories(store.db)).toMatchObject([{ id: ids[1] }]);
    await createConnection(platform, createDraft(), FORCE);
    expect(await findKeptInventory(store.db, 'one')).toBeUndefined();
    expect(await catchCode(removeKeptInventory(platform, 'one'))).toBe('CONNECTION_UNKNOWN');
    expect(await findKeptInventory(store.db, ids[1] ?? '')).toMatchObject({ findings: 1 });
    // A sync without a saved connection creates its connection again under the same id.
    await store.db
      .updateTable('connection')
      .set({ id: ids[1] ?? '' })
      .execute();
    expect(await findKeptInventory(store.db, ids[1] ?? '')).toBeUndefined();
    expect(await listKeptInventories(store.db)).toEqual([]);
  });
});

describe.each(KINDS)('sizes on $kind', (kind) => {
  test('contain every table with its rows, and add up to the store at most', async () => {
    const store = await createEmptyStore(kind);
    const findings = Array.from({ length: 300 }, (_, index) => createFinding(`f${index}`));
    await store.transaction((tx) => store.write(tx, createPage({ run: 'r', at: 1, findings })));
    const { bytes, tables, unused } = await readStoreSizes(store);
    expect(tables.find(({ name }) => name === 'finding')).toEqual({
      name: 'finding',
      rows: 300,
      bytes: expect.any(Number),
    });
    expect(tables[0]?.name).toBe('finding');
    for (const name of ['asset', 'run', 'audit', 'schema_migration'])
      expect(tables.find((one) => one.name === name)).toMatchObject({ rows: expect.any(Number) });
    const sum = tables.reduce((total, one) => total + one.bytes, 0);
    expect(sum).toBeGreaterThan(300 * 200);
    expect(sum).toBeLessThanOrEqual(bytes);
    expect(unused === undefined).toBe(kind.kind === 'postgres');
  });
});

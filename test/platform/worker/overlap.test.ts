import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../../engine/index.ts';
import {
  deleteConnection,
  editConnection,
  pauseConnection,
  readConnection,
  resumeConnection,
  rotateSecrets,
} from '../../../engine/platform/connections/index.ts';
import type { Schedule } from '../../../engine/platform/schedule/index.ts';
import { cancelRun, listRuns, readRun, retryRejects, retryRun } from '../../../engine/platform/worker/index.ts';
import { lockRun } from '../../../engine/platform/worker/lock-run.ts';
import { runSchedulerTick } from '../../../engine/platform/worker/scheduler.ts';
import { createWorkerRuns } from '../../../engine/platform/worker/worker-run.ts';
import { createEmptyStore, KINDS } from '../../inventory/store/stores.ts';
import { startSmallVendor } from '../../pipeline/run/small-vendor.ts';
import { APPS, startAppsVendor } from './apps.ts';
import { createHarness, type Harness } from './harness.ts';

const SIZE = { apps: 1, pages: 1, perPage: 1 };
const HOUR = 3_600_000;
const HOURLY: Schedule = { type: 'interval', every: 1, unit: 'hours', start: '2026-01-01', zone: 'UTC' };

/** The same vendor with a secret key. */
const KEYED: Manifest = {
  ...APPS,
  settings: {
    ...APPS.settings,
    properties: { ...APPS.settings.properties, key: { type: 'string', title: 'Key', writeOnly: true } },
  },
  auth: { type: 'apiKey', into: 'header', name: 'x-key', value: '{{settings.key}}' },
};

/** Sets the next slot of a connection to a past time. */
const slotAt = (harness: Harness, at: number) =>
  harness.platform.store.db.updateTable('connection').set({ next_run_at: at }).execute();

const reasons = async (harness: Harness) =>
  (await listRuns(harness.platform.store.db)).map(({ reason }) => reason).reverse();

const actions = async (harness: Harness, action: string) =>
  harness.platform.store.db.selectFrom('audit').select('detail').where('action', '=', action).execute();

describe.each(KINDS)('during a run, on $kind', (kind) => {
  /** Starts a run that waits for the vendor's response. */
  async function running({ manifest = APPS, more = {}, settings = {} as Record<string, string> } = {}) {
    const gate = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    let refuses = false;
    const { config } = await startAppsVendor(SIZE, async (target) => {
      if (target !== '/apps') return undefined;
      reached.resolve();
      await gate.promise;
      return refuses ? { status: 401, json: {} } : undefined;
    });
    const harness = createHarness(await createEmptyStore(kind), manifest);
    const connection = await harness.connect({ ...config.settings, ...settings }, { manualOnly: false, ...more });
    const run = await harness.start(connection);
    const working = harness.work();
    await reached.promise;
    return {
      harness,
      connection,
      run,
      async end({ refused = false } = {}) {
        refuses = refused;
        gate.resolve();
        await working;
      },
    };
  }

  // SQLite has one writer, and no locks of rows.
  test.skipIf(kind.kind === 'sqlite')('a slice that ends writes its records before it locks the run', async () => {
    const { harness, run, end } = await running();
    const { store, clock } = { ...harness.platform, clock: harness.parts.ports.clock };
    const [locked, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const holding = store.transaction(async (tx) => {
      await lockRun(tx, store, run);
      locked.resolve();
      await release.promise;
    });
    await locked.promise;
    const ending = end();
    const findWritten = async () => {
      const { rows } = await sql<{ pid: number; relation: string | null }>`
        SELECT a.pid, l.relation::regclass::text AS relation FROM pg_stat_activity a
        LEFT JOIN pg_locks l ON l.pid = a.pid AND l.granted AND l.mode = 'RowExclusiveLock'
        WHERE a.datname = current_database() AND a.wait_event_type = 'Lock' AND a.query LIKE '%for update%'`.execute(
        store.db,
      );
      return rows;
    };
    let waiting = await findWritten();
    for (; waiting.length === 0; waiting = await findWritten()) await clock.sleep(20);
    release.resolve();
    await Promise.all([holding, ending]);
    const written = waiting.map(({ relation }) => relation);
    expect(written).toContain('asset');
    expect(written).not.toContain('slice');
    expect(await readRun(store.db, run, Date.now())).toMatchObject({ state: 'PROCESSED' });
  });

  test('a slot that passes triggers a catch-up run, which the history records', async () => {
    const { harness, connection, run, end } = await running({ more: { schedule: HOURLY } });
    const slot = Date.now() + 1;
    await slotAt(harness, slot);
    await runSchedulerTick(harness.parts);
    expect(await reasons(harness)).toEqual(['manual']);
    await end();
    await runSchedulerTick(harness.parts);
    await harness.work();
    expect(await reasons(harness)).toEqual(['manual', 'catch-up']);
    const [said] = await actions(harness, 'schedule.catch-up');
    expect(JSON.parse(said?.detail ?? '')).toMatchObject({ behind: run });
    const { state, nextRun } = await readConnection(harness.platform.store.db, connection);
    expect({ state, isAhead: (nextRun?.at ?? 0) > slot }).toEqual({ state: 'SCHEDULED', isAhead: true });
    await runSchedulerTick(harness.parts);
    expect(await reasons(harness)).toHaveLength(2);
  });

  test('the only slot of a schedule triggers a catch-up run', async () => {
    const { harness, end } = await running({
      more: { schedule: { type: 'once', at: '2090-01-01T00:00', zone: 'UTC' } },
    });
    await slotAt(harness, Date.now() + 1);
    await end();
    expect(await readConnection(harness.platform.store.db, 'one')).toMatchObject({ state: 'SCHEDULED' });
  });

  test('a slot that passed does not restart a cancelled run', async () => {
    const { harness, run, end } = await running({ more: { schedule: HOURLY } });
    await slotAt(harness, Date.now() + 1);
    await cancelRun(harness.platform, harness.queue, run);
    await end();
    await runSchedulerTick(harness.parts);
    expect(await reasons(harness)).toEqual(['manual']);
  });

  test('a pause lets the run finish and prevents new ones; slots during the pause are dropped', async () => {
    const { harness, connection, end } = await running({ more: { schedule: HOURLY } });
    await slotAt(harness, Date.now() + 1);
    await pauseConnection(harness.platform, connection);
    await end();
    await runSchedulerTick(harness.parts);
    expect(await reasons(harness)).toEqual(['manual']);
    expect(await readConnection(harness.platform.store.db, connection)).toMatchObject({
      state: 'PROCESSED',
      nextRun: null,
    });
    const { nextRun } = await resumeConnection(harness.platform, connection);
    expect(nextRun?.at).toBeGreaterThan(Date.now());
  });

  test('deletion is rejected', async () => {
    const { harness, connection, end } = await running();
    const gone = deleteConnection(harness.platform, connection, { inventory: 'remove' });
    await expect(gone).rejects.toMatchObject({ code: 'CONNECTION_BUSY' });
    await end();
    expect(await deleteConnection(harness.platform, connection, { inventory: 'remove' })).toMatchObject({
      findings: 1,
    });
    await runSchedulerTick(harness.parts);
    expect(harness.events.filter(({ type }) => type === 'trouble')).toEqual([]);
  });

  test('a rejection of old secrets does not pause a connection with new ones', async () => {
    const { harness, connection, run, end } = await running({ manifest: KEYED, settings: { key: 'old-key-of-old' } });
    await rotateSecrets(harness.platform, connection, { secrets: { key: 'new-key-of-new' }, force: true });
    await end({ refused: true });
    expect(await readRun(harness.platform.store.db, run, Date.now())).toMatchObject({
      error: { code: 'AUTH_REJECTED' },
    });
    expect(await readConnection(harness.platform.store.db, connection)).toMatchObject({
      state: 'ERRORED',
      paused: null,
    });
  });

  test('rejected secrets pause the connection', async () => {
    const { harness, connection, end } = await running({ manifest: KEYED, settings: { key: 'old-key-of-old' } });
    await end({ refused: true });
    const { paused } = await readConnection(harness.platform.store.db, connection);
    expect(paused).toMatchObject({ code: 'AUTH_REJECTED' });
  });
});

describe.each(KINDS)('between runs, on $kind', (kind) => {
  test('an edit that does not change the schedule keeps an overdue slot', async () => {
    const { config } = await startAppsVendor(SIZE);
    const harness = createHarness(await createEmptyStore(kind), APPS);
    const connection = await harness.connect(config.settings, { schedule: HOURLY, manualOnly: false });
    const missed = Date.now() - 5 * HOUR;
    await slotAt(harness, missed);
    await editConnection(harness.platform, connection, { changes: { description: 'edited' } });
    expect((await readConnection(harness.platform.store.db, connection)).nextRun?.at).toBe(missed);
    await editConnection(harness.platform, connection, { changes: { schedule: { ...HOURLY, every: 2 } } });
    expect((await readConnection(harness.platform.store.db, connection)).nextRun?.at).toBeGreaterThan(Date.now());
  });

  test('a retry uses the current secrets, also on a worker that has the run open', async () => {
    const keys: unknown[] = [];
    const { config } = await startSmallVendor((_, { headers }) => {
      keys.push(headers['x-key']);
      return headers['x-key'] === 'second-key' ? { json: { items: [] } } : { status: 422, json: {} };
    });
    const harness = createHarness(await createEmptyStore(kind), KEYED);
    const { store } = harness.platform;
    const connection = await harness.connect({ ...config.settings, key: 'first-key' });
    const run = await harness.start(connection);
    const open = createWorkerRuns(harness.parts);
    const before = await open.open(run);
    await harness.work();
    await rotateSecrets(harness.platform, connection, { secrets: { key: 'second-key' }, force: true });
    await retryRun(harness.platform, harness.queue, run);
    expect(await open.open(run)).not.toBe(before);
    await harness.work();
    expect((await readRun(store.db, run, Date.now())).state).toBe('PROCESSED');
    expect(new Set(keys)).toEqual(new Set(['first-key', 'second-key']));
  });

  test('a retry is rejected, without a pause, if the secrets were entered for other hosts since', async () => {
    const { config } = await startAppsVendor(SIZE, () => ({ status: 422, json: {} }));
    const other = await startAppsVendor(SIZE);
    const harness = createHarness(await createEmptyStore(kind), KEYED);
    const connection = await harness.connect({ ...config.settings, key: 'first-key-of-all' });
    const run = await harness.start(connection);
    await harness.work();
    const settings = { ...other.config.settings, key: 'second-key-of-all' };
    await editConnection(harness.platform, connection, { changes: { settings }, force: true });
    await expect(retryRun(harness.platform, harness.queue, run)).rejects.toMatchObject({
      code: 'SECRET_BOUND_ELSEWHERE',
    });
    expect(await readConnection(harness.platform.store.db, connection)).toMatchObject({
      state: 'ERRORED',
      paused: null,
    });
  });

  test('fixed rejects of an earlier run never replace records of a later run', async () => {
    const { config } = await startAppsVendor(SIZE);
    const finding = APPS.maps['finding'];
    if (!finding) throw new Error('the manifest maps findings');
    const withSeverity = (severity: string): Manifest => ({
      ...APPS,
      maps: { ...APPS.maps, finding: { ...finding, fields: { ...finding.fields, severity } } },
    });
    const manifest = { ...withSeverity('99') };
    const harness = createHarness(await createEmptyStore(kind), manifest);
    const connection = await harness.connect(config.settings);
    const first = await harness.start(connection);
    await harness.work();
    manifest.maps = withSeverity('5').maps;
    await harness.start(connection);
    await harness.work();
    manifest.maps = withSeverity('1').maps;
    expect(await retryRejects(harness.parts, first)).toEqual({ remapped: 1, rejected: 0 });
    const { severity } = await harness.platform.store.db
      .selectFrom('finding')
      .select('severity')
      .executeTakeFirstOrThrow();
    expect(severity).toBe(5);
  });
});

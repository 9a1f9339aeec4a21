import { describe, expect, test } from 'vitest';
import { isEngineError } from '../../../engine/base/errors/index.ts';
import type { Manifest } from '../../../engine/index.ts';
import { editConnection, listAudit, readConnection } from '../../../engine/platform/connections/index.ts';
import { cancelRun, closeAbsentOfRun, readRun, retryRun } from '../../../engine/platform/worker/index.ts';
import { createEmptyStore, KINDS } from '../../inventory/store/stores.ts';
import { createSmallManifest, startSmallVendor } from '../../pipeline/run/small-vendor.ts';
import { APPS, listFindingIds, readStoredIds, startAppsVendor } from './apps.ts';
import { createHarness } from './harness.ts';

const SIZE = { apps: 5, pages: 2, perPage: 2 };

describe.each(KINDS)('a run, on $kind', (kind) => {
  test('a connection has one run at a time', async () => {
    const { config } = await startAppsVendor(SIZE);
    const harness = createHarness(await createEmptyStore(kind), APPS);
    const connection = await harness.connect(config.settings);
    const starts = await Promise.allSettled([
      harness.start(connection),
      harness.start(connection),
      harness.start(connection),
    ]);
    expect(starts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refused = starts.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(refused.every((error) => isEngineError(error, 'RUN_OPEN'))).toBe(true);
  });

  test('rejected credentials end it as ERRORED and pause its connection with the reason', async () => {
    const { config } = await startAppsVendor(SIZE, (target) =>
      target === '/apps' ? { status: 401, json: {} } : undefined,
    );
    const store = await createEmptyStore(kind);
    const harness = createHarness(store, APPS);
    const connection = await harness.connect(config.settings);
    const run = await harness.start(connection);
    await harness.work();
    const { state, error, report } = await readRun(store.db, run, Date.now());
    expect({ state, error }).toMatchObject({ state: 'ERRORED', error: { code: 'AUTH_REJECTED', stream: 'apps' } });
    expect(report.state).toBe('ERRORED');
    expect(await readConnection(store.db, connection)).toMatchObject({
      state: 'ERRORED',
      paused: { code: 'AUTH_REJECTED' },
    });
    await expect(harness.start(connection)).rejects.toMatchObject({ code: 'CONNECTION_PAUSED' });
  });

  test('a retry resumes a failed run from its checkpoint', async () => {
    let isBroken = true;
    const vendor = await startAppsVendor(SIZE, (target) =>
      isBroken && target.startsWith('/apps/app-3/') ? { status: 422, json: {} } : undefined,
    );
    const store = await createEmptyStore(kind);
    const harness = createHarness(store, APPS);
    const run = await harness.start(await harness.connect(vendor.config.settings));
    await harness.work({ concurrency: 1 });
    expect(await readRun(store.db, run, Date.now())).toMatchObject({
      state: 'ERRORED',
      error: { code: 'REQUEST_REFUSED' },
    });
    isBroken = false;
    vendor.asked.length = 0;
    await retryRun(harness.platform, harness.queue, run);
    await harness.work();
    expect((await readRun(store.db, run, Date.now())).state).toBe('PROCESSED');
    expect(await readStoredIds(store)).toEqual(listFindingIds(SIZE));
    expect(vendor.asked.filter((target) => target === '/apps' || target.startsWith('/apps/app-0/'))).toEqual([]);
    await expect(retryRun(harness.platform, harness.queue, run)).rejects.toMatchObject({ code: 'RUN_NOT_RETRIED' });
  });

  test('a cancelled run stores nothing more, and its connection can run again', async () => {
    const store = await createEmptyStore(kind);
    const harness = createHarness(store, APPS);
    const gate = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    const { config } = await startAppsVendor(SIZE, async (target) => {
      if (!target.startsWith('/apps/app-1/')) return undefined;
      reached.resolve();
      await gate.promise;
      return undefined;
    });
    const connection = await harness.connect(config.settings);
    const run = await harness.start(connection);
    const working = harness.work({ concurrency: 1 });
    await reached.promise;
    await cancelRun(harness.platform, harness.queue, run);
    gate.resolve();
    await working;
    expect((await readRun(store.db, run, Date.now())).state).toBe('CANCELLED');
    expect((await readStoredIds(store)).filter((id) => !id.startsWith('app-0/'))).toEqual([]);
    await expect(cancelRun(harness.platform, harness.queue, run)).rejects.toMatchObject({ code: 'RUN_NOT_OPEN' });
    await harness.start(connection);
    await harness.work();
    expect(await readStoredIds(store)).toEqual(listFindingIds(SIZE));
  });

  test('a cancelled run aborts its open jobs at the vendor, and a retry creates them again', async () => {
    const reached = Promise.withResolvers<void>();
    const asked: string[] = [];
    let isDone = false;
    const { config } = await startSmallVendor((target) => {
      asked.push(target);
      if (target === '/exports/1/state') reached.resolve();
      const exports = asked.filter((one) => one === 'POST /exports').length;
      if (target === 'POST /exports') return { json: { id: exports } };
      if (target.endsWith('/state')) return { json: { status: isDone ? 'done' : 'running' } };
      return { json: { items: [{ id: 'f' }] } };
    });
    const repeatable = { method: 'POST', repeatable: true } as const;
    const job: NonNullable<Manifest['streams'][string]['job']> = {
      create: { request: { ...repeatable, path: '/exports' }, capture: { id: 'id' } },
      poll: {
        request: { path: '/exports/{{job.id}}/state' },
        status: 'status',
        states: { running: 'pending', done: 'done' },
        interval: 'PT0.1S',
      },
      files: { request: { path: '/exports/{{job.id}}/file' } },
      abort: { ...repeatable, path: '/exports/{{job.id}}/cancel' },
    };
    const things = { job, records: 'items', key: ['id'] };
    const store = await createEmptyStore(kind);
    const harness = createHarness(store, createSmallManifest({ things }, { findings: 'things' }));
    const run = await harness.start(await harness.connect(config.settings));
    const working = harness.work();
    await reached.promise;
    await cancelRun(harness.platform, harness.queue, run);
    await working;
    expect(asked.filter((target) => target.startsWith('POST'))).toEqual(['POST /exports', 'POST /exports/1/cancel']);
    isDone = true;
    await retryRun(harness.platform, harness.queue, run);
    await harness.work();
    expect((await readRun(store.db, run, Date.now())).state).toBe('PROCESSED');
    expect(asked.filter((target) => !target.endsWith('/state')).slice(2)).toEqual(['POST /exports', '/exports/2/file']);
  });

  test('closes absent findings, but not most of them without confirmation', async () => {
    const apps = { apps: 30, pages: 1, perPage: 1 };
    let left = 30;
    const { config } = await startAppsVendor(apps, (target) =>
      target === '/apps'
        ? { json: { items: Array.from({ length: left }, (_, at) => ({ id: `app-${at}` })) } }
        : undefined,
    );
    const store = await createEmptyStore(kind);
    const harness = createHarness(store, APPS);
    const connection = await harness.connect(config.settings);
    const sync = async () => {
      const run = await harness.start(connection);
      await harness.work({ concurrency: 4 });
      return { run, report: (await readRun(store.db, run, Date.now())).report };
    };
    const fixed = async () =>
      (await store.db.selectFrom('finding').select('id').where('status', '=', 'FIXED').execute()).length;
    await sync();
    left = 27;
    expect((await sync()).report.warnings).toEqual([]);
    expect(await fixed()).toBe(3);
    left = 2;
    const { run, report } = await sync();
    expect(report.warnings).toMatchObject([{ code: 'ABSENT_TOO_MANY', count: 25 }]);
    expect(await fixed()).toBe(3);
    const risky = () => store.db.selectFrom('finding').select('id').where('risk', '>', 0).execute();
    expect(await risky()).toHaveLength(27);
    expect(await closeAbsentOfRun(harness.platform, run)).toBe(25);
    expect(await fixed()).toBe(28);
    expect(await risky()).toHaveLength(2);
    const [said] = await listAudit(store.db, { limit: 1 });
    expect(said).toMatchObject({ action: 'run.close-absent', actor: 'test' });
  });

  test('a narrower selection does not set hidden findings to FIXED', async () => {
    const { config } = await startAppsVendor(SIZE);
    const store = await createEmptyStore(kind);
    const harness = createHarness(store, APPS);
    const connection = await harness.connect(config.settings);
    const sync = async () => {
      const run = await harness.start(connection);
      await harness.work();
      const { state, report } = await readRun(store.db, run, Date.now());
      expect(state).toBe('PROCESSED');
      return { run, warnings: report.warnings };
    };
    const fixed = async () =>
      (await store.db.selectFrom('finding').select('id').where('status', '=', 'FIXED').execute()).length;
    const all = listFindingIds(SIZE);
    expect((await sync()).warnings).toEqual([]);
    await editConnection(harness.platform, connection, { changes: { select: { findingTypes: [] } }, force: true });
    expect((await sync()).warnings).toMatchObject([{ code: 'ABSENT_HIDDEN', count: all.length }]);
    const { run, warnings } = await sync();
    expect(warnings).toEqual([]);
    expect(await fixed()).toBe(0);
    expect(await readStoredIds(store)).toEqual(all);
    expect(await closeAbsentOfRun(harness.platform, run)).toBe(all.length);
    expect(await fixed()).toBe(all.length);
  });
});

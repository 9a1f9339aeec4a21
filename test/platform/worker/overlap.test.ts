import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../../engine/index.ts';
import {
  deleteConnection,
  editConnection,
  pauseConnection,
  resumeConnection,
  rotateSecrets,
  showConnection,
} from '../../../engine/platform/connections/index.ts';
import type { Schedule } from '../../../engine/platform/schedule/index.ts';
import { cancelRun, listRuns, retryRejects, retryRun, showRun } from '../../../engine/platform/worker/index.ts';
import { createOpenRuns } from '../../../engine/platform/worker/open-run.ts';
import { tick } from '../../../engine/platform/worker/scheduler.ts';
import { emptyStore, KINDS } from '../../inventory/store/stores.ts';
import { smallVendor } from '../../pipeline/run/small-vendor.ts';
import { APPS, appsVendor } from './apps.ts';
import { type Bed, platformOn } from './bed.ts';

const SIZE = { apps: 1, pages: 1, perPage: 1 };
const HOUR = 3_600_000;
const HOURLY: Schedule = { type: 'interval', every: 1, unit: 'hours', start: '2026-01-01', zone: 'UTC' };

/** The same vendor behind a key that is a secret. */
const KEYED: Manifest = {
  ...APPS,
  settings: {
    ...APPS.settings,
    properties: { ...APPS.settings.properties, key: { type: 'string', title: 'Key', writeOnly: true } },
  },
  auth: { type: 'apiKey', into: 'header', name: 'x-key', value: '{{settings.key}}' },
};

/** Sets what the connection waits for, as if that time had come meanwhile. */
const slotAt = (bed: Bed, at: number) =>
  bed.platform.store.db.updateTable('connection').set({ next_run_at: at }).execute();

const reasons = async (bed: Bed) => (await listRuns(bed.platform.store.db)).map(({ reason }) => reason).reverse();

const actions = async (bed: Bed, action: string) =>
  bed.platform.store.db.selectFrom('audit').select('detail').where('action', '=', action).execute();

describe.each(KINDS)('what happens while a run goes on, on $kind', (kind) => {
  /** A connection whose run has reached the vendor and waits there. */
  async function running({ manifest = APPS, more = {}, settings = {} as Record<string, string> } = {}) {
    const gate = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    let refuses = false;
    const { config } = await appsVendor(SIZE, async (target) => {
      if (target !== '/apps') return undefined;
      reached.resolve();
      await gate.promise;
      return refuses ? { status: 401, json: {} } : undefined;
    });
    const bed = platformOn(await emptyStore(kind), manifest);
    const connection = await bed.connect({ ...config.settings, ...settings }, { manualOnly: false, ...more });
    const run = await bed.start(connection);
    const working = bed.work();
    await reached.promise;
    return {
      bed,
      connection,
      run,
      async end({ refused = false } = {}) {
        refuses = refused;
        gate.resolve();
        await working;
      },
    };
  }

  test('a slot that comes is made up for by one run afterwards, and history says so', async () => {
    const { bed, connection, run, end } = await running({ more: { schedule: HOURLY } });
    const slot = Date.now() + 1;
    await slotAt(bed, slot);
    await tick(bed.parts);
    expect(await reasons(bed)).toEqual(['manual']);
    await end();
    await tick(bed.parts);
    await bed.work();
    expect(await reasons(bed)).toEqual(['manual', 'catch-up']);
    const [said] = await actions(bed, 'schedule.catch-up');
    expect(JSON.parse(said?.detail ?? '')).toMatchObject({ behind: run });
    const { state, nextRun } = await showConnection(bed.platform.store.db, connection);
    expect({ state, isAhead: (nextRun?.at ?? 0) > slot }).toEqual({ state: 'SCHEDULED', isAhead: true });
    await tick(bed.parts);
    expect(await reasons(bed)).toHaveLength(2);
  });

  test('so is the only slot of a schedule, which would never come again', async () => {
    const { bed, end } = await running({ more: { schedule: { type: 'once', at: '2090-01-01T00:00', zone: 'UTC' } } });
    await slotAt(bed, Date.now() + 1);
    await end();
    expect(await showConnection(bed.platform.store.db, 'one')).toMatchObject({ state: 'SCHEDULED' });
  });

  test('a run that is cancelled is not begun again at once by a slot that came', async () => {
    const { bed, run, end } = await running({ more: { schedule: HOURLY } });
    await slotAt(bed, Date.now() + 1);
    await cancelRun(bed.platform, run);
    await end();
    await tick(bed.parts);
    expect(await reasons(bed)).toEqual(['manual']);
  });

  test('a pause lets it end, and none begins; what passes until it is resumed is let go of', async () => {
    const { bed, connection, end } = await running({ more: { schedule: HOURLY } });
    await slotAt(bed, Date.now() + 1);
    await pauseConnection(bed.platform, connection);
    await end();
    await tick(bed.parts);
    expect(await reasons(bed)).toEqual(['manual']);
    expect(await showConnection(bed.platform.store.db, connection)).toMatchObject({
      state: 'PROCESSED',
      nextRun: null,
    });
    const { nextRun } = await resumeConnection(bed.platform, connection);
    expect(nextRun?.at).toBeGreaterThan(Date.now());
  });

  test('deleting is refused', async () => {
    const { bed, connection, end } = await running();
    const gone = deleteConnection(bed.platform, connection, { inventory: 'remove' });
    await expect(gone).rejects.toMatchObject({ code: 'CONNECTION_BUSY' });
    await end();
    expect(await deleteConnection(bed.platform, connection, { inventory: 'remove' })).toMatchObject({ findings: 1 });
    await tick(bed.parts);
    expect(bed.events.filter(({ type }) => type === 'trouble')).toEqual([]);
  });

  test('new secrets outlive the refusal of the old ones: the connection is not paused', async () => {
    const { bed, connection, run, end } = await running({ manifest: KEYED, settings: { key: 'old-key-of-old' } });
    await rotateSecrets(bed.platform, connection, { secrets: { key: 'new-key-of-new' }, force: true });
    await end({ refused: true });
    expect(await showRun(bed.platform.store.db, run, Date.now())).toMatchObject({ error: { code: 'AUTH_REJECTED' } });
    expect(await showConnection(bed.platform.store.db, connection)).toMatchObject({ state: 'ERRORED', paused: null });
  });

  test('refused secrets that nobody replaced pause it', async () => {
    const { bed, connection, end } = await running({ manifest: KEYED, settings: { key: 'old-key-of-old' } });
    await end({ refused: true });
    const { paused } = await showConnection(bed.platform.store.db, connection);
    expect(paused).toMatchObject({ code: 'AUTH_REJECTED' });
  });
});

describe.each(KINDS)('between runs, on $kind', (kind) => {
  test('an edit of anything but the schedule leaves an overdue slot to be made up for', async () => {
    const { config } = await appsVendor(SIZE);
    const bed = platformOn(await emptyStore(kind), APPS);
    const connection = await bed.connect(config.settings, { schedule: HOURLY, manualOnly: false });
    const missed = Date.now() - 5 * HOUR;
    await slotAt(bed, missed);
    await editConnection(bed.platform, connection, { changes: { description: 'edited' } });
    expect((await showConnection(bed.platform.store.db, connection)).nextRun?.at).toBe(missed);
    await editConnection(bed.platform, connection, { changes: { schedule: { ...HOURLY, every: 2 } } });
    expect((await showConnection(bed.platform.store.db, connection)).nextRun?.at).toBeGreaterThan(Date.now());
  });

  test('a retry takes the secrets of now, on a worker that has the run open from before, too', async () => {
    const keys: unknown[] = [];
    const { config } = await smallVendor((_, { headers }) => {
      keys.push(headers['x-key']);
      return headers['x-key'] === 'second-key' ? { json: { items: [] } } : { status: 422, json: {} };
    });
    const bed = platformOn(await emptyStore(kind), KEYED);
    const { store } = bed.platform;
    const connection = await bed.connect({ ...config.settings, key: 'first-key' });
    const run = await bed.start(connection);
    const open = createOpenRuns(bed.parts);
    const before = await open.open(run);
    await bed.work();
    await rotateSecrets(bed.platform, connection, { secrets: { key: 'second-key' }, force: true });
    await retryRun(bed.platform, bed.queue, run);
    expect(await open.open(run)).not.toBe(before);
    await bed.work();
    expect((await showRun(store.db, run, Date.now())).state).toBe('PROCESSED');
    expect(new Set(keys)).toEqual(new Set(['first-key', 'second-key']));
  });

  test('a retry is refused when the secrets were entered for other hosts since, and nothing is paused', async () => {
    const { config } = await appsVendor(SIZE, () => ({ status: 422, json: {} }));
    const other = await appsVendor(SIZE);
    const bed = platformOn(await emptyStore(kind), KEYED);
    const connection = await bed.connect({ ...config.settings, key: 'first-key-of-all' });
    const run = await bed.start(connection);
    await bed.work();
    const settings = { ...other.config.settings, key: 'second-key-of-all' };
    await editConnection(bed.platform, connection, { changes: { settings }, force: true });
    await expect(retryRun(bed.platform, bed.queue, run)).rejects.toMatchObject({ code: 'SECRET_BOUND_ELSEWHERE' });
    expect(await showConnection(bed.platform.store.db, connection)).toMatchObject({ state: 'ERRORED', paused: null });
  });

  test('rejects of an earlier run that are mended never take the place of what a later run has brought', async () => {
    const { config } = await appsVendor(SIZE);
    const finding = APPS.maps['finding'];
    if (!finding) throw new Error('the manifest maps findings');
    const withSeverity = (severity: string): Manifest => ({
      ...APPS,
      maps: { ...APPS.maps, finding: { ...finding, fields: { ...finding.fields, severity } } },
    });
    const manifest = { ...withSeverity('99') };
    const bed = platformOn(await emptyStore(kind), manifest);
    const connection = await bed.connect(config.settings);
    const first = await bed.start(connection);
    await bed.work();
    manifest.maps = withSeverity('5').maps;
    await bed.start(connection);
    await bed.work();
    manifest.maps = withSeverity('1').maps;
    expect(await retryRejects(bed.parts, first)).toEqual({ mended: 1, rejected: 0 });
    const { severity } = await bed.platform.store.db.selectFrom('finding').select('severity').executeTakeFirstOrThrow();
    expect(severity).toBe(5);
  });
});

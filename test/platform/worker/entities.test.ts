import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../../engine/index.ts';
import { readRun, retryRejects } from '../../../engine/platform/worker/index.ts';
import { createEmptyStore, KINDS } from '../../inventory/store/stores.ts';
import { createSmallManifest, startSmallVendor } from '../../pipeline/run/small-vendor.ts';
import { readStoredIds } from './apps.ts';
import { createHarness } from './harness.ts';

const FINDING = {
  externalAssetId: "'a'",
  name: 'id',
  findingStatus: "'NEW'",
  externalFindingId: { value: 'id', identity: true },
} as const;

type Unmapped = NonNullable<Manifest['enums']>[string]['unmapped'];

/** Hosts with detections, and groups with members; both lists are in one response. */
const createScanManifest = (levels: Readonly<Record<string, number>>, unmapped: Unmapped = 'reject'): Manifest =>
  createSmallManifest(
    {
      hosts: { request: { path: '/scan' }, records: 'hosts', key: ['id'] },
      groups: { responseOf: 'hosts', records: 'groups', key: ['id'] },
      members: {
        request: { path: '/groups/{{group.id}}' },
        records: '$',
        partitions: [{ parent: 'groups', as: 'group' }],
      },
    },
    {
      enums: { level: { values: levels, unmapped } },
      maps: {
        detection: {
          from: 'hosts',
          to: 'finding',
          each: 'detections',
          fields: { ...FINDING, name: '$item.id', severity: { value: 'level', enum: 'level' } },
        },
        member: { from: 'members', to: 'finding', fields: { ...FINDING, severity: '3' } },
      },
    },
  );

const RESPONSES: Readonly<Record<string, unknown>> = {
  '/scan': {
    hosts: [
      {
        id: 'h1',
        detections: [
          { id: 'd1', level: 'low' },
          { id: 'd2', level: 'new' },
          { id: 'd3', level: 'new' },
        ],
      },
      { id: 'h2', detections: [] },
    ],
    groups: [{ id: 'g1' }, { id: 'g2' }],
  },
  '/groups/g1': [{ id: 'm1' }],
  '/groups/g2': [{ id: 'm2' }, { id: 'm3' }],
};

describe.each(KINDS)('a run of shared responses and elements on workers, on $kind', (kind) => {
  test('stores the records of all lists; fixed rejects give the records of their elements', async () => {
    const { config } = await startSmallVendor((target) => ({ json: RESPONSES[target] }));
    const store = await createEmptyStore(kind);
    const harness = createHarness(store, createScanManifest({ low: 2 }));
    const run = await harness.start(await harness.connect(config.settings));
    await Promise.all([harness.work(), harness.work()]);
    const { error, report, streams } = await readRun(store.db, run, Date.now());
    expect(error).toBeNull();
    expect(streams.find(({ stream }) => stream === 'hosts')).toMatchObject({ done: 1, rejected: 2 });
    expect(report.streams).toMatchObject({
      hosts: { requests: 1, items: 2 },
      groups: { items: 2 },
      members: { items: 3 },
    });
    expect(report.entities.finding).toEqual({ mapped: 4, rejected: 2, written: 4 });
    expect(report.warnings).toEqual([]);
    expect(await readStoredIds(store)).toEqual(['d1', 'm1', 'm2', 'm3']);
    const rejects = await store.db.selectFrom('reject').select(['pointer', 'stream']).orderBy('id').execute();
    expect(rejects).toEqual([
      { stream: 'hosts', pointer: '/detections/1/level' },
      { stream: 'hosts', pointer: '/detections/2/level' },
    ]);
    const fixed = createHarness(store, createScanManifest({ low: 2, new: 4 }));
    expect(await retryRejects(fixed.parts, run)).toEqual({ remapped: 2, rejected: 0 });
    expect((await readRun(store.db, run, Date.now())).streams.filter(({ rejected }) => rejected > 0)).toEqual([]);
    expect(await readStoredIds(store)).toEqual(['d1', 'd2', 'd3', 'm1', 'm2', 'm3']);
  });

  test('the report sums the values that enum defaults handled over all slices', async () => {
    const { config } = await startSmallVendor((target) => ({ json: RESPONSES[target] }));
    const store = await createEmptyStore(kind);
    const manifest = createScanManifest({}, { to: 1 });
    const member = { ...manifest.maps?.['member'], fields: { ...FINDING, severity: { value: 'id', enum: 'level' } } };
    const harness = createHarness(store, { ...manifest, maps: { ...manifest.maps, member } } as Manifest);
    const run = await harness.start(await harness.connect(config.settings));
    await Promise.all([harness.work(), harness.work()]);
    const { error, report } = await readRun(store.db, run, Date.now());
    expect([error, report.unmapped]).toEqual([null, {}]);
    expect(report.defaulted).toEqual({ level: { low: 1, new: 2, m1: 1, m2: 1, m3: 1 } });
  });
});

/** Items of users and teams, per day; their numbers are rejected unless the schema accepts texts. */
const createOwnedManifest = (type: string): Manifest =>
  createSmallManifest(
    {
      users: { request: { path: '/users' }, records: '$', key: ['id'] },
      teams: { request: { path: '/teams' }, records: '$', key: ['id'] },
      items: {
        request: { path: '/items/{{owner.id}}', query: { day: '{{window.start}}' } },
        records: '$',
        key: ['id'],
        emit: true,
        partitions: [{ union: [{ parent: 'users' }, { parent: 'teams' }], as: 'owner' }],
        window: { length: 'P1D', start: '2026-01-01T00:00:00Z', end: '2026-01-03T00:00:00Z', format: 'date' },
      },
      batches: {
        request: { path: '/batch', query: { ids: { value: { expr: 'ids' }, style: 'comma' } } },
        records: '$',
        key: ['id'],
        emit: true,
        partitions: [{ parent: 'users', as: 'ids', value: 'id', batch: 2 }],
      },
    },
    {
      enums: { level: { values: type === 'string' ? { 3: 3 } : {}, unmapped: 'reject' } },
      entities: {
        items: { schema: { properties: { n: { type } } } },
        batches: { schema: { properties: { n: { type } } } },
      },
      maps: {
        item: {
          from: 'items',
          to: 'finding',
          fields: { ...FINDING, severity: { value: 'n', enum: 'level' }, description: '$window.start' },
        },
      },
    },
  );

test('fixed rejects of unions, batches and windows replace no other record, and are not stored twice', async () => {
  const { config } = await startSmallVendor((target) => {
    if (target === '/users') return { json: [{ id: '1' }, { id: '2' }, { id: '3' }] };
    if (target === '/teams') return { json: [{ id: '1' }] };
    return { json: [{ id: '9', n: '3' }] };
  });
  const [kind] = KINDS;
  if (!kind) throw new Error('no store');
  const store = await createEmptyStore(kind);
  const identities = () =>
    store.db.selectFrom('entity_record').select(['entity', 'identity']).orderBy('entity').orderBy('id').execute();
  const harness = createHarness(store, createOwnedManifest('number'));
  const connection = await harness.connect(config.settings);
  const run = await harness.start(connection);
  await harness.work();
  expect((await readRun(store.db, run, Date.now())).report.entities['items']).toMatchObject({ mapped: 0, rejected: 8 });
  const fixed = createHarness(store, createOwnedManifest('string'));
  await retryRejects(fixed.parts, run);
  const known = await identities();
  expect(known.map(({ entity }) => entity)).toEqual(['batches', 'batches', 'items', 'items', 'items', 'items']);
  const findings = await store.db.selectFrom('finding').select('record').execute();
  expect(findings.map(({ record }) => JSON.parse(record).description)).toEqual(['2026-01-01']);
  await fixed.start(connection);
  await fixed.work();
  expect(await identities()).toEqual(known);
});

import { expect, test } from 'vitest';
import type { Manifest } from '../../../engine/index.ts';
import { readRun } from '../../../engine/platform/worker/index.ts';
import { createEmptyStore, KINDS } from '../../inventory/store/stores.ts';
import { createSmallManifest, startSmallVendor } from '../../pipeline/run/small-vendor.ts';
import { readStoredIds } from './apps.ts';
import { createHarness } from './harness.ts';

type Stream = Manifest['streams'][string];
type Sources = NonNullable<Stream['partitions']>;

const COUNT = 120;
const OWNERS = 7;
const range = (count: number) => Array.from({ length: count }, (_, at) => at);

const list = (path: string, partitions?: Sources): Stream =>
  ({
    request: { path },
    records: 'items',
    key: ['id'],
    paginator: { type: 'none' },
    ...(partitions ? { partitions } : {}),
  }) as Stream;

interface Case {
  readonly name: string;
  readonly leaf: Stream;
  readonly ids: readonly string[];
  readonly slices: number;
}

const CASES: readonly Case[] = [
  {
    name: 'a list and a parent',
    leaf: list('/leaf/{{region}}-{{app.id}}', [
      { values: ['eu', 'us'], as: 'region' },
      { parent: 'apps', as: 'app' },
    ]),
    ids: range(COUNT).flatMap((id) => [`eu-${id}`, `us-${id}`]),
    slices: 40,
  },
  {
    name: 'batches, which span what would be slices of parents',
    leaf: list('/leaf/{{join ids "_"}}', [{ parent: 'apps', as: 'ids', value: 'id', batch: 50 }]),
    ids: [range(50), range(50).map((at) => at + 50), range(20).map((at) => at + 100)].map((ids) => ids.join('_')),
    slices: 3,
  },
  {
    name: 'equal values of many parents, each read once',
    leaf: list('/leaf/{{owner}}', [{ parent: 'apps', as: 'owner', value: 'owner' }]),
    ids: range(OWNERS).map((at) => `o${at}`),
    slices: OWNERS,
  },
  {
    name: 'the union of two parents',
    leaf: list('/leaf/{{at.kind}}{{at.id}}', [{ union: [{ parent: 'apps' }, { parent: 'groups' }], as: 'at' }]),
    ids: range(COUNT).flatMap((id) => [`a${id}`, `g${id}`]),
    slices: 40,
  },
];

/** Starts the vendor of two parent lists with equal ids; each leaf has one item, whose id is the rest of its path. */
const startVendor = () =>
  startSmallVendor((target) => {
    const kind = target === '/apps' ? 'a' : target === '/groups' ? 'g' : undefined;
    const items = kind
      ? range(COUNT).map((id) => ({ id, kind, owner: `o${id % OWNERS}` }))
      : [{ id: target.slice('/leaf/'.length) }];
    return { json: { items } };
  });

const manifestOf = (leaf: Stream): Manifest =>
  createSmallManifest({ apps: list('/apps'), groups: list('/groups'), leaf }, { findings: 'leaf' });

const [kind] = KINDS;

test.each(CASES)('slices of $name read each partition once', async ({ leaf, ids, slices }) => {
  const vendor = await startVendor();
  const store = await createEmptyStore(kind as (typeof KINDS)[number]);
  const harness = createHarness(store, manifestOf(leaf));
  const run = await harness.start(await harness.connect(vendor.config.settings));
  await Promise.all([harness.work(), harness.work()]);
  const { state, report } = await readRun(store.db, run, Date.now());
  expect({ state, warnings: report?.warnings }).toEqual({ state: 'PROCESSED', warnings: [] });
  expect(await readStoredIds(store)).toEqual(ids.toSorted());
  expect(vendor.asked.filter((target) => target.startsWith('/leaf')).toSorted()).toEqual(
    ids.map((id) => `/leaf/${id}`).toSorted(),
  );
  const planned = harness.events.filter((event) => event.type === 'slices-planned' && event.stream === 'leaf');
  expect(planned).toMatchObject([{ slices }]);
});

test('an empty list is a warning of the run', async () => {
  const vendor = await startVendor();
  const store = await createEmptyStore(kind as (typeof KINDS)[number]);
  const leaf = list('/leaf/{{n}}-{{app.id}}', [
    { values: { expr: '[]' }, as: 'n' },
    { parent: 'apps', as: 'app' },
  ]);
  const harness = createHarness(store, manifestOf(leaf));
  const run = await harness.start(await harness.connect(vendor.config.settings));
  await harness.work();
  const { state, report } = await readRun(store.db, run, Date.now());
  expect(state).toBe('PROCESSED');
  expect(report?.warnings).toMatchObject([{ code: 'NO_PARTITIONS', stream: 'leaf' }]);
});

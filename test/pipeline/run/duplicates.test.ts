import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import type { Manifest, RunReport } from '../../../engine/index.ts';
import { runIntoStore } from '../../inventory/store/killed-run.ts';
import { readContents } from '../../inventory/store/records.ts';
import { KINDS, openTestStore } from '../../inventory/store/stores.ts';
import { isFull } from '../../setup/suite.ts';
import { createSmallManifest, startSmallVendor } from './small-vendor.ts';

const CHILD = fileURLToPath(new URL('../../inventory/store/killed-run.ts', import.meta.url));
const MOST_MS = 300_000;

const folder = await mkdtemp(join(tmpdir(), 'mapwright-duplicates-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Item {
  readonly id: number;
  readonly status: string;
  readonly changed?: string;
}

const STREAMS: Manifest['streams'] = {
  things: {
    request: { path: '/things' },
    records: 'items',
    key: ['id'],
    paginator: { type: 'pageNumber', pageParam: 'page', stop: ['totalRecords'], totalRecords: 'total' },
  },
};

const STATUS = {
  values: { 'open-old': 'NEW', 'fixed-new': 'FIXED', open: 'ACTIVE', ignored: 'IGNORED' },
  unmapped: 'reject' as const,
};

type Policy = Manifest['maps'][string]['duplicates'];

/** Connector of things that are assets and findings; `fields` are added to both maps. */
function createConnector(duplicates: Policy, fields: Manifest['maps'][string]['fields'] = {}): Manifest {
  const { maps, ...manifest } = createSmallManifest(STREAMS, { assets: 'things', findings: 'things' });
  const { asset, finding } = maps as Record<'asset' | 'finding', Manifest['maps'][string]>;
  const policy = duplicates === undefined ? {} : { duplicates };
  return {
    ...manifest,
    enums: { status: STATUS },
    maps: {
      asset: {
        ...asset,
        ...policy,
        fields: { ...asset.fields, 'assetDetail.name': "'Thing ' & id", 'custom.status': 'status', ...fields },
      },
      finding: {
        ...finding,
        ...policy,
        fields: {
          ...finding.fields,
          externalAssetId: { value: 'id', as: 'string' },
          name: "'Thing ' & id",
          findingStatus: { value: 'status', enum: 'status' },
          ...fields,
        },
      },
    },
  };
}

const startVendor = (pages: readonly (readonly Item[])[]) =>
  startSmallVendor((target) => {
    const page = Number(new URL(target, 'http://vendor').searchParams.get('page') ?? 0);
    return { json: { items: pages[page] ?? [], total: pages.flat().length } };
  });

/** Contents of a destination after a run: the status of each thing, from its asset and from its finding. */
interface Contents {
  readonly assets: Readonly<Record<string, unknown>>;
  readonly findings: Readonly<Record<string, unknown>>;
}

interface Destination {
  readonly name: string;
  open(): Promise<{ readonly to: string; readonly read: () => Promise<Contents> }>;
}

type Json = Record<string, unknown>;

const readLines = async (file: string): Promise<Json[]> =>
  (await readFile(file, 'utf8'))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Json);

const customStatus = (record: Json) => (record['custom'] as Json)['status'];

/** Indexes records by id; fails for an id that occurs twice. */
function index(records: readonly Json[], id: string, status: (record: Json) => unknown): Json {
  const found: Json = {};
  for (const record of records) {
    expect(found).not.toHaveProperty(String(record[id]));
    found[String(record[id])] = status(record);
  }
  return found;
}

const describeContents = (assets: readonly Json[], findings: readonly Json[]): Contents => ({
  assets: index(assets, 'externalAssetId', customStatus),
  findings: index(findings, 'externalFindingId', (record) => record['findingStatus']),
});

const DESTINATIONS: readonly Destination[] = [
  {
    name: 'ndjson',
    async open() {
      const at = join(folder, randomUUID());
      const read = async () =>
        describeContents(await readLines(join(at, 'assets.ndjson')), await readLines(join(at, 'findings.ndjson')));
      return { to: `ndjson:${at}`, read };
    },
  },
  {
    name: 'etm',
    async open() {
      const at = join(folder, randomUUID());
      const read = async () => {
        const documents = await readLines(join(at, 'etm.ndjson'));
        return describeContents(
          documents,
          documents.flatMap(({ findingGroup }) => (findingGroup as { findings: Json[] }).findings),
        );
      };
      return { to: `etm:${at}`, read };
    },
  },
  ...KINDS.map(({ kind, url }) => ({
    name: kind,
    async open() {
      const to = await url();
      const read = async () => {
        const { assets, findings, history } = await readContents(await openTestStore(to));
        const of = (rows: readonly { record: string }[]) => rows.map(({ record }) => JSON.parse(record) as Json);
        // At most one change of status per finding and run; a killed run without a checkpoint is a run of its own.
        const changes = history.map((one) => `${one.external_id} ${one.run_id}`);
        expect(changes).toEqual([...new Set(changes)]);
        expect(history.filter(({ external_id: id }) => id === '1').at(-1)?.status).toBe(findings[0]?.status);
        return describeContents(of(assets), of(findings));
      };
      return { to, read };
    },
  })),
];

const listRepeats = ({ warnings }: RunReport) => warnings.filter(({ code }) => code === 'REPEATED_RECORDS');

describe.each(DESTINATIONS)('records that a run repeats, written to $name', ({ name, open }) => {
  const sync = async (connector: Manifest, pages: readonly (readonly Item[])[]) => {
    const vendor = await startVendor(pages);
    const { to, read } = await open();
    const stored = { manifest: connector, settings: vendor.config.settings, to, state: join(folder, randomUUID()) };
    return { report: await runIntoStore({ ...stored, runId: randomUUID() }), contents: await read() };
  };

  const CASE_TWO = [[{ id: 1, status: 'open-old' }], [{ id: 1, status: 'fixed-new' }]];

  test('the newer one wins and is reported', async () => {
    const { report, contents } = await sync(createConnector(undefined), CASE_TWO);
    expect(contents).toEqual({ assets: { 1: 'fixed-new' }, findings: { 1: 'FIXED' } });
    expect(listRepeats(report)).toEqual([
      {
        code: 'REPEATED_RECORDS',
        message: 'the vendor sent 1 asset records more than once; the last of each was written',
        count: 1,
      },
      {
        code: 'REPEATED_RECORDS',
        message: 'the vendor sent 1 finding records more than once; the last of each was written',
        count: 1,
      },
    ]);
    expect(report.entities['finding']).toEqual({ mapped: 2, rejected: 0, written: 1 });
  });

  test.each<readonly [what: string, policy: Policy, field: boolean, winner: string, says: string]>([
    ['first', 'first', true, 'open', 'the first of each'],
    ['last', 'last', true, 'ignored', 'the last of each'],
    ['newestBy', { newestBy: 'custom.changed' }, true, 'fixed-new', 'the newest of each by custom.changed'],
    ['no policy, with an update time', undefined, true, 'fixed-new', 'the newest of each by custom.changed'],
    ['no policy, without one', undefined, false, 'ignored', 'the last of each'],
  ])('%s', async (_, policy, field, winner, says) => {
    const pages = [
      [
        { id: 1, status: 'open', changed: '2025-01-02' },
        { id: 2, status: 'open' },
      ],
      [{ id: 1, status: 'fixed-new', changed: '2025-01-03T00:00:00+01:00' }],
      [{ id: 1, status: 'ignored', changed: '2025-01-02T22:00:00Z' }],
    ];
    const connector = createConnector(policy, field ? { 'custom.changed': 'changed' } : {});
    const { report, contents } = await sync(connector, pages);
    expect(contents.assets).toEqual({ 1: winner, 2: 'open' });
    expect(listRepeats(report).map(({ message }) => message)).toEqual(
      ['asset', 'finding'].map((entity) => `the vendor sent 2 ${entity} records more than once; ${says} was written`),
    );
  });

  const LIVES: readonly (readonly [failpoint: string, destinations: readonly string[]])[] = [
    ['state-saved:2', ['ndjson', 'etm', 'sqlite', 'postgres']],
    ['state-saved:3', ['ndjson', 'etm', 'sqlite', 'postgres']],
    ['sink-compacted:1', ['ndjson']],
    ['sink-compacted:2', ['ndjson']],
    ['store-committed:3', ['sqlite', 'postgres']],
    ['store-committed:4', ['sqlite', 'postgres']],
    ['sink-finish:1', ['sqlite', 'postgres']],
  ];

  test.runIf(isFull || name === DESTINATIONS[0]?.name)(
    'are exact after a kill',
    async () => {
      const pages = [
        [
          { id: 1, status: 'open-old' },
          { id: 2, status: 'open' },
        ],
        [
          { id: 1, status: 'open' },
          { id: 3, status: 'open-old' },
        ],
        [
          { id: 1, status: 'fixed-new' },
          { id: 2, status: 'open' },
        ],
        [{ id: 3, status: 'ignored' }],
      ];
      let killed = 0;
      for (const [failpoint, names] of LIVES) {
        if (!isFull && killed > 0) break;
        const { to, read } = await open();
        if (!names.includes(to.split(':')[0] ?? '')) continue;
        killed += 1;
        const vendor = await startVendor(pages);
        const stored = {
          manifest: createConnector(undefined),
          settings: vendor.config.settings,
          ...{ to, state: join(folder, randomUUID()), runId: randomUUID() },
        };
        const env = { ...process.env, MAPWRIGHT_FAILPOINT: failpoint };
        const child = spawn(process.execPath, [CHILD, JSON.stringify(stored)], { env, stdio: 'inherit' });
        const [, signal] = await once(child, 'exit');
        expect([failpoint, signal]).toEqual([failpoint, 'SIGKILL']);
        const report = await runIntoStore({ ...stored, runId: randomUUID() });
        expect(report.error).toBeNull();
        expect([failpoint, await read()]).toEqual([
          failpoint,
          {
            assets: { 1: 'fixed-new', 2: 'open', 3: 'ignored' },
            findings: { 1: 'FIXED', 2: 'ACTIVE', 3: 'IGNORED' },
          },
        ]);
        expect(listRepeats(report).map(({ count }) => count)).toEqual([4, 4]);
        expect(report.entities['finding']).toEqual({ mapped: 7, rejected: 0, written: 3 });
      }
    },
    MOST_MS,
  );
});

test('an unchanged record keeps its position in a file', async () => {
  const vendor = await startVendor([
    [
      { id: 1, status: 'open' },
      { id: 2, status: 'open' },
    ],
    [{ id: 1, status: 'open' }],
  ]);
  const at = join(folder, randomUUID());
  const stored = { manifest: createConnector('last'), settings: vendor.config.settings, to: `ndjson:${at}` };
  await runIntoStore({ ...stored, state: join(folder, randomUUID()), runId: randomUUID() });
  const ids = (await readLines(join(at, 'findings.ndjson'))).map((record) => record['externalFindingId']);
  expect(ids).toEqual(['1', '2']);
});

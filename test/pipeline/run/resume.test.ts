import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createStateFile, type Manifest, openDestination } from '../../../engine/index.ts';
import { isFull, pickRows } from '../../setup/suite.ts';
import { createDyingDisk } from './dying-disk.ts';
import { createFolder } from './folder.ts';
import { createSmallManifest, type Script, type SmallVendor, startSmallVendor } from './small-vendor.ts';
import { runSync, type Sync } from './sync.ts';
import { createTickingClock } from './ticking-clock.ts';

const PAGED = { type: 'pageNumber', pageParam: 'page', stop: ['totalRecords'], totalRecords: 'total' } as const;
const STREAMS: Manifest['streams'] = {
  things: {
    request: { path: '/things' },
    records: 'items',
    key: ['id'],
    paginator: { ...PAGED, stop: ['totalRecords'] },
  },
  parts: {
    request: { path: '/things/{{thing.id}}/parts' },
    records: 'items',
    key: ['id'],
    partitions: [{ parent: 'things', as: 'thing' }],
    paginator: { ...PAGED, stop: ['totalRecords'] },
    incremental: { cursor: 'at', type: 'datetime', scope: 'partition', lookback: 'PT0S' },
  },
};
const MANIFEST = createSmallManifest(STREAMS, { assets: 'things', findings: 'parts' });

/** Vendor of two parents with three children each, in two pages per list; one child is repeated. */
const script: Script = (target) => {
  const url = new URL(target, 'http://vendor');
  const page = Number(url.searchParams.get('page'));
  const [, thing] = /things\/(\w+)\/parts/.exec(url.pathname) ?? [];
  if (thing === undefined) return { json: { total: 2, items: [{ id: page === 0 ? 'a' : 'b' }] } };
  const at = (minute: number) => `2026-01-01T00:0${minute}:00Z`;
  const items = [
    { id: `${thing}1`, at: at(1) },
    page === 0 ? { id: 'shared', at: at(2) } : { id: `${thing}3`, at: at(3) },
  ];
  return { json: { total: 4, items: page === 0 ? items : items.toReversed() } };
};

interface Life extends Partial<Sync> {
  readonly folder: string;
  readonly vendor: SmallVendor;
}

/** Runs to ndjson and etm, with the state in a folder. */
const live = ({ folder, vendor, ...more }: Life) =>
  runSync({
    connector: MANIFEST,
    vendor,
    clock: createTickingClock(),
    stateStore: createStateFile(join(folder, 'state.json')),
    sinks: ['ndjson', 'etm'].map((kind) =>
      openDestination(`${kind}:${join(folder, kind)}`, { writeOut: async () => undefined }),
    ),
    ...more,
  });

const RECORDS = ['ndjson/assets.ndjson', 'ndjson/findings.ndjson', 'ndjson/rejects.ndjson', 'etm/etm.ndjson'];

/** Reads all files of a run except reports, whose times differ. */
async function leftIn(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .sort();
  const texts = [...RECORDS, 'state.json'].map(async (file) => [file, await readFile(join(folder, file), 'utf8')]);
  return { names: names.join('\n'), ...Object.fromEntries(await Promise.all(texts)) };
}

async function whole(vendor: SmallVendor) {
  const folder = await createFolder();
  expect((await live({ folder, vendor })).error).toBeNull();
  return leftIn(folder);
}

/** Runs on a disk that fails after this many changes; returns true if it failed before the end of the run. */
async function killedAfter(changes: number, life: Life): Promise<boolean> {
  const disk = createDyingDisk(changes);
  await live(life).catch(() => undefined);
  await disk.revive();
  return disk.dead();
}

describe('killed at any disk write', () => {
  test('a resumed run leaves the same files as an uninterrupted one', async () => {
    const vendor = await startSmallVendor(script);
    const expected = await whole(vendor);
    let points = 0;
    for (;;) {
      const folder = await createFolder();
      if (!(await killedAfter(points, { folder, vendor }))) break;
      expect((await live({ folder, vendor })).error, `killed after ${points}`).toBeNull();
      expect(await leftIn(folder), `killed after ${points}`).toEqual(expected);
      points += isFull ? 1 : 11;
    }
    expect(points).toBeGreaterThan(40);
  });

  test.each(
    pickRows([[[30, 5, 5, 5]], [[45, 12]], [[60, 8, 20]], [[25, 25, 25]], [[70, 3, 3, 3, 3]], [[1, 2, 3, 4, 40]]]),
  )('and killed again after so many changes: %j', async (lives) => {
    const vendor = await startSmallVendor(script);
    const expected = await whole(vendor);
    const folder = await createFolder();
    for (const changes of lives) await killedAfter(changes, { folder, vendor });
    expect((await live({ folder, vendor })).error).toBeNull();
    expect(await leftIn(folder)).toEqual(expected);
  });
});

test('a resumed run reports the values that enum defaults handled like an uninterrupted one', async () => {
  const fields = MANIFEST.maps?.['finding']?.fields;
  const manifest = createSmallManifest(STREAMS, {
    assets: 'things',
    enums: {
      status: { values: { a1: 'NEW' }, unmapped: { to: 'ACTIVE' } },
      level: { values: { b1: 2 }, unmapped: { to: 1 } },
    },
  });
  const finding = {
    ...MANIFEST.maps?.['finding'],
    fields: { ...fields, findingStatus: { value: 'id', enum: 'status' }, severity: { value: 'id', enum: 'level' } },
  };
  const connector = { ...manifest, maps: { ...manifest.maps, finding } } as Manifest;
  const vendor = await startSmallVendor(script);
  const { defaulted } = await live({ folder: await createFolder(), vendor, connector });
  expect(defaulted).toEqual({
    status: { a3: 1, shared: 2, b1: 2, b3: 1 },
    level: { a1: 2, a3: 1, shared: 2, b3: 1 },
  });
  for (let changes = 0; ; changes += isFull ? 1 : 13) {
    const folder = await createFolder();
    if (!(await killedAfter(changes, { folder, vendor, connector }))) break;
    expect((await live({ folder, vendor, connector })).defaulted, `killed after ${changes}`).toEqual(defaulted);
  }
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { engineError } from '../../../engine/base/errors/index.ts';
import { createStateFile, type Manifest, openDestination } from '../../../engine/index.ts';
import { readRun } from '../../../engine/platform/worker/index.ts';
import { createEmptyStore, KINDS } from '../../inventory/store/stores.ts';
import { createHarness } from '../../platform/worker/harness.ts';
import { createFolder } from './folder.ts';
import { createSmallManifest, startSmallVendor } from './small-vendor.ts';
import { compileTestConnector, runSync, type Sync } from './sync.ts';
import { createTickingClock } from './ticking-clock.ts';

/** Blocks of pages, and blocks of blocks. */
const createManifest = (depth?: number): Manifest =>
  createSmallManifest(
    {
      pages: { request: { path: '/pages' }, records: '$', key: ['id'] },
      blocks: {
        request: { path: '/children/{{block.id}}' },
        emit: true,
        records: 'items',
        key: ['id'],
        paginator: { type: 'offset', offsetParam: 'from', limit: 2, stop: ['shortPage'] },
        partitions: [
          {
            union: [{ parent: 'blocks', where: 'has_children' }, { parent: 'pages' }],
            as: 'block',
            ...(depth === undefined ? {} : { depth }),
          },
        ],
      },
      comments: {
        request: { path: '/comments/{{of.id}}' },
        records: 'items',
        key: ['id'],
        partitions: [{ parent: 'blocks', as: 'of', where: '$not(has_children)' }],
      },
    },
    { maps: {} },
  );

/** Children by the id of their page or block. */
const TREE: Readonly<Record<string, readonly string[]>> = {
  p1: ['a', 'b', 'c'],
  p2: ['d'],
  a: ['aa', 'ab'],
  c: ['ca'],
  ab: ['aba', 'abb', 'abc'],
  aba: ['abaa'],
};
const LEVELS = [['a', 'b', 'c', 'd'], ['aa', 'ab', 'ca'], ['aba', 'abb', 'abc'], ['abaa']];
const LEAVES = ['b', 'd', 'aa', 'ca', 'abb', 'abc', 'abaa'];

const startVendor = () =>
  startSmallVendor((target) => {
    const { pathname, searchParams } = new URL(target, 'http://vendor');
    const [, list, id = ''] = pathname.split('/');
    if (list === 'pages') return { json: [{ id: 'p1' }, { id: 'p2' }] };
    if (list === 'comments') return { json: { items: [{ id: `of-${id}` }] } };
    const from = Number(searchParams.get('from'));
    const items = (TREE[id] ?? []).slice(from, from + 2).map((child) => ({ id: child, has_children: child in TREE }));
    return { json: { items } };
  });

async function sync(depth: number | undefined, more: Partial<Sync> = {}, to?: string) {
  const vendor = await startVendor();
  const connector = createManifest(depth);
  const folder = to ?? (await createFolder());
  const { entities } = await compileTestConnector({ connector, vendor });
  const sink = openDestination(`ndjson:${folder}`, { writeOut: async () => undefined, entities });
  const report = await runSync({ connector, vendor, sinks: [sink], ...more });
  const read = async (entity: string) =>
    (await readFile(join(folder, `${entity}.ndjson`), 'utf8'))
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line).id as string);
  return { report, read, asked: vendor.asked };
}

describe('a stream that is its own parent', () => {
  test('reads its items level by level, and passes all of them to its children', async () => {
    const { report, read, asked } = await sync(undefined);
    expect(report).toMatchObject({ error: null, warnings: [] });
    expect(await read('blocks')).toEqual(LEVELS.flat());
    expect(await read('comments')).toEqual(LEAVES.map((id) => `of-${id}`));
    expect(asked.length).toBe(new Set(asked).size);
  });

  test('stops at its depth, and the run warns', async () => {
    const { report, read } = await sync(3);
    expect(await read('blocks')).toEqual(LEVELS.slice(0, 3).flat());
    expect(report.warnings).toMatchObject([{ code: 'DEPTH_REACHED', stream: 'blocks' }]);
    expect((await sync(4)).report.warnings).toEqual([]);
  });

  test.each([1, 2, 5])('resumes: runs of %i requests read each item once', async (requests) => {
    const folder = await createFolder();
    const stateStore = createStateFile(join(folder, 'state.json'));
    for (let runs = 0; runs < 100; runs += 1) {
      let left = requests;
      const wrapHttp: NonNullable<Sync['wrapHttp']> = (http) => ({
        send: async (request, sending) => {
          if (left === 0) throw engineError('EGRESS_BLOCKED', { host: 'the vendor', reason: 'the run ends here' });
          left -= 1;
          return http.send(request, sending);
        },
      });
      const { report, read } = await sync(undefined, { wrapHttp, stateStore, clock: createTickingClock() }, folder);
      if (report.error?.code === 'EGRESS_BLOCKED') continue;
      expect(report).toMatchObject({ error: null, warnings: [] });
      expect([await read('blocks'), await read('comments')]).toEqual([LEVELS.flat(), LEAVES.map((id) => `of-${id}`)]);
      expect(runs).toBeGreaterThan(1);
      return;
    }
    expect.fail('the run never ended');
  });

  test('is read by workers', async () => {
    const [kind] = KINDS;
    if (!kind) throw new Error('no store');
    const { config } = await startVendor();
    const store = await createEmptyStore(kind);
    const harness = createHarness(store, createManifest(3));
    const run = await harness.start(await harness.connect(config.settings));
    await Promise.all([harness.work(), harness.work()]);
    const { error, report } = await readRun(store.db, run, Date.now());
    expect(error).toBeNull();
    expect(report.warnings).toMatchObject([{ code: 'DEPTH_REACHED' }]);
    const rows = await store.db.selectFrom('entity_record').select('record').where('entity', '=', 'blocks').execute();
    expect(rows.map(({ record }) => JSON.parse(record).id).sort()).toEqual(LEVELS.slice(0, 3).flat().sort());
  });
});

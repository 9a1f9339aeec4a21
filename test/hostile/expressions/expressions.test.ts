import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../../engine/inventory/store/index.ts';
import { runMapwright } from '../../cli/program.ts';
import { createFolder } from '../../pipeline/run/folder.ts';
import { runSync } from '../../pipeline/run/sync.ts';
import { createHarness } from '../../platform/worker/harness.ts';
import { pickRows } from '../../setup/suite.ts';
import { BACKTRACKING, ENDLESS } from './expressions.ts';
import { createHostileManifest, startItemsVendor } from './vendor.ts';

const MINUTES = 120_000;
const EMBEDDED = fileURLToPath(new URL('../../pipeline/run/embedded.ts', import.meta.url));

/** Syncs a page of `items` items whose name is mapped by this expression. */
async function runWith(expression: string, items: number) {
  const vendor = await startItemsVendor(items);
  return runSync({ connector: createHostileManifest(expression), vendor, to: await createFolder() });
}

describe('a run', () => {
  test.each(pickRows(ENDLESS))('rejects the items of %s', { timeout: MINUTES }, async (expression) => {
    const { error, entities } = await runWith(expression, 2);
    expect([error, entities.finding]).toMatchObject([null, { written: 0, rejected: 2 }]);
  });

  test.each(pickRows(BACKTRACKING))('maps the items of %s', { timeout: MINUTES }, async (expression) => {
    const { error, entities } = await runWith(expression, 2);
    expect([error, entities.finding.written]).toEqual([null, 2]);
  });

  test("limits the total cost of a page's items and still maps cheap items", {
    timeout: MINUTES,
  }, async () => {
    const heavy = '$string($count($map([1..99999], function($v){ $v })))';
    const { error, entities } = await runWith(`$number(id) < 300 ? ${heavy} : id`, 310);
    expect(error).toBeNull();
    // The budget of 20,000,000 steps covers some of them; the last ten need almost none.
    expect(entities.finding.written).toBeGreaterThan(50);
    expect(entities.finding.written).toBeLessThan(250);
    expect(entities.finding.written + entities.finding.rejected).toBe(310);
  });
});

describe('a worker', () => {
  test.each(pickRows([ENDLESS, BACKTRACKING]))(
    'completes the runs of a hostile and a harmless connection',
    { timeout: MINUTES },
    async ([expression = '']) => {
      const store = await openStore(`sqlite:${join(await createFolder(), 'store.db')}`);
      onTestFinished(() => store.close());
      const harness = createHarness(store, createHostileManifest(`title = "harmless" ? title : ${expression}`));
      const [hostile, harmless] = [await startItemsVendor(3), await startItemsVendor(50, 'harmless')];
      const runs = [
        await harness.start(await harness.connect(hostile.config.settings)),
        await harness.start(await harness.connect(harmless.config.settings, { name: 'two' })),
      ];
      await harness.work();
      const rows = await store.db.selectFrom('run').select(['id', 'state']).execute();
      expect(rows.map(({ id }) => id).sort()).toEqual([...runs].sort());
      expect(rows.map(({ state }) => state)).not.toContain('ERRORED');
      const names = await store.db.selectFrom('finding').select('name').where('name', '=', 'harmless').execute();
      expect(names).toHaveLength(50);
    },
  );
});

describe('a check', () => {
  test.each(pickRows([ENDLESS, BACKTRACKING]))('ends', { timeout: MINUTES }, async ([expression = '']) => {
    const folder = await createFolder();
    const vendor = await startItemsVendor(3);
    await writeFile(join(folder, 'manifest.json'), JSON.stringify(createHostileManifest(expression)));
    await writeFile(join(folder, 'config.json'), JSON.stringify(vendor.config));
    const args = ['check', join(folder, 'manifest.json'), '--config', join(folder, 'config.json'), '--json'];
    const { stdout, stderr } = await runMapwright([...args, '--allow-private-network'], { cwd: folder });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({ checks: expect.any(Array) });
  });
});

test('a program that embeds the engine also runs patterns in linear time', { timeout: MINUTES }, async () => {
  const folder = await createFolder();
  const vendor = await startItemsVendor(3);
  const [manifest, config] = [join(folder, 'manifest.json'), join(folder, 'config.json')];
  await writeFile(manifest, JSON.stringify(createHostileManifest(BACKTRACKING[0] ?? '')));
  await writeFile(config, JSON.stringify(vendor.config));
  const { stdout } = await promisify(execFile)(process.execPath, [EMBEDDED, manifest, config]);
  expect(JSON.parse(stdout)).toMatchObject({ error: null, written: 3, rejected: 0 });
});

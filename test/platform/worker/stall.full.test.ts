import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { openStore } from '../../../engine/inventory/store/index.ts';
import { KINDS } from '../../inventory/store/stores.ts';
import { createFolder } from '../../pipeline/run/folder.ts';
import { APPS, listFindingIds, readStoredIds, startAppsVendor } from './apps.ts';
import { createHarness, KEY } from './harness.ts';

const PROGRAM = fileURLToPath(new URL('stalling-program.ts', import.meta.url));
const SIZE = { apps: 4, pages: 3, perPage: 5 };
/** Consecutive stalled workers before a slice is abandoned; on a slow machine, some end before they start. */
const STALLS = 10;
const MOST_WORKERS = 40;
const MINUTES = 300_000;

/** Starts a worker in its own process; returns the signal that ended it, if any. */
async function runWorker(url: string, file: string): Promise<string | null> {
  const child = spawn(process.execPath, [PROGRAM, url, KEY, file], { stdio: 'ignore' });
  const [, signal] = await once(child, 'exit');
  return signal;
}

describe.each(KINDS)('a slice over which workers stall, on $kind', (kind) => {
  test('is abandoned, and another connection of the same workers loses nothing', { timeout: MINUTES }, async () => {
    const { config } = await startAppsVendor(SIZE);
    const url = await kind.url();
    const file = join(await createFolder(), 'manifest.json');
    await writeFile(file, JSON.stringify(APPS));
    const store = await openStore(url);
    const harness = createHarness(store, APPS);
    const stalling = { url: `${config.settings['url']}/stall` };
    const stalled = await harness.start(await harness.connect(stalling));
    const other = await harness.start(await harness.connect(config.settings, { name: 'two' }));
    const ends: (string | null)[] = [];
    while (ends.at(-1) !== null && ends.length < MOST_WORKERS) ends.push(await runWorker(url, file));
    const rows = await store.db.selectFrom('run').select(['id', 'state', 'error']).execute();
    const states = Object.fromEntries(rows.map(({ id, state, error }) => [id, [state, error]]));
    expect(states[stalled]).toEqual(['ERRORED', expect.stringContaining('SLICE_ABANDONED')]);
    expect(states[other]).toEqual(['PROCESSED', null]);
    expect(await readStoredIds(store)).toEqual(listFindingIds(SIZE));
    expect(ends.length).toBeGreaterThan(STALLS);
    expect(ends).toEqual([...Array(ends.length - 1).fill('SIGKILL'), null]);
    await store.close();
  });
});

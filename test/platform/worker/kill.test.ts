import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Failpoint } from '../../../engine/inventory/store/failpoint.ts';
import { openStore } from '../../../engine/inventory/store/index.ts';
import { KINDS, type StoreKind } from '../../inventory/store/stores.ts';
import { createFolder } from '../../pipeline/run/folder.ts';
import { isFull, pickRows } from '../../setup/suite.ts';
import { APPS, LOGIN_APPS, listFindingIds, PAGED_APPS, readStoredIds, type Size, startAppsVendor } from './apps.ts';
import { createHarness, KEY } from './harness.ts';

const SIZE = { apps: 6, pages: 3, perPage: 2 };
const PROGRAM = fileURLToPath(new URL('program.ts', import.meta.url));

interface Setting {
  readonly url: string;
  readonly file: string;
  readonly run: string;
}

/** Starts a worker in its own process and returns the signal that ended it, if any. */
function worker({ url, file, run }: Setting, failpoint?: string): Promise<string | null> {
  const child = spawn(process.execPath, [PROGRAM, url, KEY, file, run], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...(failpoint ? { MAPWRIGHT_FAILPOINT: failpoint } : {}) },
  });
  return new Promise((resolve) => child.on('exit', (_code, signal) => resolve(signal)));
}

async function planned(kind: StoreKind, settings: Readonly<Record<string, string>>, manifest = APPS): Promise<Setting> {
  const url = await kind.url();
  const store = await openStore(url);
  const harness = createHarness(store, manifest);
  const run = await harness.start(await harness.connect(settings));
  const file = join(await createFolder(), 'manifest.json');
  await writeFile(file, JSON.stringify(manifest));
  await store.close();
  return { url, file, run };
}

/** Reads the final state of the store: the run and its findings. */
async function outcome({ url, run }: Setting) {
  const store = await openStore(url);
  try {
    const row = await store.db.selectFrom('run').select(['state', 'report']).where('id', '=', run).executeTakeFirst();
    return { state: row?.state, ids: await readStoredIds(store), report: JSON.parse(row?.report ?? '{}') };
  } finally {
    await store.close();
  }
}

/** Number of stored pages: six slices of one application each, and one of the applications. */
const POINTS: readonly (readonly [Failpoint, readonly number[]])[] = [
  ['slice-store', [1, 4, 7]],
  ['slice-checkpoint', [1, 4, 7]],
  ['slice-commit', [1, 4, 7]],
  ['run-close', [1]],
];

/** Pages large enough that each is stored before the next is read, so that a slice resumes in the middle. */
const LARGE = { apps: 1, pages: 3, perPage: 1000 };
const MID_SLICE: readonly (readonly [Failpoint, readonly number[]])[] = [
  ['slice-store', [3]],
  ['slice-commit', [3]],
];

/** Applications in two pages, the first of which is stored, and its findings read, before the second arrives. */
const LISTED = { apps: 1000, pages: 1, perPage: 1, appsPerPage: 500 };
const MID_LIST: readonly (readonly [Failpoint, readonly number[]])[] = [
  ['slice-store', [2, 3]],
  ['slice-commit', [1, 2, 5]],
];

const each = (points: typeof POINTS, size: Size) =>
  points.flatMap(([name, nths]) => nths.map((nth) => [name, nth, size.perPage, size] as const));

describe.each(KINDS)('a killed worker, on $kind', (kind) => {
  test.each(pickRows([...each(MID_SLICE, LARGE), ...each(MID_LIST, LISTED), ...each(POINTS, SIZE)]))(
    'at %s, occurrence %i, pages of %i: another worker finishes the run and stores each finding once',
    async (name, nth, _perPage, size) => {
      const { config } = await startAppsVendor(size);
      const setting = await planned(kind, config.settings, 'appsPerPage' in size ? PAGED_APPS : APPS);
      expect(await worker(setting, `${name}:${nth}`)).toBe('SIGKILL');
      expect(await worker(setting)).toBeNull();
      const { state, ids, report } = await outcome(setting);
      expect(state).toBe('PROCESSED');
      expect(ids).toEqual(listFindingIds(size));
      expect(report).toMatchObject({ warnings: [], entities: { finding: { written: ids.length } } });
    },
  );

  test.runIf(isFull)(
    'between a login and storing its session: another worker logs in immediately and continues',
    async () => {
      let logins = 0;
      const { config } = await startAppsVendor(SIZE, (target) => {
        if (target !== 'POST /login') return undefined;
        logins += 1;
        return { json: { token: `token-${logins}` } };
      });
      const setting = await planned(kind, config.settings, LOGIN_APPS);
      expect(await worker(setting, 'session-save:1')).toBe('SIGKILL');
      expect(await worker(setting)).toBeNull();
      expect(await outcome(setting)).toMatchObject({ state: 'PROCESSED', ids: listFindingIds(SIZE) });
      expect(logins).toBe(2);
    },
    40_000,
  );
});

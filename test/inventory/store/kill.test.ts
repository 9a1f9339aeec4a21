import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { pickRows } from '../../setup/suite.ts';
import { runIntoStore, type StoredRun } from './killed-run.ts';
import { expectExact, manifest, pagedVendor } from './paged-vendor.ts';
import { KINDS, openTestStore } from './stores.ts';

const CHILD = fileURLToPath(new URL('killed-run.ts', import.meta.url));
/** Many processes, one after the other, on machines that have other things to do. */
const MOST_MS = 300_000;

const folder = await mkdtemp(join(tmpdir(), 'mapwright-store-kill-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The process of one life of a run ends with this signal, or with none. */
async function life(of: StoredRun, failpoint: string): Promise<string | null> {
  const env = { ...process.env, MAPWRIGHT_FAILPOINT: failpoint };
  const child = spawn(process.execPath, [CHILD, JSON.stringify(of)], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const [, signal] = await once(child, 'exit');
  return signal;
}

/**
 * Points at which a run is killed: at its start, on the first page, in the middle, on the last page, and at its end.
 */
const LIVES: readonly (readonly [string, ...number[]])[] = [
  ['store-write', 1, 3, 4],
  ['store-commit', 1, 2, 3, 6, 1],
  ['store-committed', 1, 2, 3, 6, 1],
  ['sink-checkpoint', 1, 3, 4],
  ['sink-finish', 1, 1],
  ['sink-finished', 1],
  ['state-append', 1, 3, 4],
  ['state-save', 1, 3, 4],
  ['state-saved', 1, 3, 2],
];

describe.each(KINDS)('a run into $kind', (kind) => {
  test.each(pickRows(LIVES))(
    'killed at %s, again and again, is exact',
    async (name, ...times) => {
      const vendor = await pagedVendor();
      const to = await kind.url();
      const stored = { manifest, settings: vendor.config.settings, to, state: join(folder, randomUUID()) };
      for (const nth of pickRows(times, 2))
        expect([nth, await life({ ...stored, runId: randomUUID() }, `${name}:${nth}`)]).toEqual([nth, 'SIGKILL']);
      const report = await runIntoStore({ ...stored, runId: randomUUID() });
      expect(report.error).toBeNull();
      await expectExact(await openTestStore(to));
    },
    MOST_MS,
  );
});

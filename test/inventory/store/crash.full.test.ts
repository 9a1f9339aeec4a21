import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createOwnPostgres } from '../../setup/postgres.ts';
import { runIntoStore } from './killed-run.ts';
import { expectExact, manifest, PAGES, pagedVendor } from './paged-vendor.ts';
import { openTestStore } from './stores.ts';

/** Many processes, one after the other, on machines that have other things to do. */
const MOST_MS = 300_000;
const folder = await mkdtemp(join(tmpdir(), 'mapwright-store-crash-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The first page, one in the middle, the last one. */
const CRASHES = [0, 3, PAGES - 1];

const server = await createOwnPostgres();
afterAll(() => server.remove());

test(
  'PostgreSQL that crashes in the middle costs a run, and the next one goes on',
  async () => {
    const crashes = new Set(CRASHES);
    // A run requests further pages before it notices the crash, which must not stop the server again.
    let stopping: Promise<void> | undefined;
    const vendor = await pagedVendor(async (page) => {
      if (!stopping && crashes.delete(page)) stopping = server.stop('immediate');
      await stopping;
    });
    const stored = {
      manifest,
      settings: vendor.config.settings,
      to: await server.fresh(),
      state: join(folder, randomUUID()),
    };
    for (const _ of CRASHES) {
      expect((await runIntoStore({ ...stored, runId: randomUUID() })).error).toMatchObject({
        code: 'STORE_UNREACHABLE',
      });
      await stopping;
      await server.start();
      stopping = undefined;
    }
    expect((await runIntoStore({ ...stored, runId: randomUUID() })).error).toBeNull();
    expect([...crashes]).toEqual([]);
    await expectExact(await openTestStore(stored.to));
  },
  MOST_MS,
);

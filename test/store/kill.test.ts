import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Store } from '../../engine/store/index.ts';
import { type SmallVendor, smallManifest, smallVendor } from '../run/small-vendor.ts';
import { ownPostgres } from '../setup/postgres.ts';
import { runStored, type StoredRun } from './killed-run.ts';
import { contents } from './records.ts';
import { KINDS, opened } from './stores.ts';

const CHILD = new URL('killed-run.ts', import.meta.url).pathname;
/** Many processes, one after the other, on machines that have other things to do. */
const MOST_MS = 300_000;
const PAGES = 6;
const PAGE = 10;

const folder = await mkdtemp(join(tmpdir(), 'mapwright-store-kill-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const manifest = smallManifest(
  {
    things: {
      request: { path: '/things' },
      records: 'items',
      key: ['id'],
      paginator: { type: 'pageNumber', pageParam: 'page', stop: ['totalRecords'], totalRecords: 'total' },
    },
  },
  { findings: 'things' },
);

const pageOf = (target: string) => Number(new URL(target, 'http://vendor').searchParams.get('page') ?? 0);
const idsOf = (page: number) => Array.from({ length: PAGE }, (_, index) => `${page}-${index}`);

/** Pages of things, the last of each without an id; `before` is told of each page before it is served. */
const pagedVendor = (before: (page: number) => Promise<void> = async () => undefined): Promise<SmallVendor> =>
  smallVendor(async (target) => {
    const page = pageOf(target);
    await before(page);
    const items = [...idsOf(page).map((id) => ({ id })), { no: page }];
    return { json: { items, total: PAGES * (PAGE + 1) } };
  });

/** The process of one life of a run ends with this signal, or with none. */
async function life(of: StoredRun, failpoint: string): Promise<string | null> {
  const env = { ...process.env, MAPWRIGHT_FAILPOINT: failpoint };
  const child = spawn(process.execPath, [CHILD, JSON.stringify(of)], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const [, signal] = await once(child, 'exit');
  return signal;
}

/** What is stored is what was served, each once, with one history, one reject and one finished run. */
async function expectExact(store: Store): Promise<void> {
  const served = Array.from({ length: PAGES }, (_, page) => page);
  const { findings, history } = await contents(store);
  const ids = served.flatMap(idsOf).sort();
  expect(findings.map((row) => row.external_id)).toEqual(ids);
  expect(history.map((row) => [row.external_id, row.status, row.reason])).toEqual(
    ids.map((id) => [id, 'NEW', 'vendor']),
  );
  const runs = await store.db.selectFrom('run').select(['id', 'report']).where('state', '=', 'PROCESSED').execute();
  expect(runs).toHaveLength(1);
  const [{ id = '', report = '' } = {}] = runs;
  // A run that never came to a checkpoint keeps its rejects, and another one begins anew.
  const rejects = await store.db.selectFrom('reject').select('item').where('run_id', '=', id).orderBy('id').execute();
  expect(rejects.map(({ item }) => item)).toEqual(served.map((no) => JSON.stringify({ no })));
  expect(new Set(findings.map((row) => row.seen_by))).toEqual(new Set([id]));
  expect(JSON.parse(report ?? '').entities.finding).toMatchObject({ written: ids.length, rejected: PAGES });
}

/** Where each life of a run is killed: while it begins, on the first page, in the middle, on the last one, while it ends. */
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
  test.each(LIVES)(
    'killed at %s, again and again, is exact',
    async (name, ...times) => {
      const vendor = await pagedVendor();
      const to = await kind.url();
      const stored = { manifest, settings: vendor.config.settings, to, state: join(folder, randomUUID()) };
      for (const nth of times)
        expect([nth, await life({ ...stored, runId: randomUUID() }, `${name}:${nth}`)]).toEqual([nth, 'SIGKILL']);
      const report = await runStored({ ...stored, runId: randomUUID() });
      expect(report.error).toBeNull();
      await expectExact(await opened(to));
    },
    MOST_MS,
  );
});

/** The first page, one in the middle, the last one. */
const CRASHES = [0, 3, PAGES - 1];

const server = await ownPostgres();
afterAll(() => server?.remove());

test.runIf(server)(
  'PostgreSQL that crashes in the middle costs a run, and the next one goes on',
  async () => {
    if (!server) return;
    const crashes = new Set(CRASHES);
    const vendor = await pagedVendor(async (page) => {
      if (crashes.delete(page)) await server.stop('immediate');
    });
    const stored = {
      manifest,
      settings: vendor.config.settings,
      to: await server.fresh(),
      state: join(folder, randomUUID()),
    };
    for (const _ of CRASHES) {
      expect((await runStored({ ...stored, runId: randomUUID() })).error).toMatchObject({ code: 'STORE_UNREACHABLE' });
      await server.start();
    }
    expect((await runStored({ ...stored, runId: randomUUID() })).error).toBeNull();
    await expectExact(await opened(stored.to));
  },
  MOST_MS,
);

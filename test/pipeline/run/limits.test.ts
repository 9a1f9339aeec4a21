import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  compileConnector,
  createPorts,
  type Manifest,
  noState,
  openDestination,
  type RunReport,
  run,
  type StateStore,
} from '../../../engine/index.ts';
import type { SavedState } from '../../../engine/pipeline/run/state-store.ts';
import { createFolder } from './folder.ts';
import { createSmallManifest, type Script, startSmallVendor } from './small-vendor.ts';

const manifest: Manifest = createSmallManifest(
  {
    apps: { request: { path: '/apps' }, records: 'items', key: ['id'], paginator: { type: 'none' } },
    issues: {
      request: { path: '/apps/{{app.id}}/issues' },
      records: 'items',
      key: ['id'],
      partitions: [{ parent: 'apps', as: 'app' }],
      paginator: { type: 'pageNumber', pageParam: 'page', firstPage: 1, size: 2, stop: ['shortPage'] },
      incremental: { cursor: 'at', type: 'datetime' },
    },
  },
  { findings: 'issues' },
);

/** Three applications of five issues each. */
const script: Script = (target) => {
  if (target === '/apps') return { json: { items: ['a', 'b', 'c'].map((id) => ({ id })) } };
  const { pathname, searchParams } = new URL(target, 'http://vendor');
  const from = (Number(searchParams.get('page')) - 1) * 2;
  const items = [0, 1, 2, 3, 4].map((at) => ({ id: `${pathname.split('/')[2]}${at}`, at: '2026-01-01T00:00:00Z' }));
  return { json: { items: items.slice(from, from + 2) } };
};

interface Outcome {
  readonly report: RunReport;
  readonly ids: readonly string[];
  readonly state: SavedState | undefined;
}

async function runLimited(
  limits: { items?: number; partitions?: number } | undefined,
  given: { script?: Script; keepPartial?: boolean } = {},
): Promise<Outcome> {
  const vendor = await startSmallVendor(given.script ?? script);
  const connector = await compileConnector(manifest, { settings: vendor.config.settings });
  const to = await createFolder();
  let state: SavedState | undefined;
  const stateStore: StateStore = {
    name: 'memory',
    durable: true,
    load: async () => state,
    save: async (next) => {
      state = next;
    },
    append: async () => 0,
    restore: async () => new Uint8Array(),
    clear: async () => undefined,
  };
  const ports = createPorts({ allowPrivate: true });
  const sinks = [openDestination(`ndjson:${to}`, { writeOut: async () => undefined })];
  const job = { runId: 'r', sinks, stateStore, fingerprint: 'f', ...(limits ? { limits } : {}), ...given };
  try {
    const report = await run(connector, job, ports);
    const text = await readFile(join(to, 'findings.ndjson'), 'utf8').catch(() => '');
    const ids = text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line).externalFindingId as string);
    return { report, ids, state };
  } finally {
    await ports.close();
  }
}

test.each([
  [{ items: 3 }, ['a0', 'a1', 'a2'], ['issues']],
  [{ items: 7 }, ['a0', 'a1', 'a2', 'a3', 'a4', 'b0', 'b1'], ['issues']],
  [{ partitions: 2 }, ['a0', 'a1', 'a2', 'a3', 'a4', 'b0', 'b1', 'b2', 'b3', 'b4'], ['issues']],
  [{ partitions: 1, items: 9 }, ['a0', 'a1', 'a2', 'a3', 'a4'], ['issues']],
  [{ partitions: 3, items: 99 }, [...'abc'].flatMap((app) => [0, 1, 2, 3, 4].map((at) => `${app}${at}`)), []],
])('a run limited to %o', async (limits, ids, streams) => {
  const outcome = await runLimited(limits);
  expect(outcome.ids).toEqual(ids);
  expect(outcome.report.warnings.map(({ code, stream }) => [code, stream])).toEqual(
    streams.map((name) => ['RUN_LIMITED', name]),
  );
  expect(outcome.report.state).toBe('PROCESSED');
  // The next run must read everything that this one left out.
  expect(outcome.state).toMatchObject({ cursors: {} });
});

test('an unlimited run saves its cursors', async () => {
  const { state } = await runLimited(undefined);
  expect(state?.cursors).toHaveProperty('issues');
});

const failing: Script = (target, request) =>
  target.startsWith('/apps/b') ? { status: 400, json: { message: 'no' } } : script(target, request);

test.each([
  [true, ['a0', 'a1', 'a2', 'a3', 'a4']],
  [false, []],
])('a failed run with keepPartial: %s', async (keepPartial, ids) => {
  const outcome = await runLimited(undefined, { script: failing, keepPartial });
  expect(outcome.report).toMatchObject({ state: 'ERRORED', error: { stream: 'issues', partition: 'b' } });
  expect(outcome.ids).toEqual(ids);
  expect(outcome.state?.cursors ?? {}).toEqual({});
  expect('run' in (outcome.state ?? {})).toBe(!keepPartial);
});

test('a limit applies to each stream that reads the same responses', async () => {
  const shared = createSmallManifest(
    {
      scans: {
        request: { path: '/scans' },
        records: 'scans',
        paginator: { type: 'pageNumber', pageParam: 'page', firstPage: 1, stop: ['emptyPage'] },
        emit: false,
      },
      hosts: { responseOf: 'scans', records: 'hosts', key: ['id'] },
      groups: { responseOf: 'scans', records: 'groups', key: ['id'] },
    },
    { maps: {} },
  );
  const vendor = await startSmallVendor((target) => {
    const page = Number(new URL(target, 'http://vendor').searchParams.get('page'));
    const ids = [1, 2, 3].map((at) => ({ id: page * 10 + at }));
    return { json: { scans: page > 5 ? [] : ids, hosts: ids, groups: ids.slice(0, 1) } };
  });
  const connector = await compileConnector(shared, { settings: vendor.config.settings });
  const to = await createFolder();
  const ports = createPorts({ allowPrivate: true });
  const sinks = [openDestination(`ndjson:${to}`, { writeOut: async () => undefined, entities: connector.entities })];
  const job = { runId: 'r', sinks, stateStore: noState, fingerprint: 'f', limits: { items: 2 } };
  const report = await run(connector, job, ports).finally(() => ports.close());
  expect(report.entities).toMatchObject({ hosts: { written: 2 }, groups: { written: 2 } });
  expect(vendor.asked).toHaveLength(2);
  expect(report.warnings).toMatchObject([{ code: 'RUN_LIMITED', stream: 'scans' }]);
});

import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../engine/base/json/index.ts';
import {
  closeAbsentOfRun,
  createPorts,
  noState,
  openDestination,
  type RunReport,
  run,
  type Sink,
} from '../../../engine/index.ts';
import { unpackRaw } from '../../../engine/inventory/store/index.ts';
import { type SinkSource, writeBatch } from '../../../engine/pipeline/sink/index.ts';
import { createFinding, readContents } from '../../inventory/store/records.ts';
import { KINDS, openTestStore } from '../../inventory/store/stores.ts';
import { startVendor } from '../run/one-vendor.ts';
import { createSmallManifest, type SmallVendor, startSmallVendor } from '../run/small-vendor.ts';
import { compileTestConnector, type Sync } from '../run/sync.ts';
import { createBatch } from './batch.ts';

const sourceOf = (id: string, more: Partial<SinkSource> = {}): SinkSource => ({
  ...{ runId: randomUUID(), id, connector: id, version: '1.0.0', settings: {}, filters: {}, select: {} },
  partial: false,
  ...more,
});

const sinkTo = (to: string, source: SinkSource): Sink =>
  openDestination(to, { writeOut: async () => undefined, source });

/** Runs one vendor into a store. */
async function syncTo(to: string, spec: Sync, more: Partial<SinkSource> = {}): Promise<RunReport> {
  const source = sourceOf(typeof spec.connector === 'string' ? spec.connector : spec.connector.id, more);
  const ports = createPorts({ allowPrivate: true });
  const job = { runId: source.runId, sinks: [sinkTo(to, source)], stateStore: noState, fingerprint: 'test' };
  try {
    return await run(await compileTestConnector(spec), job, ports);
  } finally {
    await ports.close();
  }
}

const inOrder = (records: readonly object[], id: string) =>
  (records as JsonObject[]).toSorted((a, b) => (String(a[id]) < String(b[id]) ? -1 : 1));

const recordsOf = (rows: readonly { record: string }[]): JsonObject[] => rows.map(({ record }) => JSON.parse(record));

/** Vendor whose findings a test changes between runs; `broken` findings cannot be mapped. */
async function listVendor(ids: string[], broken: string[] = []): Promise<SmallVendor> {
  return startSmallVendor(() => ({
    json: { items: [...ids.map((id) => ({ id })), ...broken.map(() => ({ no: 1 }))] },
  }));
}

const list = createSmallManifest(
  { items: { request: { path: '/items' }, records: 'items', key: ['id'], paginator: { type: 'none' } } },
  {
    findings: 'items',
  },
);

describe.each(KINDS)('a run into $kind', (kind) => {
  test('stores the vendor’s records, and a second run changes nothing', async () => {
    const to = await kind.url();
    const vendor = await startVendor('hcl-appscan-dast', { seed: 5, findings: 120, applications: 6 });
    const expected = vendor.expected();
    const first = await syncTo(to, { connector: 'hcl-appscan-dast', vendor });
    expect(first.error).toBeNull();
    const store = await openTestStore(to);
    const before = await readContents(store);
    expect(recordsOf(before.assets)).toEqual(inOrder([...expected.assets()], 'externalAssetId'));
    expect(recordsOf(before.findings)).toEqual(inOrder([...expected.findings()], 'externalFindingId'));
    const second = await syncTo(to, { connector: 'hcl-appscan-dast', vendor });
    const after = await readContents(store);
    const still = (rows: readonly object[]) => rows.map((row) => ({ ...row, seen_by: '', seen_at: 0 }));
    expect(still(after.findings)).toEqual(still(before.findings));
    expect(after.history).toEqual(before.history);
    expect(new Set(after.findings.map((row) => row.seen_by))).toEqual(new Set([second.runId]));
    const runs = await store.db
      .selectFrom('run')
      .select(['id', 'state', 'report', 'reason'])
      .orderBy('created_at')
      .execute();
    expect(runs.map(({ report, ...row }) => ({ ...row, report: JSON.parse(report ?? '') }))).toEqual(
      [first, second].map((report) => ({ id: report.runId, state: 'PROCESSED', reason: 'command', report })),
    );
    expect(await store.db.selectFrom('connection').selectAll().execute()).toMatchObject([
      { connector: 'hcl-appscan-dast', manual_only: 1, state: 'PROCESSED', last_run_id: second.runId },
    ]);
  });

  test('stores the vendor’s item with each record, and the ancestors of rejects', async () => {
    const to = await kind.url();
    const vendor = await startSmallVendor((target) => ({
      json: target.startsWith('/apps')
        ? { items: [{ id: 'a', name: 'App' }] }
        : { items: [{ id: '1', x: 2 }, { no: 1 }] },
    }));
    const nested = createSmallManifest(
      {
        apps: { request: { path: '/apps' }, records: 'items', key: ['id'], paginator: { type: 'none' } },
        items: {
          request: { path: '/items/{{app.id}}' },
          records: 'items',
          key: ['id'],
          paginator: { type: 'none' },
          partitions: [{ parent: 'apps', as: 'app' }],
        },
      },
      { findings: 'items' },
    );
    await syncTo(to, { connector: nested, vendor });
    const store = await openTestStore(to);
    const [row] = await store.db.selectFrom('finding').select('raw').execute();
    expect(unpackRaw(row?.raw ?? new Uint8Array())).toBe('{"id":"1","x":2}');
    const [reject] = await store.db.selectFrom('reject').select(['item', 'scope']).execute();
    expect(reject?.item).toBe('{"no":1}');
    expect(JSON.parse(reject?.scope ?? '')).toMatchObject({ app: { id: 'a' } });
  });

  test('stores small batches together: at a checkpoint, and at the end of the run, even if it fails', async () => {
    const to = await kind.url();
    const page = (...ids: string[]) => createBatch({ finding: ids.map((id) => createFinding(id)) });
    const sink = sinkTo(to, sourceOf('small'));
    await sink.open();
    const stored = async () => (await readContents(store)).findings.map((row) => row.external_id);
    const store = await openTestStore(to);
    await writeBatch(sink, page('1'));
    await writeBatch(sink, page('2'));
    await sink.checkpoint();
    expect(await stored()).toEqual(['1', '2']);
    await writeBatch(sink, page(...Array.from({ length: 1000 }, (_, at) => `many-${at}`)));
    expect(await stored()).toHaveLength(1002);
    await writeBatch(sink, page('3'));
    await sink.abandon(false);
    expect(await stored()).toContain('3');
  });

  test('closes findings that are absent from a complete run, and reopens them if they return', async () => {
    const to = await kind.url();
    const ids = ['1', '2', '3'];
    const vendor = await listVendor(ids);
    const statuses = async () => {
      await syncTo(to, { connector: list, vendor });
      return (await readContents(await openTestStore(to))).findings.map(({ status }) => status);
    };
    expect(await statuses()).toEqual(['NEW', 'NEW', 'NEW']);
    ids.pop();
    expect(await statuses()).toEqual(['NEW', 'NEW', 'FIXED']);
    ids.push('3');
    expect(await statuses()).toEqual(['NEW', 'NEW', 'REOPENED']);
  });

  /** Runs that cannot tell whether unseen findings still exist. */
  const BLIND: readonly (readonly [why: string, more: Partial<SinkSource>, broken: string[]])[] = [
    ['reads only some streams', { partial: true }, []],
    ['rejects something', {}, ['x']],
  ];

  test.each(BLIND)('closes nothing if it %s', async (_, more, broken) => {
    const to = await kind.url();
    const ids = ['1', '2'];
    const odd: string[] = [];
    const vendor = await listVendor(ids, odd);
    await syncTo(to, { connector: list, vendor });
    ids.pop();
    odd.push(...broken);
    await syncTo(to, { connector: list, vendor }, more);
    const { findings } = await readContents(await openTestStore(to));
    expect(findings.map(({ status }) => status)).toEqual(['NEW', 'NEW']);
  });

  test('closes nothing if the vendor’s total is larger than the number of findings', async () => {
    const to = await kind.url();
    let more = 0;
    const vendor = await startSmallVendor((target) => {
      if (!target.endsWith('page=0')) return { json: { total: 2, items: [] } };
      return { json: { total: 2, items: more === 0 ? [{ id: '1' }, { id: '2' }] : [{ id: '1' }] } };
    });
    const counted = createSmallManifest(
      {
        items: {
          request: { path: '/items' },
          records: 'items',
          key: ['id'],
          paginator: {
            type: 'pageNumber',
            pageParam: 'page',
            stop: ['emptyPage', 'totalRecords', 'shortPage'],
            size: 2,
            totalRecords: 'total',
          },
        },
      },
      { findings: 'items' },
    );
    await syncTo(to, { connector: counted, vendor });
    more = 1;
    expect((await syncTo(to, { connector: counted, vendor })).warnings).toMatchObject([{ code: 'TOTAL_DIFFERS' }]);
    const { findings } = await readContents(await openTestStore(to));
    expect(findings.map(({ status }) => status)).toEqual(['NEW', 'NEW']);
  });

  test('closes nothing, with a warning, if most findings are absent at once', async () => {
    const to = await kind.url();
    const ids = Array.from({ length: 60 }, (_, at) => `f${at}`);
    const vendor = await listVendor(ids);
    await syncTo(to, { connector: list, vendor });
    ids.splice(20);
    const report = await syncTo(to, { connector: list, vendor });
    expect(report.warnings).toMatchObject([{ code: 'ABSENT_TOO_MANY', count: 40 }]);
    const store = await openTestStore(to);
    const { findings } = await readContents(store);
    expect(findings.filter(({ status }) => status === 'NEW')).toHaveLength(60);
    expect(await closeAbsentOfRun({ store, clock: Date, actor: 'test' }, report.runId)).toBe(40);
    expect((await readContents(store)).findings.filter(({ status }) => status === 'FIXED')).toHaveLength(40);
  });

  test('keeps rejects with their items, and an errored run with its reason', async () => {
    const to = await kind.url();
    const vendor = await listVendor(['1'], ['x']);
    const report = await syncTo(to, { connector: list, vendor });
    const store = await openTestStore(to);
    expect(await store.db.selectFrom('reject').selectAll().execute()).toMatchObject([
      { run_id: report.runId, entity: 'finding', stream: 'items', item: '{"no":1}' },
    ]);
    const gone = await startSmallVendor(() => ({ status: 400, json: {} }));
    const failed = await syncTo(to, { connector: list, vendor: gone });
    const row = await store.db.selectFrom('run').selectAll().where('id', '=', failed.runId).executeTakeFirstOrThrow();
    expect(row).toMatchObject({ state: 'ERRORED', error: JSON.stringify(failed.error) });
  });

  test('keeps the inventories of two accounts apart', async () => {
    const to = await kind.url();
    const vendor = await listVendor(['1']);
    for (const account of ['a', 'b']) await syncTo(to, { connector: list, vendor }, { settings: { account } });
    const store = await openTestStore(to);
    expect(await store.db.selectFrom('connection').select('id').execute()).toHaveLength(2);
    expect((await readContents(store)).findings.map(({ status }) => status)).toEqual(['NEW', 'NEW']);
  });

  test('resumes from a position: later rejects are stored again, records only once', async () => {
    const to = await kind.url();
    const source = sourceOf('small');
    const reject = (pointer: string) => ({
      entity: 'finding',
      stream: 's',
      pointer,
      code: 'c',
      message: 'm',
      fix: 'f',
      item: {},
    });
    const page = createBatch({ finding: [createFinding('1')] }, [reject('/1')]);
    const first = sinkTo(to, source);
    await first.open();
    await writeBatch(first, page);
    const position = await first.checkpoint();
    await writeBatch(first, { ...page, rejects: [reject('/lost')] });
    await first.abandon(true);
    const second = sinkTo(to, sourceOf('small'));
    await second.open(position);
    await writeBatch(second, { ...page, rejects: [reject('/2')] });
    await second.abandon(true);
    const store = await openTestStore(to);
    expect((await readContents(store)).findings).toHaveLength(1);
    const rejects = await store.db.selectFrom('reject').select(['run_id', 'pointer']).orderBy('id').execute();
    expect(rejects).toEqual(['/1', '/2'].map((pointer) => ({ run_id: source.runId, pointer })));
    const elsewhere = sinkTo(await kind.url(), source);
    await expect(elsewhere.open(position)).rejects.toMatchObject({ code: 'STATE_UNREADABLE' });
    await elsewhere.abandon(true);
  });
});

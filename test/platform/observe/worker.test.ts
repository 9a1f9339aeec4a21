import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Manifest } from '../../../engine/index.ts';
import { openStore, type Store } from '../../../engine/inventory/store/index.ts';
import { readRun } from '../../../engine/platform/worker/index.ts';
import { KINDS, type StoreKind } from '../../inventory/store/stores.ts';
import { startWorkerProcess, type WorkerProcess, type WorkerProcessOptions } from '../../scale/worker-process.ts';
import { isFull } from '../../setup/suite.ts';
import { APPS, listFindingIds, readStoredIds, startAppsVendor } from '../worker/apps.ts';
import { createHarness, KEY } from '../worker/harness.ts';
import { startCollector } from './collector.ts';

const SIZE = { apps: 6, pages: 2, perPage: 2 };
const SECRET = 'observed-secret-8412';

/** Manifest with a secret, which must not occur in any output. */
const MANIFEST: Manifest = {
  ...APPS,
  settings: {
    ...APPS.settings,
    properties: { ...APPS.settings.properties, token: { type: 'string', title: 'Token', writeOnly: true } },
  },
  auth: { type: 'bearer', token: '{{settings.token}}' },
  defaults: { concurrency: 1 },
};

/** Vendor that withholds one application until it is released. */
async function gatedVendor() {
  const [reached, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let isBusy = true;
  const vendor = await startAppsVendor(SIZE, async (target) => {
    if (target.startsWith('/apps/app-1/') && isBusy) {
      isBusy = false;
      return { status: 503, headers: { 'retry-after': '0' }, json: {} };
    }
    if (!target.startsWith('/apps/app-4/')) return undefined;
    reached.resolve();
    await gate.promise;
    return undefined;
  });
  const settings = { ...vendor.config.settings, token: SECRET };
  return { vendor, settings, reached: reached.promise, open: gate.resolve };
}

async function opened(kind: StoreKind, settings: Readonly<Record<string, string>>) {
  const url = await kind.url();
  const store = await openStore(url);
  onTestFinished(() => store.close());
  const harness = createHarness(store, MANIFEST);
  const connection = await harness.connect(settings);
  return { url, store, connection, run: await harness.start(connection) };
}

async function started(options: Pick<WorkerProcessOptions, 'url' | 'env'>): Promise<WorkerProcess> {
  const worker = await startWorkerProcess({ ...options, key: KEY, concurrency: 1 });
  onTestFinished(() => worker.kill('SIGKILL'));
  return worker;
}

async function ended({ db }: Store, run: string): Promise<void> {
  const isOpen = () => db.selectFrom('run').select('id').where('id', '=', run).where('finished_at', 'is', null);
  while (await isOpen().executeTakeFirst()) await pause(50);
}

async function stopped(worker: WorkerProcess) {
  worker.kill('SIGTERM');
  return worker.ended;
}

/** Returns the samples of a metric by label. */
const samplesOf = (text: string, name: string): ReadonlyMap<string, number> =>
  new Map(
    [...text.matchAll(new RegExp(`^mapwright_${name}(?:\\{(.*)\\})? (\\S+)$`, 'gm'))].map(
      ([, labels = '', value]) => [labels, Number(value)] as const,
    ),
  );

const total = (samples: ReadonlyMap<string, number>): number => [...samples.values()].reduce((a, b) => a + b, 0);

const textAt = async (origin: string, path: string) => {
  const response = await fetch(`${origin}${path}`);
  return { status: response.status, text: await response.text() };
};

describe.each(KINDS)('an observed worker, on $kind', (kind) => {
  test('serves metrics and health over HTTP and logs lines, during and after a run', async () => {
    const { vendor, settings, reached, open } = await gatedVendor();
    const { url, store, connection, run } = await opened(kind, settings);
    const worker = await started({ url });
    await reached;
    const during = await textAt(worker.origin, '/metrics');
    expect(await textAt(worker.origin, '/healthz')).toEqual({ status: 200, text: '{"ok":true}\n' });
    expect((await textAt(worker.origin, '/')).status).toBe(404);
    expect(samplesOf(during.text, 'queue_running').get('')).toBe(1);
    expect(samplesOf(during.text, 'queue_waiting').get('')).toBe(1);
    expect(total(samplesOf(during.text, 'runs_total'))).toBe(0);
    open();
    await ended(store, run);
    const { report } = await readRun(store.db, run, Date.now());
    const { text } = await textAt(worker.origin, '/metrics');
    const streams = Object.values(report.streams);
    const sum = (of: 'requests' | 'retries') => streams.reduce((all, stream) => all + stream[of], 0);
    expect(total(samplesOf(text, 'requests_total'))).toBe(sum('requests'));
    expect(sum('requests')).toBe(vendor.asked.length);
    expect(samplesOf(text, 'requests_total').get('status="503"')).toBe(1);
    expect([sum('retries'), total(samplesOf(text, 'retries_total'))]).toEqual([1, 1]);
    const records = samplesOf(text, 'records_total');
    expect(records.get('entity="finding",outcome="added"')).toBe(report.entities.finding.written);
    expect(records.get('entity="asset",outcome="added"')).toBe(report.entities.asset.written);
    expect([...samplesOf(text, 'runs_total')]).toEqual([['state="PROCESSED"', 1]]);
    expect([samplesOf(text, 'queue_waiting').get(''), samplesOf(text, 'queue_running').get('')]).toEqual([0, 0]);
    expect(samplesOf(text, 'request_seconds_count').get('')).toBe(vendor.asked.length);
    expect(await stopped(worker)).toEqual({ code: 0, signal: null });
    expect(worker.others).toEqual([]);
    const ofRun = worker.lines.filter(({ msg }) => /^(slice|run)/.test(msg));
    expect(ofRun.map(({ runId, connectionId }) => [runId, connectionId])).toEqual(ofRun.map(() => [run, connection]));
    expect(worker.lines.map(({ msg }) => msg)).toEqual(
      expect.arrayContaining(['listening', 'worker-started', 'slices-planned', 'run-finished', 'worker-stopped']),
    );
    expect(`${JSON.stringify(worker.lines)}${during.text}${text}`).not.toContain(SECRET);
  });

  test.runIf(isFull)('sends one trace per run with its slices and requests', async () => {
    const { vendor, settings, open } = await gatedVendor();
    open();
    const { url, store, run } = await opened(kind, settings);
    const { origin, spans, bodies } = await startCollector();
    const worker = await started({ url, env: { OTEL_EXPORTER_OTLP_ENDPOINT: origin } });
    await ended(store, run);
    expect(await stopped(worker)).toEqual({ code: 0, signal: null });
    const findSpans = (name: string) => spans.filter((span) => span.name === name);
    const [sync] = findSpans('sync');
    expect(findSpans('sync')).toHaveLength(1);
    expect(findSpans('GET')).toHaveLength(vendor.asked.length);
    expect(findSpans('read apps')).toHaveLength(1);
    expect(findSpans('read findings')).toHaveLength(SIZE.apps);
    expect(findSpans('plan')).toHaveLength(3);
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
    const slices = [...findSpans('plan'), ...findSpans('read apps'), ...findSpans('read findings')];
    expect(new Set(slices.map(({ parentSpanId }) => parentSpanId))).toEqual(new Set([sync?.spanId]));
    const reads = new Set(slices.filter(({ name }) => name !== 'plan').map(({ spanId }) => spanId));
    expect(new Set(findSpans('GET').map(({ parentSpanId }) => parentSpanId))).toEqual(reads);
    expect(bodies.join('\n')).not.toContain(SECRET);
  });

  test.runIf(isFull)(
    'stopped during a run, returns its slices, and another worker finishes the run without duplicates',
    async () => {
      const { vendor, settings, reached, open } = await gatedVendor();
      const { url, store, run } = await opened(kind, settings);
      const first = await started({ url });
      await reached;
      expect(await stopped(first)).toEqual({ code: 0, signal: null });
      expect(first.lines.map(({ msg }) => msg).slice(-3)).toEqual([
        'worker-stopping',
        'slice-handed-back',
        'worker-stopped',
      ]);
      const rows = await store.db
        .selectFrom('slice')
        .select(['state', 'worker'])
        .where('state', '!=', 'DONE')
        .execute();
      expect(rows).toEqual(rows.map(() => ({ state: 'WAITING', worker: null })));
      open();
      const second = await started({ url });
      await ended(store, run);
      const { state, report } = await readRun(store.db, run, Date.now());
      expect({ state, warnings: report.warnings }).toEqual({ state: 'PROCESSED', warnings: [] });
      expect(report.entities.finding).toMatchObject({ written: listFindingIds(SIZE).length });
      expect(await readStoredIds(store)).toEqual(listFindingIds(SIZE));
      expect(vendor.asked.filter((target) => target === '/apps' || target.startsWith('/apps/app-0/'))).toHaveLength(
        1 + SIZE.pages + 1,
      );
      expect(await stopped(second)).toEqual({ code: 0, signal: null });
    },
  );
});

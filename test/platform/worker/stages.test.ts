import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../../engine/index.ts';
import { compileConnector } from '../../../engine/pipeline/connector/index.ts';
import { readRun } from '../../../engine/platform/worker/index.ts';
import { findOverlappedStages } from '../../../engine/platform/worker/overlap.ts';
import { sliceSize, splitParents } from '../../../engine/platform/worker/parent-parts.ts';
import { createEmptyStore, KINDS } from '../../inventory/store/stores.ts';
import { createSmallManifest, startSmallVendor } from '../../pipeline/run/small-vendor.ts';
import { readStoredIds } from './apps.ts';
import { createHarness } from './harness.ts';

const PAGES = 3;
/** Enough for a page to be stored before the next is read. */
const PER_PAGE = 500;
const range = (count: number) => Array.from({ length: count }, (_, at) => at);

type Stream = Manifest['streams'][string];

const list = (path: string, more: Partial<Stream> = {}): Stream =>
  ({ request: { path }, records: 'items', key: ['id'], paginator: { type: 'none' }, ...more }) as Stream;
const children = (path: string, parent: string): Stream => list(path, { partitions: [{ parent, as: parent }] });

const STREAMS: Manifest['streams'] = {
  apps: list('/apps', {
    paginator: { type: 'pageNumber', pageParam: 'page', firstPage: 0, stop: ['emptyPage'] },
  } as Partial<Stream>),
  scans: children('/scans/{{apps.id}}', 'apps'),
  findings: children('/findings/{{scans.id}}', 'scans'),
};
const MANIFEST = createSmallManifest(STREAMS, { assets: 'apps', findings: 'findings' });

/** Vendor with applications, one scan of each application of the first, and one finding of each scan. */
function answerOf(target: string): { json: object } {
  const page = /^\/apps\?page=(\d+)/.exec(target)?.[1];
  if (page !== undefined) {
    const count = Number(page) < PAGES ? PER_PAGE : 0;
    return { json: { items: range(count).map((at) => ({ id: `${page}-${at}` })) } };
  }
  const [, kind, id = ''] = /^\/(scans|findings)\/(.+)$/.exec(target) ?? [];
  if (kind === 'scans') return { json: { items: id.endsWith('-7') ? [{ id: `scan-${id}` }] : [] } };
  return { json: { items: [{ id: `finding-${id}` }] } };
}

describe.each(KINDS)('stages of a run, on $kind', (kind) => {
  test('overlap: children are read while the list of their parents still is, each once', async () => {
    const [reached, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const { config, asked } = await startSmallVendor(async (target) => {
      // The second page of applications waits until a finding of an earlier one was read.
      if (target.startsWith('/apps?page=1')) await gate.promise;
      if (target.startsWith('/findings/')) reached.resolve();
      return answerOf(target);
    });
    const store = await createEmptyStore(kind);
    const harness = createHarness(store, MANIFEST);
    const run = await harness.start(await harness.connect(config.settings));
    const working = harness.work({ concurrency: 4 });
    await reached.promise;
    const during = await readRun(store.db, run, Date.now());
    expect([during.complete.asset, during.complete.finding]).toEqual([false, false]);
    gate.resolve();
    await working;
    const { state, report, streams } = await readRun(store.db, run, Date.now());
    expect([state, report.warnings]).toEqual(['PROCESSED', []]);
    expect(await readStoredIds(store)).toEqual(range(PAGES).map((page) => `finding-scan-${page}-7`));
    expect(report.entities.asset.written).toBe(PAGES * PER_PAGE);
    expect(streams.map(({ stream }) => stream)).toEqual(['apps', 'scans', 'findings']);
    const scans = asked.filter((target) => target.startsWith('/scans/'));
    expect([scans.length, new Set(scans).size]).toEqual([PAGES * PER_PAGE, PAGES * PER_PAGE]);
  });
});

const compile = async (streams: Manifest['streams']) => {
  const { config } = await startSmallVendor(() => ({ json: {} }));
  return (await compileConnector(createSmallManifest(streams, { findings: 'findings' }), config)).streams;
};

const overlapped = async (streams: Manifest['streams'], parent: string) =>
  findOverlappedStages(await compile(streams), parent).map(({ stage, stream }) => [stage, stream.name]);

describe('a stream', () => {
  test('overlaps with the stream that its partitions come from, and with that one’s parents', async () => {
    expect(await overlapped(STREAMS, 'apps')).toEqual([[1, 'scans']]);
    expect(await overlapped(STREAMS, 'scans')).toEqual([[2, 'findings']]);
    expect(await overlapped(STREAMS, 'findings')).toEqual([]);
  });

  test('waits for a join partner that is not read yet, but not for one of an earlier stage', async () => {
    const lookup = { app: { type: 'join', stream: 'apps', key: 'id', value: 'app' } } as const;
    const joined = {
      ...STREAMS,
      findings: { ...children('/findings/{{scans.id}}', 'scans'), lookup },
    } as Manifest['streams'];
    expect(await overlapped(joined, 'apps')).toEqual([[1, 'scans']]);
    expect(await overlapped(joined, 'scans')).toEqual([]);
  });
});

describe('splitting parents', () => {
  const positions = [0, 1, 2].flatMap((slice) => range(5).map((seq) => ({ slice, seq })));
  const at = (slice: number, seq: number, count: number) =>
    ({ kind: 'parents', first: { slice, seq }, count }) as const;

  test('makes parts of consecutive parents up to a size', () => {
    expect(splitParents(positions, 6)).toEqual([at(0, 0, 6), at(1, 1, 6), at(2, 2, 3)]);
    expect(splitParents([], 6)).toEqual([]);
  });

  test('grows the parts with the number of slices, however few parents come at a time', () => {
    const sizes = [0, 19, 20, 40, 100, 2000].map((planned) => sliceSize(1, planned));
    expect(sizes).toEqual([1, 1, 2, 4, 32, 50]);
    expect(sliceSize(500, 20)).toBe(13);
  });

  test('leaves out planned parts and does not span them', () => {
    expect(splitParents(positions, 6, [at(0, 2, 2), at(2, 0, 5)])).toEqual([at(0, 0, 2), at(0, 4, 6)]);
    expect(splitParents(positions, 6, [at(0, 0, 5), at(1, 0, 5), at(2, 0, 5)])).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import { createStateFile, type Manifest } from '../../../engine/index.ts';
import { parseManifest } from '../../../engine/manifest/index.ts';
import {
  createExportManifest,
  EXPORT,
  type ExportOptions,
  type ExportVendor,
  idsOf,
  type Job,
  SIGNATURE,
  startExportVendor,
} from './export-vendor.ts';
import { createFolder, readRecords } from './folder.ts';
import { createSmallManifest, startSmallVendor } from './small-vendor.ts';
import { runSync, type Sync } from './sync.ts';
import { createVirtualClock } from './virtual-clock.ts';

const readIds = async (folder: string): Promise<unknown[]> =>
  (await readRecords(folder, 'findings.ndjson')).map((record) => record['externalFindingId']);

/** Runs a connector against a vendor; returns the report, the ids of its findings and the waits in seconds. */
async function sync(connector: Manifest, vendor: Sync['vendor'], more: Partial<Sync> = {}) {
  const { issues } = parseManifest(JSON.stringify(connector), 'errors');
  expect(issues).toEqual([]);
  const [to, clock] = [more.to ?? (await createFolder()), createVirtualClock()];
  const report = await runSync({ connector, vendor, to, clock, ...more });
  const ids = report.error ? [] : await readIds(to);
  return { report, ids, slept: clock.slept.map((ms) => Math.round(ms / 1000)) };
}

const countOf = ({ asked }: ExportVendor, part: string): number =>
  asked.filter((target) => target.includes(part)).length;

describe('an export with Location, 202 and signed URLs on another host', () => {
  test('is created without a body, polled seven times and downloaded byte for byte without credentials', async () => {
    const vendor = await startExportVendor({ files: 1, pending: 7 });
    const { report, ids, slept } = await sync(createExportManifest(), vendor);
    expect(report.error).toBeNull();
    expect(ids).toEqual(idsOf(1));
    expect(vendor.api.asked).toEqual(['POST /exports', ...Array.from({ length: 8 }, () => '/exports/1')]);
    expect(vendor.files.asked).toEqual([`/1/1.json?${SIGNATURE}&n=8`]);
    expect(slept).toEqual([30, 30, 30, 30, 30, 30, 30]);
    expect(report.streams['things']).toMatchObject({ pages: 1, items: 3, partitions: 1 });
  });

  test('is polled at the interval that the vendor requests', async () => {
    const wait = (headers: Record<string, string>, json?: unknown) => ({
      status: 202,
      headers,
      ...(json ? { json } : {}),
    });
    const answers = [wait({ 'retry-after': '7' }), wait({}), wait({ 'x-poll-ms': '2500' }), wait({}, { next: 4 })];
    const run = async (interval?: NonNullable<Job['poll']>['interval']) => {
      let polls = 0;
      const vendor = await startExportVendor({
        answerApi: (target) => (target === '/exports/1' ? answers[polls++] : undefined),
      });
      const poll = { ...EXPORT.poll, ...(interval ? { interval } : {}) } as NonNullable<Job['poll']>;
      return (await sync(createExportManifest({ poll }), vendor)).slept;
    };
    expect(await run()).toEqual([7, 30, 30, 30]);
    expect(await run('PT2S')).toEqual([2, 2, 2, 2]);
    expect(await run({ header: 'X-Poll-Ms', unit: 'milliseconds' })).toEqual([7, 30, 3, 30]);
    expect(await run({ expr: 'body.next', unit: 'seconds' })).toEqual([7, 30, 30, 4]);
  });
});

describe('the state of a job', () => {
  const poll = (changes: Partial<NonNullable<Job['poll']>>): Partial<Job> => ({
    poll: { request: { url: '{{job.location}}' }, capture: { urls: 'urls' }, ...changes },
  });
  const answers = (list: readonly ReturnType<NonNullable<ExportOptions['answerApi']>>[]) => {
    let polls = 0;
    return (target: string) => (target === '/exports/1' ? list[polls++] : undefined);
  };

  test('comes from the status code, also from one that is an error elsewhere', async () => {
    const vendor = await startExportVendor({ answerApi: answers([{ status: 404 }, { status: 404 }]) });
    const { ids } = await sync(createExportManifest(poll({ states: { 404: 'pending' } })), vendor);
    expect(ids).toEqual(idsOf(3));
  });

  test('comes from a header', async () => {
    const state = (text: string) => ({ headers: { 'x-state': text }, json: { urls: [] } });
    const states = { running: 'pending', ready: 'done', broken: 'failed' } as const;
    const change = poll({ status: '$headers.`x-state`', states });
    const vendor = await startExportVendor({ answerApi: answers([state('running'), state('ready')]) });
    expect((await sync(createExportManifest(change), vendor)).report.error).toBeNull();
    const broken = await startExportVendor({ answerApi: answers([state('running'), state('broken')]) });
    expect((await sync(createExportManifest(change), broken)).report.error).toMatchObject({ code: 'JOB_FAILED' });
  });

  test('comes from the body, of which a text is one', async () => {
    const vendor = await startExportVendor({
      answerApi: answers([{ text: 'WAIT' }, { json: { done: true, urls: [] } }]),
    });
    const change = poll({ status: "$ = 'WAIT' ? $ : done", states: { WAIT: 'pending', true: 'done' } });
    expect((await sync(createExportManifest(change), vendor)).report.error).toBeNull();
  });
});

describe('the create request', () => {
  test('may answer with a text', async () => {
    const vendor = await startExportVendor({
      answerApi: (target) =>
        target === 'POST /exports' ? { text: '1', headers: { 'content-type': 'text/plain' } } : undefined,
    });
    const create = { ...EXPORT.create, capture: { id: '$' } };
    const poll = { request: { path: '/exports/{{job.id}}' }, capture: { urls: 'urls' } };
    expect((await sync(createExportManifest({ create, poll }), vendor)).ids).toEqual(idsOf(3));
  });

  test('is an error if a captured value is missing', async () => {
    const vendor = await startExportVendor();
    const create = { ...EXPORT.create, capture: { location: 'link' } };
    const { error } = (await sync(createExportManifest({ create }), vendor)).report;
    expect(error).toMatchObject({ code: 'JOB_CAPTURE_MISSING', stream: 'things' });
    expect(error?.message).toMatch(/"create".*HTTP 202.*"location"/);
  });

  test('may be followed by a request for the URLs', async () => {
    const vendor = await startExportVendor();
    const poll = { request: { url: '{{job.location}}' }, capture: {} };
    const result = { request: { path: '{{job.location}}' }, capture: { urls: 'urls' } };
    const { ids } = await sync(createExportManifest({ poll, result }), vendor);
    expect(ids).toEqual(idsOf(3));
  });
});

describe('files', () => {
  test('are read in parallel, and their records keep the order of the files', async () => {
    const { promise: lastAsked, resolve } = Promise.withResolvers<void>();
    const vendor = await startExportVendor({
      answerFile: async (file) => {
        if (file === 3) resolve();
        else await lastAsked;
        return undefined;
      },
    });
    const { ids, report } = await sync(createExportManifest(), vendor);
    expect(ids).toEqual(idsOf(3));
    expect(report.streams['things']).toMatchObject({ pages: 3, items: 9, partitions: 1 });
  });

  test('may be none, if the list is empty, and are an error, if there is no list', async () => {
    const vendor = await startExportVendor({ files: 0 });
    const empty = await sync(createExportManifest(), vendor);
    expect([empty.report.error, empty.ids, empty.report.streams['things']?.pages]).toEqual([null, [], 0]);
    const files = { ...EXPORT.files, list: 'job.location.none' };
    expect((await sync(createExportManifest({ files }), vendor)).report.error).toMatchObject({
      code: 'JOB_FILES_INVALID',
    });
  });

  test('go only to allowed hosts', async () => {
    const vendor = await startExportVendor();
    const manifest = createExportManifest({}, {}, { allowedHosts: ['{{settings.url}}', 'https://files.example'] });
    expect((await sync(manifest, vendor)).report.error).toMatchObject({ code: 'HOST_NOT_ALLOWED' });
    expect(vendor.files.asked).toEqual([]);
  });

  test('count against the limit of the stream', async () => {
    const vendor = await startExportVendor();
    expect((await sync(createExportManifest({}, { limit: 4 }), vendor)).ids).toEqual([
      'f1-1',
      'f1-2',
      'shared',
      'f2-1',
    ]);
    expect(countOf(vendor, '.json')).toBe(2);
  });
});

describe('captured values', () => {
  const FIELDS = createExportManifest().maps['finding']?.fields ?? {};
  const maps: Manifest['maps'] = {
    finding: {
      from: 'things',
      to: 'finding',
      fields: { ...FIELDS, name: "$job.location & ' ' & $substringAfter($file, '/1.json?') & ' ' & id" },
    },
  };

  test('are visible in records and maps', async () => {
    const vendor = await startExportVendor({ files: 1 });
    const stream = { records: "items[id != 'shared' and $job.location = '/exports/1' and $contains($file, 'json')]" };
    const to = await createFolder();
    expect((await sync(createExportManifest({}, stream, { maps }), vendor, { to })).report.error).toBeNull();
    expect((await readRecords(to, 'findings.ndjson')).map(({ name }) => name)).toEqual([
      `/exports/1 ${SIGNATURE}&n=1 f1-1`,
      `/exports/1 ${SIGNATURE}&n=1 f1-2`,
    ]);
  });

  test('are visible in child streams', async () => {
    const vendor = await startExportVendor({
      files: 1,
      answerApi: (target) =>
        target.includes('/parts') ? { json: { items: [{ id: target.replaceAll('/', '.') }] } } : undefined,
    });
    const base = createExportManifest();
    const parts: Manifest['streams'][string] = {
      request: { path: '{{job.location}}/parts/{{thing.id}}' },
      records: "items[$job.location = '/exports/1']",
      key: ['id'],
      partitions: [{ parent: 'things', as: 'thing', where: "id != 'shared'" }],
      paginator: { type: 'none' },
    };
    const finding = { from: 'parts', to: 'finding', fields: { ...FIELDS, name: "$job.location & ' ' & id" } } as const;
    const connector = { ...base, streams: { ...base.streams, parts }, maps: { finding } } as Manifest;
    const to = await createFolder();
    expect((await sync(connector, vendor, { to })).report.error).toBeNull();
    expect((await readRecords(to, 'findings.ndjson')).map(({ name }) => name)).toEqual([
      '/exports/1 .%2Fexports%2F1.parts.f1-1',
      '/exports/1 .%2Fexports%2F1.parts.f1-2',
    ]);
  });
});

describe('an export in chunks', () => {
  const CHUNKS: Manifest['streams'][string] = {
    job: {
      create: {
        request: {
          method: 'POST',
          path: '/vulns/export',
          json: { num_assets: '{{settings.size}}', filters: { since: { expr: '$number(cursor.start)' } } },
          repeatable: false,
        },
        capture: { uuid: 'export_uuid' },
      },
      poll: {
        request: { path: '/vulns/export/{{job.uuid}}/status' },
        status: 'status',
        states: { QUEUED: 'pending', PROCESSING: 'pending', FINISHED: 'done', ERROR: 'failed' },
        interval: 'PT5S',
        capture: { chunks: 'chunks_available' },
      },
      files: { list: 'job.chunks', request: { path: '/vulns/export/{{job.uuid}}/chunks/{{file}}' } },
    },
    records: '$',
    key: ['id'],
    incremental: { cursor: 'seen', type: 'datetime', format: 'epochSeconds' },
  };
  const TIMES = ['2026-01-03T00:00:00Z', '2026-01-05T00:00:00Z', '2026-01-04T00:00:00Z'];

  test('is read chunk by chunk, and sends the cursor as an integer', async () => {
    const bodies: string[] = [];
    let polls = 0;
    const vendor = await startSmallVendor(async (target, request) => {
      if (target.startsWith('POST')) {
        let body = '';
        for await (const chunk of request) body += chunk;
        bodies.push(body);
        return { json: { export_uuid: `u${bodies.length}` } };
      }
      if (target.endsWith('/status')) {
        polls += 1;
        const done = polls % 2 === 0;
        return { json: { status: done ? 'FINISHED' : 'PROCESSING', chunks_available: done ? [1, 2, 3] : [2] } };
      }
      const chunk = Number(target.split('/').at(-1));
      return {
        json: [
          { id: `c${chunk}`, seen: TIMES[chunk - 1] },
          { id: `d${chunk}`, seen: TIMES[0] },
        ],
      };
    });
    const connector = createSmallManifest({ things: CHUNKS }, { findings: 'things' });
    const to = await createFolder();
    const more = { to, stateStore: createStateFile(`${await createFolder()}/state.json`) };
    const first = await sync(connector, vendor, more);
    expect(first.ids).toEqual(['c1', 'd1', 'c2', 'd2', 'c3', 'd3']);
    expect(first.slept).toEqual([5]);
    const second = await sync(connector, vendor, more);
    expect(second.report).toMatchObject({ error: null, mode: 'delta' });
    expect(bodies.map((body) => JSON.parse(body))).toEqual([
      { num_assets: 2, filters: {} },
      { num_assets: 2, filters: { since: Date.parse('2026-01-05T00:00:00Z') / 1000 } },
    ]);
  });

  test('may have several pages in each chunk', async () => {
    const paged = await startSmallVendor((target) => {
      const { searchParams } = new URL(target, 'http://vendor');
      const page = Number(searchParams.get('page'));
      return { json: { items: page > 2 ? [] : [{ id: `${searchParams.get('file')}-${page}` }] } };
    });
    const { config } = await startExportVendor();
    const files: Job['files'] = {
      list: "['a', 'b']",
      request: { url: '{{settings.files}}/rows', query: { file: '{{file}}' }, auth: 'none' },
    };
    const paginator = { type: 'pageNumber' as const, pageParam: 'page', firstPage: 1, stop: ['emptyPage' as const] };
    const vendor = { config: { settings: { ...config.settings, files: paged.origin } } };
    const { ids, report } = await sync(createExportManifest({ files }, { paginator }), vendor);
    expect(ids).toEqual(['a-1', 'a-2', 'b-1', 'b-2']);
    expect(report.streams['things']).toMatchObject({ pages: 6, partitions: 1 });
  });
});

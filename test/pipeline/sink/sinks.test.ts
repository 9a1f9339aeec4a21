import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Json } from '../../../engine/base/json/index.ts';
import type { RunReport } from '../../../engine/base/report/report.generated.ts';
import { isEngineError } from '../../../engine/index.ts';
import { openDestination, writeBatch } from '../../../engine/pipeline/sink/index.ts';
import { scaleRuns } from '../../setup/suite.ts';
import { createBatch } from './batch.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mapwright-sink-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const REPORT = { runId: 'r' } as RunReport;
const open = (to: string, out: string[] = []) => openDestination(to, { writeOut: async (text) => void out.push(text) });
const asset = (id: string) => ({ externalAssetId: id, assetDetail: { name: id } });
const finding = (id: string, of: string) => ({ externalFindingId: id, externalAssetId: of });
const reject = {
  entity: 'finding',
  stream: 's',
  pointer: '/x',
  code: 'ENUM_UNMAPPED',
  message: 'm',
  fix: 'f',
  item: { a: 1 },
};
const lines = async (file: string): Promise<Json[]> =>
  (await readFile(join(folder, file), 'utf8'))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

describe('ndjson:', () => {
  test('publishes all files, including empty ones, when the run finishes, and nothing before', async () => {
    await writeFile(join(folder, 'findings.ndjson'), 'before\n');
    const sink = open(`ndjson:${folder}`);
    await sink.open();
    await writeBatch(sink, createBatch({ asset: [asset('a')] }, [reject]));
    expect(await readFile(join(folder, 'findings.ndjson'), 'utf8')).toBe('before\n');
    await sink.finish(REPORT);
    expect(await lines('assets.ndjson')).toEqual([asset('a')]);
    expect(await lines('findings.ndjson')).toEqual([]);
    expect(await lines('rejects.ndjson')).toEqual([reject]);
    expect((await readdir(folder)).sort()).toEqual(['assets.ndjson', 'findings.ndjson', 'rejects.ndjson', 'run.json']);
  });

  test('writes records of any size and script across chunks', async () => {
    const texts = ['x', 'é', '検証', '🙂'].flatMap((text) =>
      [1, 1000, 30_000, 90_000].map((times) => text.repeat(times)),
    );
    const findings = texts.map((name, at) => ({ ...finding(String(at), 'a'), name }));
    const sink = open(`ndjson:${folder}`);
    await sink.open();
    await writeBatch(sink, createBatch({ finding: findings }));
    await writeBatch(sink, createBatch({ finding: findings }));
    await sink.finish(REPORT);
    expect(await lines('findings.ndjson')).toEqual([...findings, ...findings]);
  });

  test('resumes from a position: later output is dropped', async () => {
    const first = open(`ndjson:${folder}`);
    await first.open();
    await writeBatch(first, createBatch({ finding: [finding('1', 'a')] }));
    const position = await first.checkpoint();
    await writeBatch(first, createBatch({ finding: [finding('lost', 'a')] }));
    await first.checkpoint();
    await first.abandon(true);
    const second = open(`ndjson:${folder}`);
    await second.open(position);
    await writeBatch(second, createBatch({ finding: [finding('2', 'a')] }));
    await second.finish(REPORT);
    expect(await lines('findings.ndjson')).toEqual([finding('1', 'a'), finding('2', 'a')]);
  });

  test('completes an interrupted publish without being opened', async () => {
    const first = open(`ndjson:${folder}`);
    await first.open();
    await writeBatch(first, createBatch({ asset: [asset('a')], finding: [finding('1', 'a')] }));
    await first.checkpoint();
    await first.abandon(true);
    await open(`ndjson:${folder}`).finish(REPORT);
    await open(`ndjson:${folder}`).finish(REPORT);
    expect(await lines('findings.ndjson')).toEqual([finding('1', 'a')]);
  });

  test('keeps the earlier files and removes its own if it is abandoned', async () => {
    await writeFile(join(folder, 'assets.ndjson'), 'before\n');
    const sink = open(`ndjson:${folder}`);
    await sink.open();
    await writeBatch(sink, createBatch({ asset: [asset('a')] }));
    await sink.abandon(false);
    expect(await readdir(folder)).toEqual(['assets.ndjson']);
  });

  test('reports a folder that cannot be created', async () => {
    await writeFile(join(folder, 'file'), '');
    const error = await open(`ndjson:${join(folder, 'file', 'below')}`)
      .open()
      .catch((thrown: unknown) => thrown);
    expect(isEngineError(error, 'FILE_UNWRITABLE')).toBe(true);
  });
});

describe('etm: with other entities', () => {
  const entity = (name: string, builtIn: boolean) => ({
    name,
    title: name,
    builtIn,
    file: name,
    schema: undefined,
    identity: [],
  });
  const openFor = (entities: ReturnType<typeof entity>[]) =>
    openDestination(`etm:${folder}`, { writeOut: async () => undefined, entities });

  test('is refused for a connector without assets and findings', () => {
    expect(() => openFor([entity('user', false)])).toThrow(
      expect.objectContaining({ code: 'DESTINATION_UNSUITABLE', fix: expect.stringContaining('ndjson:<dir>') }),
    );
  });

  test('warns about their records', async () => {
    const sink = openFor([entity('asset', true), entity('user', false)]);
    await sink.open();
    await writeBatch(sink, createBatch({ asset: [asset('a')], user: [{ id: 1 }] }));
    const warnings: unknown[] = [];
    const count = { mapped: 1, rejected: 0, written: 1 };
    const report = { ...REPORT, entities: { asset: count, finding: { ...count, written: 0 }, user: count } };
    await sink.finish(report, (warning) => warnings.push(warning));
    expect(warnings).toMatchObject([{ code: 'ENTITY_OMITTED', count: 1, message: expect.stringContaining('"user"') }]);
    expect(await lines('etm.ndjson')).toMatchObject([{ externalAssetId: 'a' }]);
  });
});

describe('etm:', () => {
  const documents = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.string()), { maxLength: 60 });

  test('adds to each asset all of its findings, sorted, for any order of arrival', async () => {
    await fc.assert(
      fc.asyncProperty(documents, fc.integer({ min: 0, max: 6 }), async (findings, assets) => {
        const sink = open(`etm:${folder}`);
        await sink.open();
        await writeBatch(
          sink,
          createBatch({ asset: Array.from({ length: assets }, (_, index) => asset(`a${index}`)) }),
        );
        const records = findings.map(([of, name], index) => ({ ...finding(`f${index}`, `a${of}`), name }));
        for (const record of records) await writeBatch(sink, createBatch({ finding: [record] }));
        await sink.finish(REPORT);
        const docs = (await lines('etm.ndjson')) as { externalAssetId: string; findingGroup: { findings: object[] } }[];
        for (const doc of docs) {
          expect(doc.findingGroup.findings).toEqual(
            records.filter((record) => record.externalAssetId === doc.externalAssetId),
          );
        }
        expect(docs.flatMap((doc) => doc.findingGroup.findings)).toHaveLength(records.length);
        expect(docs.slice(0, assets).map((doc) => doc.externalAssetId)).toEqual(
          Array.from({ length: assets }, (_, index) => `a${index}`),
        );
      }),
      { numRuns: scaleRuns(40), seed: 5 },
    );
  });

  test('resumes from a position, and can finish twice', async () => {
    const first = open(`etm:${folder}`);
    await first.open();
    await writeBatch(first, createBatch({ asset: [asset('a')], finding: [finding('1', 'a')] }));
    const position = await first.checkpoint();
    await writeBatch(first, createBatch({ finding: [finding('lost', 'a')] }));
    await first.checkpoint();
    await first.abandon(true);
    const second = open(`etm:${folder}`);
    await second.open(position);
    await writeBatch(second, createBatch({ finding: [finding('2', 'a')] }));
    await second.finish(REPORT);
    await open(`etm:${folder}`).finish(REPORT);
    expect(await lines('etm.ndjson')).toEqual([
      { ...asset('a'), findingGroup: { findings: [finding('1', 'a'), finding('2', 'a')] } },
    ]);
  });
});

test('ocsf: an event per finding, with its asset, whether it comes before, after or never', async () => {
  const host = (id: string) => ({ ...asset(id), assetType: 'HOST' });
  const first = open(`ocsf:${folder}`);
  await first.open();
  await writeBatch(first, createBatch({ finding: [finding('1', 'a')] }));
  const position = await first.checkpoint();
  await writeBatch(first, createBatch({ finding: [finding('lost', 'a')] }));
  await first.abandon(true);
  const second = open(`ocsf:${folder}`);
  await second.open(position);
  await writeBatch(
    second,
    createBatch({ asset: [host('a'), host('empty')], finding: [finding('2', 'a'), finding('3', 'b')] }),
  );
  await second.finish({ ...REPORT, startedAt: '2025-02-11T09:14:03.000Z' });
  const uid = (id: string, name: string | undefined, of: string) => ({
    time: Date.UTC(2025, 1, 11, 9, 14, 3),
    finding_info: { uid: id },
    resources: [{ uid: of, ...(name === undefined ? {} : { name }) }],
  });
  expect(await lines('ocsf.ndjson')).toMatchObject([uid('1', 'a', 'a'), uid('2', 'a', 'a'), uid('3', undefined, 'b')]);
  expect((await readdir(folder)).sort()).toEqual(['ocsf.ndjson', 'run.json']);
});

test('stdout: one line per record, with its entity', async () => {
  const out: string[] = [];
  const sink = open('stdout', out);
  await sink.open();
  await writeBatch(sink, createBatch({ asset: [asset('a')], finding: [finding('1', 'a')] }, [reject]));
  expect(
    out
      .join('')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    { entity: 'asset', record: asset('a') },
    { entity: 'finding', record: finding('1', 'a') },
  ]);
});

test.each(['', 'csv:x', 'ndjson', 'ndjson:', 'etm:', 'ocsf:', 'stdout:x', '__proto__:x', 'constructor:x'])(
  '"%s" is not a destination',
  (to) => {
    expect(() => open(to)).toThrow(expect.objectContaining({ code: 'DESTINATION_INVALID' }));
  },
);

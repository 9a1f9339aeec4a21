import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createStateFile, type Manifest, openDestination } from '../../../engine/index.ts';
import { createFolder } from './folder.ts';
import { createSmallManifest, startSmallVendor } from './small-vendor.ts';
import { compileTestConnector, runSync } from './sync.ts';

type Stream = Manifest['streams'][string];

const readLines = async (file: string) =>
  (await readFile(file, 'utf8'))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);

/** Runs the streams against a vendor that sends these texts; returns the report and the records by entity. */
async function sync(
  streams: Readonly<Record<string, Stream>>,
  texts: Readonly<Record<string, string>>,
  state?: string,
) {
  const vendor = await startSmallVendor((target) => ({ text: texts[target] ?? '[]' }));
  const connector = createSmallManifest(streams, { maps: {} });
  const to = await createFolder();
  const { entities } = await compileTestConnector({ connector, vendor });
  const sink = openDestination(`ndjson:${to}`, { writeOut: async () => undefined, entities });
  const stateStore = state === undefined ? {} : { stateStore: createStateFile(state) };
  const report = await runSync({ connector, vendor, sinks: [sink], ...stateStore });
  return { report, read: (entity: string) => readLines(join(to, `${entity}.ndjson`)), asked: vendor.asked };
}

const list = (item: string | undefined, rest: Partial<Stream> = {}): Stream => ({
  request: { path: '/rows' },
  records: 'rows',
  ...(item === undefined ? {} : { item }),
  ...rest,
});

const EXACT = `{"id": 9007199254740993123, "at": 1700000000, "price": 1.5, "list": [], "one": [7], "nested": {"n": 12345678901234567890}, "none": null}`;

describe('the item expression of a stream', () => {
  test.each([
    ['$merge', "$merge([$, {'kind': 'block', 'at': at + 1}])"],
    ['the transform operator', "$ ~> |$|{'kind': 'block', 'at': at + 1}|"],
  ])('keeps fields that it does not touch, exact numbers included: %s', async (_name, item) => {
    const texts = { '/rows': `{"rows": [${EXACT}]}` };
    const [plain] = await (await sync({ rows: list(undefined) }, texts)).read('rows');
    const [record] = await (await sync({ rows: list(item) }, texts)).read('rows');
    expect(record).toEqual({ ...plain, kind: 'block', at: 1_700_000_001 });
    expect(JSON.stringify(record)).toContain('9007199254740993123');
  });

  test('comes before the key, the cursor, the partitions and the filter of the cursor', async () => {
    const item = "$merge([$, {'ref': 'r' & number, 'changed': $fromMillis(seconds * 1000)}])";
    const streams = {
      rows: list(item, {
        emit: true,
        key: ['ref'],
        incremental: { cursor: 'changed', type: 'datetime', clientSide: true },
      }),
      parts: { request: { path: '/parts/{{row.ref}}' }, records: '$', partitions: [{ parent: 'rows', as: 'row' }] },
    } satisfies Readonly<Record<string, Stream>>;
    const state = join(await createFolder(), 'state.json');
    const row = (number: number) => `{"number": ${number}, "seconds": ${1_700_000_000 + number}}`;
    const first = await sync(streams, { '/rows': `{"rows": [${row(1)}, ${row(1)}, ${row(2)}]}` }, state);
    expect((await first.read('rows')).map((one) => one['ref'])).toEqual(['r1', 'r2']);
    expect(first.asked).toEqual(['/rows', '/parts/r1', '/parts/r2']);
    const second = await sync(streams, { '/rows': `{"rows": [${row(1)}, ${row(2)}, ${row(3)}]}` }, state);
    expect((await second.read('rows')).map((one) => one['ref'])).toEqual(['r2', 'r3']);
  });

  test('gives one item per element of a list, and none without a result', async () => {
    const { report, read } = await sync(
      { rows: list('parts.$merge([%.{"id": id}, $])') },
      {
        '/rows':
          '{"rows": [{"id": 1, "parts": [{"p": 1}, {"p": 2}]}, {"id": 2, "parts": []}, {"id": 3, "parts": {"p": 3}}]}',
      },
    );
    expect(await read('rows')).toEqual([
      { id: 1, p: 1 },
      { id: 1, p: 2 },
      { id: 3, p: 3 },
    ]);
    expect(report.warnings).toEqual([]);
  });

  test('rejects an item on which it fails or whose texts it damages, and reads the others', async () => {
    const { report, read } = await sync(
      { rows: list("$merge([$, {'n': $number(text), 'half': $substring(face, 0, 1)}])") },
      {
        '/rows':
          '{"rows": [{"text": "1"}, {"text": "x"}, {"text": "2", "face": "a"}, {"text": "3", "face": "a\\u0000"}]}',
      },
    );
    expect((await read('rows')).map((one) => one['n'])).toEqual([1, 2]);
    expect((await read('rejects')).map((one) => one['code'])).toEqual(['EXPRESSION_FAILED', 'ITEM_UNREADABLE']);
    expect(report.error).toBeNull();
  });

  test('works for tables, shared responses and names that JSONata reserves', async () => {
    const { read } = await sync(
      {
        rows: list("$merge([$, {'id': $string(A)}])", {
          request: { path: '/csv' },
          records: '$',
          decoder: { type: 'csv' },
          key: ['id'],
        }),
        first: list("$merge([$, {'x': 1}])"),
        second: { responseOf: 'first', records: 'others', item: "$merge([$, {'x': 2}])" },
      },
      {
        '/csv': 'A,B\n1,2\n',
        '/rows': '{"rows": [{"_jsonata_row": true, "n": 5}], "others": [{"n": 6}]}',
      },
    );
    expect(await read('rows')).toEqual([{ A: '1', B: '2', id: '1' }]);
    expect(await read('first')).toEqual([{ _jsonata_row: true, n: 5, x: 1 }]);
    expect(await read('second')).toEqual([{ n: 6, x: 2 }]);
  });

  test('reads a page of 20,000 items', async () => {
    const rows = Array.from({ length: 20_000 }, (_, id) => ({ id, 'Some Name': 'a', c: id % 7 }));
    const { report } = await sync(
      { rows: list('$each($, function($value, $name) {{$lowercase($name): $value}}) ~> $merge') },
      { '/rows': JSON.stringify({ rows }) },
    );
    expect(report.error).toBeNull();
    expect(report.entities['rows']).toEqual({ mapped: 20_000, rejected: 0, written: 20_000 });
  });
});

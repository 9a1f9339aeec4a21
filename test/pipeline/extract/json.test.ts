import { describe, expect, test } from 'vitest';
import type { Json } from '../../../engine/base/json/index.ts';
import { compileExtraction } from '../../../engine/pipeline/extract/index.ts';
import { inChunks, readAll } from './read.ts';

const SIZES = [1, 7, 100_000];

describe('the list of items', () => {
  test.each<[string, string, string, Json[], Json]>([
    [
      'at a path',
      '_embedded.findings',
      '{"_embedded":{"findings":[{"id":1},{"id":2}]},"page":{"n":0}}',
      [{ id: 1 }, { id: 2 }],
      { _embedded: { findings: [] }, page: { n: 0 } },
    ],
    ['the root', '$', '[1,2]', [1, 2], []],
    ['an empty list', 'Items', '{"Items":[],"Count":0}', [], { Items: [], Count: 0 }],
    [
      'with a filter',
      "Items[$contains(Tech, 'DAST')]",
      '{"Items":[{"Tech":"SAST"},{"Tech":"DAST,SCA"}]}',
      [{ Tech: 'DAST,SCA' }],
      { Items: [] },
    ],
    ['with a filter that no item passes', 'Items[a = 1]', '{"Items":[{"a":2}]}', [], { Items: [] }],
    ['with a filter on the scope', 'Items[a = $settings.a]', '{"Items":[{"a":2},{"a":3}]}', [{ a: 3 }], { Items: [] }],
    [
      'through lists',
      'groups.items',
      '{"groups":[{"items":[1,2]},{"items":[3]}]}',
      [1, 2, 3],
      { groups: [{ items: [1, 2] }, { items: [3] }] },
    ],
    [
      'through lists, with a filter that no item passes',
      'groups.items[a = 1]',
      '{"groups":[{"items":[{"a":2}]}]}',
      [],
      { groups: [{ items: [{ a: 2 }] }] },
    ],
    ['an empty list, by an object per item', 'data.{ "a": id }', '{"data":[]}', [], { data: [] }],
    ['an empty list, by a call', '$map(data, function($i) { $i.a })', '{"data":[]}', [], { data: [] }],
    ['an empty list, by a chain', 'data ~> $filter(function($i) { $i.a })', '{"data":[]}', [], { data: [] }],
    ['an empty list, by a condition', 'ok ? data.a : other.b', '{"ok":true,"data":[]}', [], { ok: true, data: [] }],
    ['an empty list, by a block', '($x := 1; data.{ "a": $x })', '{"data":[]}', [], { data: [] }],
    ['an empty list in lists', 'a.b.{ "c": d }', '{"a":[{"b":[]},{"b":[]}]}', [], { a: [{ b: [] }, { b: [] }] }],
    [
      'no matching item, by an object per item',
      "data[a = 1].{ 'b': a }",
      '{"data":[{"a":2}]}',
      [],
      { data: [{ a: 2 }] },
    ],
    ['by position', 'items[0]', '{"items":[{"a":2},{"a":1}]}', [{ a: 2 }], { items: [{ a: 2 }, { a: 1 }] }],
    [
      'by an expression',
      '$map(items, function($i) { $i.a })',
      '{"items":[{"a":2},{"a":1}]}',
      [2, 1],
      { items: [{ a: 2 }, { a: 1 }] },
    ],
    [
      'by names that need quotes',
      '`the items`.`a-b`',
      '{"the items":{"a-b":[1]}}',
      [1],
      { 'the items': { 'a-b': [] } },
    ],
    ['lists as items', 'items', '{"items":[[1],[2,3],[]]}', [[1], [2, 3], []], { items: [] }],
  ])('%s', async (_name, records, text, items, envelope) => {
    for (const size of SIZES) {
      const outcome = await readAll({ records }, inChunks(Buffer.from(text), size), { scope: { settings: { a: 3 } } });
      expect(outcome).toMatchObject({ items, bad: [], envelope });
    }
  });
});

describe('no silent zero', () => {
  test.each([
    ['a missing path', { records: 'Items' }, '{"Count":0}', 'RECORDS_MISSING'],
    ['a missing path in depth', { records: 'a.Items' }, '{"a":{"b":1}}', 'RECORDS_MISSING'],
    ['a null list', { records: 'Items' }, '{"Items":null}', 'RECORDS_MISSING'],
    ['a null body', { records: '$' }, 'null', 'RECORDS_MISSING'],
    ['an error object', { records: 'Items' }, '{"error":"denied"}', 'RECORDS_MISSING'],
    ['absentWhen is false', { records: 'Items', absentWhen: 'Count = 0' }, '{"Count":3}', 'RECORDS_MISSING'],
    ['absentWhen finds nothing', { records: 'Items', absentWhen: 'Count = 0' }, '{}', 'RECORDS_MISSING'],
    ['an object per item of a missing list', { records: 'data.{ "a": id }' }, '{"error":"denied"}', 'RECORDS_MISSING'],
    ['an object per item of a null list', { records: 'data.{ "a": id }' }, '{"data":null}', 'RECORDS_MISSING'],
    ['a call on a missing list', { records: '$map(a.data, $string)' }, '{"a":{},"data":[]}', 'RECORDS_MISSING'],
    ['an expression that finds nothing', { records: 'Items.x[0]' }, '{"Items":{}}', 'RECORDS_MISSING'],
    ['an object for a list', { records: 'Items' }, '{"Items":{"id":1}}', 'RECORDS_NOT_A_LIST'],
    ['a text for a list', { records: 'Items' }, '{"Items":"none"}', 'RECORDS_NOT_A_LIST'],
    ['an object for a root list', { records: '$' }, '{"error":"denied"}', 'RECORDS_NOT_A_LIST'],
    ['an HTML page', { records: 'Items' }, '<!DOCTYPE html><html><body>Log in</body></html>', 'BODY_NOT_JSON'],
    ['plain text', { records: 'Items' }, 'upstream connect error', 'BODY_NOT_JSON'],
    ['an empty body', { records: 'Items' }, '', 'BODY_EMPTY'],
    ['an empty body, absentWhen', { records: 'Items', absentWhen: 'true' }, ' \n', 'BODY_EMPTY'],
    ['a cut body', { records: 'Items' }, '{"Items":[{"id":1},{"id', 'BODY_TRUNCATED'],
    ['a cut body, read as a whole', { records: 'Items[0]' }, '{"Items":[{"id":1},{"id', 'BODY_TRUNCATED'],
    ['a damaged body', { records: 'Items' }, '{"Items":[{"id":1}}', 'BODY_NOT_JSON'],
  ])('%s: %o', async (_name, spec, text, error) => {
    for (const size of SIZES) {
      const outcome = await readAll(spec, inChunks(Buffer.from(text), size));
      expect(outcome.error).toBe(error);
      expect(outcome.message).not.toMatch(/denied|Log in|upstream/);
    }
  });

  test.each([
    [
      'a missing list',
      { records: '_embedded.findings', absentWhen: 'page.total_elements = 0' },
      '{"page":{"total_elements":0}}',
    ],
    ['a null list', { records: 'items', absentWhen: 'totalItems = 0' }, '{"items":null,"totalItems":0}'],
    ['with the scope', { records: 'items', absentWhen: 'total = $none' }, '{"total":0}'],
  ])('absentWhen allows %s', async (_name, spec, text) => {
    const outcome = await readAll(spec, [Buffer.from(text)], { scope: { none: 0 } });
    expect(outcome).toEqual({ items: [], bad: [], seen: 0, envelope: JSON.parse(text) });
  });

  test('an error describes the form of the body, never its content', async () => {
    expect((await readAll({ records: 'a' }, [Buffer.from('<html>hunter2')])).message).toContain('an HTML page');
    expect((await readAll({ records: 'a' }, [Buffer.from('hunter2')])).message).toContain('plain text');
    expect((await readAll({ records: 'a' }, [Buffer.from('{"a":[hunter2]}')])).message).toContain('damaged JSON');
  });
});

describe('bad items', () => {
  test('keep their order among the valid ones, and bypass the filter', async () => {
    const text = '{"Items":[{"id":1},{"id":2,"id":3},{"id":4,"x":"\\u0000"},{"id":5}]}';
    const outcome = await readAll({ records: 'Items[id > 1]' }, [Buffer.from(text)]);
    expect(outcome.items).toEqual([{ id: 5 }]);
    expect(outcome.bad.map(({ pointer, raw }) => [pointer, raw])).toEqual([
      ['/id', '{"id":2,"id":3}'],
      ['/x', '{"id":4,"x":"\\u0000"}'],
    ]);
    expect(outcome.seen).toBe(4);
  });

  test('are also found if the page is parsed as a whole', async () => {
    const text = '{"groups":[{"items":[{"id":1},{"id":2,"id":3},{"id":4,"x":"\\u0000"},{"id":5}]}]}';
    const outcome = await readAll({ records: 'groups.items' }, [Buffer.from(text)]);
    expect(outcome.items).toEqual([{ id: 1 }, { id: 5 }]);
    expect(outcome.bad.map(({ pointer, message }) => [pointer, message])).toEqual([
      ['/id', expect.stringContaining('repeats')],
      ['/x', expect.stringContaining('NUL')],
    ]);
    expect(outcome.envelope).toEqual(JSON.parse(text));
  });

  test('an item on which the filter fails is bad, and the others are read', async () => {
    const text = '{"Items":[{"t":"DAST"},{"t":null,"id":9},{"t":"DAST"}]}';
    const outcome = await readAll({ records: "Items[$contains(t, 'DAST')]" }, [Buffer.from(text)]);
    expect(outcome.items).toHaveLength(2);
    expect(outcome.bad).toMatchObject([{ code: 'EXPRESSION_FAILED', raw: '{"t":null,"id":9}' }]);
  });
});

describe('a large page', () => {
  const item = (id: number) => `{"id":${id},"text":"${'x'.repeat(1000)}"}`;

  function* manyItems(count: number): Generator<Uint8Array> {
    yield Buffer.from('{"total":1,"Items":[');
    for (let i = 0; i < count; i += 100)
      yield Buffer.from(Array.from({ length: 100 }, (_, k) => item(i + k)).join(',') + (i + 100 < count ? ',' : ''));
    yield Buffer.from(']}');
  }

  test('is never buffered: 100 MB of items are read to the last', async () => {
    const page = compileExtraction({ records: 'Items' }).read(manyItems(100_000), {});
    let sum = 0;
    let largest = 0;
    for await (const batch of page) {
      largest = Math.max(largest, batch.length);
      for (const e of batch) if (e.kind === 'item') sum += (e.value as { id: number }).id;
    }
    expect(page.itemsSeen).toBe(100_000);
    expect(sum).toBe((100_000 * 99_999) / 2);
    expect(largest).toBeLessThanOrEqual(500);
    expect(page.envelope()).toEqual({ total: 1, Items: [] });
  });

  test('is rejected if the selector needs all of it', async () => {
    const outcome = await readAll({ records: 'Items[0]' }, manyItems(80_000));
    expect(outcome.error).toBe('PAGE_TOO_LARGE');
    expect(outcome.message).toContain('64 MB');
  });

  test('ends early when the reader stops', async () => {
    let isClosed = false;
    async function* body() {
      try {
        yield* manyItems(10_000);
      } finally {
        isClosed = true;
      }
    }
    for await (const _batch of compileExtraction({ records: 'Items' }).read(body(), {})) break;
    expect(isClosed).toBe(true);
  });
});

test('the envelope is not available before the page was read', async () => {
  expect(() => compileExtraction({ records: 'a' }).read([], {}).envelope()).toThrow('unexpected');
});

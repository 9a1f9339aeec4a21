import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../../engine/base/json/index.ts';
import { DECODERS } from '../../../engine/pipeline/extract/decoders/index.ts';
import type { ExtractionSpec } from '../../../engine/pipeline/extract/index.ts';
import { inChunks, readAll } from './read.ts';

const SIZES = [1, 5, 100_000];
const ndjson: ExtractionSpec = { decoder: { type: 'ndjson' }, records: '$' };
const csv: ExtractionSpec = { decoder: { type: 'csv' }, records: '$' };
const xml = (records: string): ExtractionSpec => ({ decoder: { type: 'xml' }, records });

test('the formats', () => {
  expect(Object.keys(DECODERS)).toEqual(['json', 'ndjson', 'lines', 'csv', 'xml']);
});

describe('ndjson', () => {
  test.each<[string, string, Json[]]>([
    ['a line an item', '{"a":1}\n{"a":2}\n', [{ a: 1 }, { a: 2 }]],
    ['a last line without an end', '{"a":1}\n{"a":2}', [{ a: 1 }, { a: 2 }]],
    ['CRLF, blank lines and a byte order mark', '\uFEFF{"a":1}\r\n\r\n \n{"a":2}\r\n', [{ a: 1 }, { a: 2 }]],
    ['scalars and lists', '1\n"x"\n[1,2]\nnull', [1, 'x', [1, 2], null]],
    ['exact ids', '{"id":9007199254740993}', [{ id: '9007199254740993' }]],
  ])('%s', async (_name, text, items) => {
    for (const size of SIZES) {
      const outcome = await readAll(ndjson, inChunks(Buffer.from(text), size));
      expect(outcome).toEqual({ items, bad: [], envelope: [], seen: items.length });
    }
  });

  test('bad lines are bad items, and the others are read', async () => {
    const text = '{"a":1}\n{"a":\n{"a":1,"a":2}\n{"a":"\\u0000"}\noops\n{"a":2}';
    for (const size of SIZES) {
      const outcome = await readAll(ndjson, inChunks(Buffer.from(text), size));
      expect(outcome.items).toEqual([{ a: 1 }, { a: 2 }]);
      expect(outcome.bad.map(({ raw }) => raw)).toEqual(['{"a":', '{"a":1,"a":2}', '{"a":"\\u0000"}', 'oops']);
      expect(outcome.bad.map(({ pointer }) => pointer)).toEqual(['', '/a', '/a', '']);
      expect(outcome.seen).toBe(6);
    }
  });

  test('any items, in any chunks', async () => {
    const isStorable = (value: unknown) => !/\\u(0000|d[89a-f])|\d{16}/.test(JSON.stringify(value));
    const items = fc.array(fc.jsonValue().filter(isStorable), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(items, fc.integer({ min: 1, max: 50 }), async (values, size) => {
        const texts = values.map((value) => JSON.stringify(value));
        const outcome = await readAll(ndjson, inChunks(Buffer.from(texts.join('\n')), size));
        expect(outcome.items).toEqual(texts.map((text) => JSON.parse(text)));
      }),
    );
  });

  test.each([
    ['', 'BODY_EMPTY'],
    ['\n\n', 'BODY_EMPTY'],
    ['{"a":1}\n{"a":', 'BODY_TRUNCATED'],
    ['<html>\n<body>', 'BODY_NOT_JSON'],
    ['no rows', 'BODY_NOT_JSON'],
  ])('%j: %s', async (text, error) => {
    expect((await readAll(ndjson, [Buffer.from(text)])).error).toBe(error);
  });

  test('an empty body is an empty list if the manifest allows it', async () => {
    expect(await readAll({ ...ndjson, absentWhen: 'true' }, [])).toEqual({ items: [], bad: [], envelope: [], seen: 0 });
  });

  test('a selector other than $ reads the rows as a list', async () => {
    const text = Buffer.from('{"data":[1,2]}\n{"data":[3]}\n{"x"\n');
    const outcome = await readAll({ decoder: { type: 'ndjson' }, records: 'data' }, [text]);
    expect(outcome.items).toEqual([1, 2, 3]);
    expect(outcome.bad).toHaveLength(1);
  });
});

describe('csv', () => {
  test.each<[string, ExtractionSpec, string, Json[]]>([
    [
      'a header and rows',
      csv,
      'id,name\n1,x\n2,"y, z"\n',
      [
        { id: '1', name: 'x' },
        { id: '2', name: 'y, z' },
      ],
    ],
    [
      'quotes, lines in cells, CRLF, a byte order mark',
      csv,
      '\uFEFFid,name\r\n1,"a ""b""\nc"\r\n\r\n2,',
      [
        { id: '1', name: 'a "b"\nc' },
        { id: '2', name: '' },
      ],
    ],
    [
      'another delimiter',
      { decoder: { type: 'csv', delimiter: ';' }, records: '$' },
      'id;name\n1;x,y',
      [{ id: '1', name: 'x,y' }],
    ],
    [
      'columns named by the manifest',
      { decoder: { type: 'csv', columns: ['id', 'name'] }, records: '$' },
      '1,x\n2,y',
      [
        { id: '1', name: 'x' },
        { id: '2', name: 'y' },
      ],
    ],
    ['a header alone', csv, 'id,name\n', []],
    ['a quote in a bare cell', csv, 'id,name\n1,5" disk', [{ id: '1', name: '5" disk' }]],
    ['a filter', { decoder: { type: 'csv' }, records: "$[id = '2']" }, 'id\n1\n2\n', [{ id: '2' }]],
    ['formulas are text', csv, 'a\n=1+1\n', [{ a: '=1+1' }]],
  ])('%s', async (_name, spec, text, items) => {
    for (const size of SIZES) {
      const outcome = await readAll(spec, inChunks(Buffer.from(text), size));
      expect(outcome).toMatchObject({ items, bad: [], envelope: [] });
    }
  });

  test('UTF-16 with a byte order mark', async () => {
    const outcome = await readAll(csv, inChunks(Buffer.from('\uFEFFid,name\n1,é\n', 'utf16le'), 3));
    expect(outcome.items).toEqual([{ id: '1', name: 'é' }]);
  });

  test('a column named __proto__ is a column', async () => {
    const outcome = await readAll(csv, [Buffer.from('__proto__,constructor\nx,y\n')]);
    expect(JSON.stringify(outcome.items)).toBe('[{"__proto__":"x","constructor":"y"}]');
  });

  test('line ends of different systems', async () => {
    const outcome = await readAll(csv, inChunks(Buffer.from('a,b\r\n1,2\n3,4\r5,"6\n7"\r\n'), 3));
    expect(outcome.items).toEqual([
      { a: '1', b: '2' },
      { a: '3', b: '4' },
      { a: '5', b: '6\n7' },
    ]);
  });

  test('bad rows, in their order', async () => {
    const bytes = Buffer.concat([
      Buffer.from('a,b\n1,2\n3\n4,5,6\n'),
      Buffer.from([0xff, 0x2c, 0x31, 0x0a]),
      Buffer.from('7,\0\n8,9\n'),
    ]);
    const outcome = await readAll(csv, [bytes]);
    expect(outcome.items).toEqual([
      { a: '1', b: '2' },
      { a: '8', b: '9' },
    ]);
    expect(outcome.bad.map(({ raw }) => raw)).toEqual([
      '["3"]',
      '["4","5","6"]',
      '["\uFFFD","1"]',
      '{"a":"7","b":"\\u0000"}',
    ]);
  });

  test.each([
    ['', 'BODY_EMPTY'],
    ['<!DOCTYPE html><html>', 'BODY_NOT_CSV'],
    ['{"error":"denied"}', 'BODY_NOT_CSV'],
    ['a,a\n1,2\n', 'BODY_NOT_CSV'],
    ['a,b\n1,"2', 'BODY_TRUNCATED'],
    ['Service denied: try later', 'BODY_NOT_CSV'],
    ['a;b\n1;2', 'BODY_NOT_CSV'],
  ])('%j: %s', async (text, error) => {
    for (const size of SIZES) {
      const outcome = await readAll({ ...csv, key: ['a'] }, inChunks(Buffer.from(text), size));
      expect(outcome.error).toBe(error);
      expect(outcome.message).not.toContain('denied');
    }
  });
});

test('a csv cell without an end is not buffered', async () => {
  const outcome = await readAll(csv, inChunks(Buffer.from(`a\n"${'x'.repeat(20 << 20)}`), 1 << 20));
  expect(outcome.error).toBe('PAGE_TOO_LARGE');
});

describe('xml', () => {
  const report =
    '<?xml version="1.0" encoding="UTF-8"?>\n<report app="7">\n  <flaws n="2">\n    <flaw id="1"><name>XSS &amp; co</name><tag>a</tag><tag>b</tag></flaw>\n    <flaw id="2">text<![CDATA[ <raw>]]></flaw>\n  </flaws>\n  <none/>\n</report>';
  test.each<[string, string, string, Json[]]>([
    [
      'attributes, children, text',
      'report.flaws.flaw',
      report,
      [
        { '@id': '1', name: 'XSS & co', tag: ['a', 'b'] },
        { '@id': '2', '#text': 'text <raw>' },
      ],
    ],
    ['a filter', "report.flaws.flaw[`@id` = '2']", report, [{ '@id': '2', '#text': 'text <raw>' }]],
    ['one child is a list of one', 'r.i', '<r><i>é</i></r>', ['é']],
    ['through lists', 'r.g.i', '<r><g><i>1</i></g><g><i>2</i><i>3</i></g></r>', ['1', '2', '3']],
    ['an expression', 'r.i.{ "a": `@a` }', '<r><i a="1"/><i a="2"/></r>', [{ a: '1' }, { a: '2' }]],
    [
      'names of members of Object',
      'r.i',
      '<r><i __proto__="x"><constructor>y</constructor></i></r>',
      [{ '@__proto__': 'x', constructor: 'y' }],
    ],
    ['prefixes are part of the name', 'r.`x:i`', '<r xmlns:x="urn:x"><x:i>1</x:i></r>', ['1']],
  ])('%s', async (_name, records, text, items) => {
    for (const size of SIZES) {
      const outcome = await readAll(xml(records), inChunks(Buffer.from(text), size));
      expect(outcome).toMatchObject({ items, bad: [], seen: records.includes('[`@id`') ? 2 : items.length });
    }
  });

  test('a declared encoding, and a byte order mark', async () => {
    const latin = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><r><i>é</i></r>', 'latin1');
    expect((await readAll(xml('r.i'), inChunks(latin, 4))).items).toEqual(['é']);
    const wide = Buffer.from('\uFEFF<?xml version="1.0" encoding="UTF-16"?><r><i>é</i></r>', 'utf16le');
    expect((await readAll(xml('r.i'), inChunks(wide, 5))).items).toEqual(['é']);
  });

  const bomb = `<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><r><i>&b;</i></r>`;
  test.each([
    ['no such list', 'r.x', '<r><i/></r>', 'RECORDS_MISSING'],
    ['an entity bomb', 'r.i', bomb, 'BODY_NOT_XML'],
    [
      'an external entity',
      'r.i',
      '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r><i>&x;</i></r>',
      'BODY_NOT_XML',
    ],
    ['an unknown entity', 'r.i', '<r><i>&x;</i></r>', 'BODY_NOT_XML'],
    ['a web page', 'r.i', '<!DOCTYPE html><html><body>Log in<br></body></html>', 'BODY_NOT_XML'],
    ['JSON', 'r.i', '{"a":1}', 'BODY_NOT_XML'],
    ['an empty body', 'r.i', '', 'BODY_EMPTY'],
    ['a cut body', 'r.i', '<r><i>1</i><i', 'BODY_TRUNCATED'],
    ['crossed tags', 'r.i', '<r><i></r></i>', 'BODY_NOT_XML'],
    ['an unknown encoding', 'r.i', '<?xml version="1.0" encoding="nonsense"?><r/>', 'BODY_CHARSET'],
    ['nesting', 'r.i', `${'<r>'.repeat(70)}${'</r>'.repeat(70)}`, 'PAGE_TOO_DEEP'],
  ])('%s: %s', async (_name, records, text, error) => {
    for (const size of SIZES) {
      const outcome = await readAll(xml(records), inChunks(Buffer.from(text), size));
      expect(outcome.error).toBe(error);
      expect(outcome.message).not.toMatch(/Log in|passwd/);
    }
  });
});

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

describe('a csv table with other lines around it', () => {
  type Csv = Extract<NonNullable<ExtractionSpec['decoder']>, { type: 'csv' }>;
  const framed = (decoder: Omit<Csv, 'type'>): ExtractionSpec => ({
    decoder: { type: 'csv', ...decoder },
    records: '$',
  });
  const rows = [
    { id: '1', name: 'x' },
    { id: '2', name: 'line\n----END in a cell' },
  ];
  const table = 'id,name\r\n1,x\r\n2,"line\n----END in a cell"\r\n';

  test.each<[string, Omit<Csv, 'type'>, string, Json]>([
    ['a number of lines before', { preamble: 2 }, `Report\n\nof today\n${table}`, { preamble: ['Report', 'of today'] }],
    ['a number of lines after', { footer: 2 }, `${table}Total: 2\nEnd\n\n`, { footer: ['Total: 2', 'End'] }],
    [
      'lines before and after that are marked',
      { preamble: '----BEGIN', footer: '====' },
      `HTTP\n----BEGIN_BODY\r\n${table}====END\r\nNEXT https://x/?a=1`,
      { preamble: ['HTTP', '----BEGIN_BODY'], footer: ['====END', 'NEXT https://x/?a=1'] },
    ],
  ])('%s', async (_name, decoder, text, envelope) => {
    for (const size of SIZES) {
      const outcome = await readAll(framed(decoder), inChunks(Buffer.from(text), size));
      expect(outcome).toEqual({ items: rows, bad: [], envelope, seen: 2 });
    }
  });

  test.each<[string, Omit<Csv, 'type'>, string, string]>([
    ['no line begins the table', { preamble: '----BEGIN' }, 'a,b\n1,2', 'BODY_NOT_CSV'],
    ['too few lines', { preamble: 3 }, 'a\nb\n', 'BODY_NOT_CSV'],
    ['no line ends the table', { footer: '----END' }, 'a,b\n1,2', 'BODY_TRUNCATED'],
    ['nothing', { preamble: 1, footer: 1 }, '', 'BODY_EMPTY'],
    ['a web page', { footer: 1 }, '<html>\n<body>\n</body>', 'BODY_NOT_CSV'],
    [
      'endless lines above',
      { preamble: '----BEGIN' },
      'x'.repeat(2 << 20).replace(/.{1000}/g, '$&\n'),
      'PAGE_TOO_LARGE',
    ],
  ])('%s: %s', async (_name, decoder, text, error) => {
    expect((await readAll(framed(decoder), inChunks(Buffer.from(text), 1 << 16))).error).toBe(error);
  });

  test('other quotes and delimiters', async () => {
    const single = await readAll(framed({ quote: "'", delimiter: '||' }), [Buffer.from('a||b\n\'x||y\'||"z"\n')]);
    expect(single.items).toEqual([{ a: 'x||y', b: '"z"' }]);
    const none = await readAll(framed({ quote: '' }), [Buffer.from('a,b\n"x,y\n')]);
    expect(none.items).toEqual([{ a: '"x', b: 'y' }]);
    const escaped = await readAll(framed({ escape: '\\' }), [Buffer.from('a,b\n"x \\"y\\"",1\n')]);
    expect(escaped.items).toEqual([{ a: 'x "y"', b: '1' }]);
  });

  test('ragged rows', async () => {
    const outcome = await readAll(framed({ ragged: 'fill' }), [Buffer.from('a,b\n1\n1,2,\n1,2,3,4\n')]);
    expect(outcome).toMatchObject({
      items: [{ a: '1' }, { a: '1', b: '2' }, { a: '1', b: '2', '#extra': ['3', '4'] }],
      bad: [],
    });
  });

  test('any lines around any rows, in any chunks', async () => {
    const line = fc.stringMatching(/^[a-z ]{0,10}[a-z]$/);
    const lines = fc.array(line, { minLength: 1, maxLength: 4 });
    const end = fc.constantFrom('\n', '\r\n', '\r');
    await fc.assert(
      fc.asyncProperty(
        lines,
        lines,
        lines,
        end,
        fc.integer({ min: 1, max: 20 }),
        async (before, ids, after, eol, size) => {
          const text = [...before, 'id', ...ids, ...after].join(eol);
          const spec = framed({ preamble: before.length, footer: after.length });
          expect(await readAll(spec, inChunks(Buffer.from(text), size))).toEqual({
            items: ids.map((id) => ({ id })),
            bad: [],
            envelope: { preamble: before, footer: after },
            seen: ids.length,
          });
        },
      ),
    );
  });
});

describe('lines', () => {
  const lines: ExtractionSpec = { decoder: { type: 'lines' }, records: '$' };

  test('each line that is not blank is an item', async () => {
    for (const size of SIZES) {
      const outcome = await readAll(lines, inChunks(Buffer.from('\uFEFFa b\r\n\n"c",é\n<d>'), size));
      expect(outcome.items).toEqual([
        { line: 'a b', number: 1 },
        { line: '"c",é', number: 2 },
        { line: '<d>', number: 3 },
      ]);
    }
  });

  test('a filter, and lines that are not text', async () => {
    const spec: ExtractionSpec = { ...lines, records: "$[$contains(line, 'x')]" };
    const outcome = await readAll(spec, [Buffer.concat([Buffer.from('x\ny\n'), Buffer.from([0xff, 0x0a])])]);
    expect(outcome).toMatchObject({
      items: [{ line: 'x' }],
      bad: [{ message: expect.stringContaining('UTF-8') }],
    });
  });

  test.each([
    ['', 'BODY_EMPTY'],
    ['\n \n', 'BODY_EMPTY'],
    ['<!DOCTYPE html>\n<html>', 'BODY_NOT_TEXT'],
  ])('%j: %s', async (text, error) => {
    expect((await readAll(lines, [Buffer.from(text)])).error).toBe(error);
  });
});

describe('JSON documents in texts', () => {
  const parse = (records: string, ...paths: string[]): ExtractionSpec => ({
    decoder: { type: 'json', parse: paths },
    records,
  });
  test.each<[string, ExtractionSpec, Json, Json[]]>([
    [
      'that contain the list',
      parse('result.items', 'result'),
      { result: '{"items": [{"id": 9007199254740993}]}' },
      [{ id: '9007199254740993' }],
    ],
    ['that are the list', parse('items', 'items'), { items: '[1, 2]' }, [1, 2]],
    [
      'in items',
      parse('items', 'items.data'),
      { items: [{ data: '{"a":1}' }, { data: null }, {}] },
      [{ data: { a: 1 } }, { data: null }, {}],
    ],
    [
      'in lists of items',
      parse('items', 'items.all.x'),
      { items: [{ all: [{ x: '1' }, { x: '"2"' }] }] },
      [{ all: [{ x: 1 }, { x: '2' }] }],
    ],
    [
      'in a document that an expression selects from',
      parse('$map(pages, function($p) { $p.body.id })', 'pages.body'),
      { pages: [{ body: '{"id":1}' }, { body: '{"id":2}' }] },
      [1, 2],
    ],
    ['within others', parse('a.b.c', 'a', 'a.b'), { a: '{"b": "{\\"c\\": [7]}"}' }, [7]],
  ])('%s', async (_name, spec, document, items) => {
    expect(await readAll(spec, [Buffer.from(JSON.stringify(document))])).toMatchObject({ items, bad: [] });
  });

  test('an item whose text is not JSON is bad', async () => {
    const body = JSON.stringify({ items: [{ data: '{' }, { data: '{"a":1}' }] });
    const outcome = await readAll(parse('items', 'items.data'), [Buffer.from(body)]);
    expect(outcome).toMatchObject({ items: [{ data: { a: 1 } }], bad: [{ pointer: '/data' }] });
  });

  test('a page whose text is not JSON is an error', async () => {
    const outcome = await readAll(parse('result.items', 'result'), [Buffer.from('{"result": "<html>Log in"}')]);
    expect(outcome).toMatchObject({ error: 'BODY_NOT_JSON', message: expect.stringContaining('an HTML page') });
  });

  test('cells of a table', async () => {
    const spec: ExtractionSpec = { decoder: { type: 'csv', parse: ['data'] }, records: '$' };
    const outcome = await readAll(spec, [Buffer.from('id,data\n1,"{""a"": [1]}"\n2,\n')]);
    expect(outcome.items).toEqual([
      { id: '1', data: { a: [1] } },
      { id: '2', data: '' },
    ]);
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
    ['a document type', 'r.i', '<?xml version="1.0"?><!DOCTYPE r SYSTEM "http://x/r.dtd"><r><i>1</i></r>', ['1']],
    [
      'a document type with declarations',
      'r.i',
      '<!DOCTYPE r [<!ENTITY a "b"><!ELEMENT i ANY>]><r><i>1</i></r>',
      ['1'],
    ],
    ['attributes as items', 'r.i.`@id`', '<r><i id="1"/><i id="2"/></r>', ['1', '2']],
    ['items in items of the same name', 'i.i', '<i><i><i>1</i></i></i>', [{ i: '1' }]],
    ['an empty list', 'r.l.i', '<r><l/></r>', []],
    ['an empty list with attributes', 'r.l.i', '<r><l n="0">\n</l></r>', []],
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

  test('the page is the document without its items', async () => {
    const text =
      '<r><list n="2"><i>1</i><next>x</next><i>2</i></list><WARNING><URL>https://x/?a=1&amp;b=2</URL></WARNING></r>';
    for (const size of SIZES) {
      const outcome = await readAll(xml('r.list.i'), inChunks(Buffer.from(text), size));
      const envelope = { r: { list: { '@n': '2', next: 'x' }, WARNING: { URL: 'https://x/?a=1&b=2' } } };
      expect(outcome).toEqual({ items: ['1', '2'], bad: [], envelope, seen: 2 });
    }
  });

  test('without namespaces', async () => {
    const text =
      '<s:Envelope xmlns:s="urn:s" xmlns="urn:d"><s:Body><i x:id="1" xmlns:x="u"><x:n>a</x:n><n>b</n></i></s:Body></s:Envelope>';
    const spec: ExtractionSpec = { decoder: { type: 'xml', namespaces: 'strip' }, records: 'Envelope.Body.i' };
    expect((await readAll(spec, [Buffer.from(text)])).items).toEqual([{ '@id': '1', n: ['a', 'b'] }]);
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
    ['a web page that is well-formed', 'html.body', '<!DOCTYPE html><html><body>Log in</body></html>', 'BODY_NOT_XML'],
    [
      'a parameter entity',
      'r.i',
      '<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x">%p;]><r><i>&x;</i></r>',
      'BODY_NOT_XML',
    ],
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

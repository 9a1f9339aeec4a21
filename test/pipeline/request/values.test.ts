import { describe, expect, test } from 'vitest';
import { isEngineError } from '../../../engine/base/errors/index.ts';
import { createSecret } from '../../../engine/base/secret/index.ts';
import { findScopeReads } from '../../../engine/manifest/reads.ts';
import { sitesOfStream } from '../../../engine/manifest/sites.ts';
import type { RequestSpec } from '../../../engine/manifest/types.generated.ts';
import { compileRequest, type RequestDefaults } from '../../../engine/pipeline/request/index.ts';

const DEFAULTS: RequestDefaults = {
  baseUrl: 'https://h.example/api',
  allowedHosts: ['https://h.example', 'https://files.example'],
  userAgent: 'mapwright/1.2.3',
};
const SCOPE = {
  settings: { key: createSecret('k3y-k3y-k3y'), size: 5, on: true, states: ['open', 'a,b'] },
  filters: { q: "it's", none: null },
  cursor: { start: '2026-01-20T10:00:00Z' },
  app: {
    id: 7,
    tags: ['x', 'y z'],
    range: { gte: 1, in: [2, 3] },
    link: 'https://files.example/a%2Fb/../c?sig=ab%2Fc%3D&&x',
  },
};

const build = (spec: Partial<RequestSpec>) => compileRequest({ path: '/', ...spec }, DEFAULTS).build(SCOPE);

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error) => (isEngineError(error) ? `${error.code}: ${error.message}` : String(error)),
  );

describe('a query parameter', () => {
  test.each<[string, NonNullable<RequestSpec['query']>, string]>([
    ['is the number of an expression', { a: { expr: '$toMillis(cursor.start) / 1000' } }, 'a=1768903200'],
    ['is a boolean', { a: { expr: 'app.id > 5' } }, 'a=true'],
    ['is left out without a result', { a: { expr: 'app.nope' }, b: 1 }, 'b=1'],
    ['is left out if its expression returns null', { a: { expr: 'filters.none' }, b: 1 }, 'b=1'],
    ['does not see secrets', { a: { expr: 'settings.key' }, b: { expr: '$keys(settings)' } }, 'b=size&b=on&b=states'],
    ['repeats a computed list', { a: { expr: 'app.tags' } }, 'a=x&a=y%20z'],
    ['repeats a list of the scope', { a: '{{app.tags}}' }, 'a=x&a=y%20z'],
    [
      'mixes templates and expressions',
      { a: ['{{app.id}}', { expr: 'app.tags' }, 'x{{app.id}}'] },
      'a=7&a=x&a=y%20z&a=x7',
    ],
    ['has a condition and an expression', { a: { value: { expr: 'app.id + 1' }, when: 'settings.on' } }, 'a=8'],
    ['is left out by its condition', { a: { value: { expr: 'app.id' }, when: 'app.id > 9' }, b: 1 }, 'b=1'],
    ['repeats the name', { a: { value: '{{settings.states}}', style: 'repeat' } }, 'a=open&a=a%2Cb'],
    ['has brackets', { a: { value: ['x', '{{app.id}}'], style: 'brackets' } }, 'a%5B%5D=x&a%5B%5D=7'],
    ['has indices', { a: { value: { expr: 'app.tags' }, style: 'indices' } }, 'a%5B0%5D=x&a%5B1%5D=y%20z'],
    ['is separated by commas', { a: { value: '{{settings.states}}', style: 'comma' } }, 'a=open,a%2Cb'],
    ['is separated by pipes', { a: { value: ['x', 'y'], style: 'pipe' } }, 'a=x%7Cy'],
    ['is separated by spaces', { a: { value: ['x', 'y'], style: 'space' } }, 'a=x%20y'],
    ['joins a single member', { a: { value: '{{app.id}}', style: 'comma' } }, 'a=7'],
    ['nests an object', { f: { value: '{{app.range}}', style: 'deepObject' } }, 'f%5Bgte%5D=1&f%5Bin%5D=2&f%5Bin%5D=3'],
    [
      'nests an object with bracketed lists',
      { f: { value: '{{app.range}}', style: 'brackets' } },
      'f%5Bgte%5D=1&f%5Bin%5D%5B%5D=2&f%5Bin%5D%5B%5D=3',
    ],
    ['is left out for an empty list', { a: { value: { expr: '[]' }, style: 'comma' }, b: 1 }, 'b=1'],
    [
      'joins computed clauses',
      {
        f: {
          join: ' and ',
          clauses: [{ value: { expr: "'id > ' & $string(app.id)" } }, { value: { expr: 'app.nope' } }],
        },
      },
      'f=id%20%3E%207',
    ],
  ])('%s', async (_, query, expected) => {
    expect((await build({ query })).url).toBe(`https://h.example/api/?${expected}`);
  });

  test.each<[string, NonNullable<RequestSpec['query']>, RegExp]>([
    ['an object without a style', { a: '{{app}}' }, /TEMPLATE_VALUE_REFUSED.*\{\{app\}\}.*"style"/],
    ['an object in a list with commas', { a: { value: { expr: '[app]' }, style: 'comma' } }, /TEMPLATE_VALUE_REFUSED/],
    ['a template without a value', { a: '{{app.nope}}' }, /TEMPLATE_NAME_UNKNOWN/],
    ['a secret', { a: '{{settings.key}}' }, /TEMPLATE_VALUE_REFUSED/],
    ['an expression that fails', { a: { expr: '$number("x")' } }, /EXPRESSION_FAILED/],
  ])('cannot be %s', async (_, query, message) => {
    expect(await codeOf(build({ query }))).toMatch(message);
  });
});

describe('a header', () => {
  test('is computed, conditional or left out', async () => {
    const { headers } = await build({
      headers: {
        'X-Id': { expr: 'app.id' },
        'X-None': { expr: 'app.nope' },
        'X-Off': { value: 'a', when: 'app.id = 8' },
        'X-On': { value: 'a{{app.id}}', when: 'app.id = 7' },
        'X-Number': 3,
      },
    });
    expect(headers).toEqual({
      accept: 'application/json',
      'user-agent': 'mapwright/1.2.3',
      'x-id': '7',
      'x-on': 'a7',
      'x-number': '3',
    });
  });

  test('of an expression cannot contain a line break', async () => {
    expect(await codeOf(build({ headers: { a: { expr: '"x\\ny: z"' } } }))).toMatch(/TEMPLATE_VALUE_REFUSED/);
  });
});

describe('a JSON body', () => {
  test.each<[string, unknown, unknown]>([
    ['keeps the number of an expression', { since: { expr: '$toMillis(cursor.start) / 1000' } }, { since: 1768903200 }],
    ['keeps lists and objects', { a: [{ expr: 'app.range' }] }, { a: [{ gte: 1, in: [2, 3] }] }],
    [
      'keeps constants and null',
      { a: 1, b: false, c: null, d: { expr: 'filters.none' } },
      { a: 1, b: false, c: null, d: null },
    ],
    ['leaves out a key without a result', { a: { b: { expr: 'app.nope' }, c: '{{app.id}}' } }, { a: { c: 7 } }],
    ['leaves out a member without a result', { a: [{ expr: 'app.nope' }, 'x'] }, { a: ['x'] }],
    ['leaves out a conditional key', { a: { value: { deep: ['{{app.id}}'] }, when: 'app.id = 8' }, b: 1 }, { b: 1 }],
    ['sends a conditional key', { a: { value: { deep: ['{{app.id}}'] }, when: 'app.id = 7' } }, { a: { deep: [7] } }],
    ['sends an object with further keys as data', { a: { expr: 'up', refId: 'A' } }, { a: { expr: 'up', refId: 'A' } }],
    ['sends an object whose expr is computed as data', { a: { expr: { expr: '"up"' } } }, { a: { expr: 'up' } }],
    ['sends a value without a condition as data', { a: { value: '{{app.id}}' } }, { a: { value: 7 } }],
    ['is computed as a whole', { expr: '{"ids": [app.id]}' }, { ids: [7] }],
    ['is a list', [{ op: 'x', value: { expr: 'app.id' } }], [{ op: 'x', value: 7 }]],
  ])('%s', async (_, json, expected) => {
    const { body } = await build({ method: 'POST', json: json as never });
    expect(JSON.parse(body ?? '')).toEqual(expected);
  });

  test('does not see secrets', async () => {
    const { body } = await build({ method: 'POST', json: { a: { expr: 'settings' } } as never });
    expect(body).not.toContain('k3y');
  });
});

describe('other bodies', () => {
  test('a form has styles and expressions', async () => {
    const form = {
      a: { value: '{{app.tags}}', style: 'brackets' },
      n: { expr: 'app.id' },
      none: { expr: 'app.nope' },
    } as const;
    const { body, headers } = await build({ method: 'POST', form });
    expect([body, headers['content-type']]).toEqual([
      'a%5B%5D=x&a%5B%5D=y%20z&n=7',
      'application/x-www-form-urlencoded',
    ]);
  });

  test('XML escapes its values', async () => {
    const xml = '<q a="{{filters.q}}">{{app.link}}</q>';
    const { body, headers } = await build({ method: 'POST', xml });
    expect([body, headers['content-type']]).toEqual([
      '<q a="it&apos;s">https://files.example/a%2Fb/../c?sig=ab%2Fc%3D&amp;&amp;x</q>',
      'application/xml; charset=utf-8',
    ]);
  });

  test('a text may be computed', async () => {
    expect((await build({ method: 'POST', text: { expr: '$join(app.tags, "\\n")' } })).body).toBe('x\ny z');
  });

  test('multipart has file names and conditions, and a boundary that occurs in no part', async () => {
    const { body, headers } = await build({
      method: 'POST',
      multipart: {
        kind: 'mapwright-part',
        'a"b': { value: 'id\n{{app.id}}', filename: 'ids.csv', contentType: 'text/csv' },
        off: { value: 'x', when: 'app.id = 8' },
        none: { expr: 'app.nope' },
      },
    });
    expect(headers['content-type']).toBe('multipart/form-data; boundary=mapwright-part-1');
    expect(body).toBe(
      [
        '--mapwright-part-1',
        'content-disposition: form-data; name="kind"',
        '',
        'mapwright-part',
        '--mapwright-part-1',
        'content-disposition: form-data; name="a%22b"; filename="ids.csv"',
        'content-type: text/csv',
        '',
        'id\n7',
        '--mapwright-part-1--',
        '',
      ].join('\r\n'),
    );
  });
});

describe("a vendor's URL", () => {
  test.each<[string, NonNullable<RequestSpec['url']>, string]>([
    ['is sent byte for byte', '{{app.link}}', 'https://files.example/a%2Fb/../c?sig=ab%2Fc%3D&&x'],
    ['is computed', { expr: 'app.link & "#f"' }, 'https://files.example/a%2Fb/../c?sig=ab%2Fc%3D&&x'],
    ['is relative to the root', { expr: '"/exports/1"' }, 'https://h.example/exports/1'],
    ['is relative to the base URL', { expr: '"exports/1"' }, 'https://h.example/api/exports/1'],
    [
      'is normalized if it cannot be sent',
      { expr: '"https://files.example/a b?c=ü"' },
      'https://files.example/a%20b?c=%C3%BC',
    ],
  ])('%s', async (_, url, expected) => {
    expect((await compileRequest({ url }, DEFAULTS).build(SCOPE)).url).toBe(expected);
  });

  test('takes further parameters without changing its own', async () => {
    const { url } = await compileRequest({ url: '{{app.link}}', query: { n: 1 } }, DEFAULTS).build(SCOPE);
    expect(url).toBe('https://files.example/a%2Fb/../c?sig=ab%2Fc%3D&x&n=1');
  });

  test.each([
    ['"https://evil.example/x"', 'HOST_NOT_ALLOWED'],
    ['"//evil.example/x"', 'HOST_NOT_ALLOWED'],
    ['"https://files.example\\\\@evil.example/"', 'no error'],
    ['"https://files.example@evil.example/"', 'URL_INVALID'],
    ['"file:///etc/passwd"', 'URL_INVALID'],
    ['app.nope', 'URL_INVALID'],
    ['app.id', 'URL_INVALID'],
  ])('%s: %s', async (expr, code) => {
    const url = compileRequest({ url: { expr } }, DEFAULTS).build(SCOPE);
    expect(await codeOf(url)).toMatch(new RegExp(`^${code}`));
    if (code === 'no error') expect(new URL((await url).url).host).toBe('files.example');
  });
});

test('the reads of expressions at any depth of a body count as reads of the stream', () => {
  const stream = {
    records: 'a',
    key: ['id'],
    request: {
      path: '/',
      json: { a: [{ b: { expr: 'app.guid' } }], c: { value: '{{app.name}}', when: 'app.active' } },
      query: { q: { expr: 'app.tag' } },
    },
  } as never;
  const reads = findScopeReads(sitesOfStream(stream)).map(({ names, path }) => `${path} ${names.join('.')}`);
  expect(reads.toSorted()).toEqual([
    '/request/json/a/0/b/expr app.guid',
    '/request/json/c/value app.name',
    '/request/json/c/when app.active',
    '/request/query/q/expr app.tag',
  ]);
});

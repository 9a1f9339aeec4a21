import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isEngineError } from '../../../engine/base/errors/index.ts';
import { createSecret } from '../../../engine/base/secret/index.ts';
import type { RequestSpec } from '../../../engine/manifest/types.generated.ts';
import { compileRequest, type RequestDefaults, type RequestPatch } from '../../../engine/pipeline/request/index.ts';

const DEFAULTS: RequestDefaults = {
  baseUrl: '{{settings.base}}',
  allowedHosts: ['{{settings.base}}', 'other.example:8443'],
  userAgent: 'mapwright/1.2.3',
};
const SCOPE = {
  settings: { base: 'https://h.example/api/', key: createSecret('k3y'), n: 5, on: true, d: 'evil.example/?x=' },
  filters: { apps: "Name eq 'a b'" },
  cursor: {},
  app: { id: 'a/1' },
};

const build = (
  spec: RequestSpec,
  patch?: RequestPatch,
  defaults: Partial<RequestDefaults> = {},
  scope: object = SCOPE,
) => compileRequest(spec, { ...DEFAULTS, ...defaults }).build({ ...scope }, patch);

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error) => (isEngineError(error) ? error.code : `not ours: ${String(error)}`),
  );

describe('the URL', () => {
  test.each<[string, RequestSpec, string]>([
    ['keeps the base path', { path: '/apps' }, 'https://h.example/api/apps'],
    ['joins a path without a slash', { path: 'apps' }, 'https://h.example/api/apps'],
    ['escapes segments', { path: '/apps/{{app.id}}/x' }, 'https://h.example/api/apps/a%2F1/x'],
    ['keeps a query in the path', { path: '/apps?v=1', query: { a: 'b' } }, 'https://h.example/api/apps?v=1&a=b'],
    ['is taken whole', { url: 'https://other.example:8443/{{app.id}}' }, 'https://other.example:8443/a%2F1'],
    ['drops the default port', { url: 'https://h.example:443/x' }, 'https://h.example/x'],
    [
      'keeps the order of the query',
      { path: '/a', query: { z: '1', $top: 50, a: true, m: 'x y' } },
      'https://h.example/api/a?z=1&%24top=50&a=true&m=x%20y',
    ],
    [
      'repeats the name of a list',
      { path: '/a', query: { s: ['A', '{{app.id}}'] } },
      'https://h.example/api/a?s=A&s=a%2F1',
    ],
    ['sends an empty value', { path: '/a', query: { s: '{{default app.none ""}}' } }, 'https://h.example/api/a?s='],
    [
      'joins the clauses whose condition is true',
      {
        path: '/a',
        query: {
          f: {
            join: ' and ',
            clauses: [
              { value: '({{filters.apps}})', when: 'filters.apps' },
              { value: "x eq 'DAST'" },
              { value: 'u ge {{cursor.start}}', when: 'cursor.start' },
            ],
          },
        },
      },
      'https://h.example/api/a?f=%28Name%20eq%20%27a%20b%27%29%20and%20x%20eq%20%27DAST%27',
    ],
    [
      'leaves out a composite without clauses',
      {
        path: '/a',
        query: { f: { join: ' ', clauses: [{ value: '{{cursor.start}}', when: 'cursor.start' }] }, g: '1' },
      },
      'https://h.example/api/a?g=1',
    ],
    [
      'leaves out a clause',
      { path: '/a', query: { f: { value: '{{cursor.start}}', when: 'cursor.start' } } },
      'https://h.example/api/a',
    ],
    [
      'sends a clause',
      { path: '/a', query: { f: { value: 'x', when: 'settings.n > 4' } } },
      'https://h.example/api/a?f=x',
    ],
    [
      'hides secrets from a condition',
      { path: '/a', query: { f: { value: 'x', when: 'settings.key' } } },
      'https://h.example/api/a',
    ],
  ])('%s', async (_, spec, expected) => {
    expect((await build(spec)).url).toBe(expected);
  });

  test('is rejected if a setting would change its host, even if allowedHosts contains the same template', async () => {
    const baseUrl = 'https://{{settings.d}}.vendor.example';
    for (const allowedHosts of [['https://api.vendor.example'], [baseUrl]]) {
      expect(await codeOf(build({ path: '/x' }, undefined, { baseUrl, allowedHosts }))).toBe('TEMPLATE_VALUE_REFUSED');
    }
  });

  test.each<[string, RequestSpec, Partial<RequestDefaults>, string]>([
    ['another host', { url: 'https://evil.example/x' }, {}, 'HOST_NOT_ALLOWED'],
    ['another port', { url: 'https://h.example:444/x' }, {}, 'HOST_NOT_ALLOWED'],
    ['another scheme', { url: 'http://h.example/x' }, {}, 'HOST_NOT_ALLOWED'],
    ['a base without a scheme', { path: '/x' }, { baseUrl: 'h.example' }, 'URL_INVALID'],
    ['a base with a query', { path: '/x' }, { baseUrl: 'https://h.example?x=' }, 'URL_INVALID'],
    ['a user', { url: 'https://u:p@h.example/x' }, {}, 'URL_INVALID'],
    ['a secret', { path: '/{{settings.key}}' }, {}, 'TEMPLATE_VALUE_REFUSED'],
    ['a name without a value', { path: '/{{app.none}}' }, {}, 'TEMPLATE_NAME_UNKNOWN'],
    [
      'a condition that fails',
      { path: '/x', query: { a: { value: 'x', when: '$number("x")' } } },
      {},
      'EXPRESSION_FAILED',
    ],
  ])('%s is rejected', async (_, spec, defaults, code) => {
    expect(await codeOf(build(spec, undefined, defaults))).toBe(code);
  });

  test('is in the normal form of a URL parser, for any value', async () => {
    const { build } = compileRequest(
      { path: '/a/{{v}}', query: { '$f(x)': "it's {{v}}", 'l[]': ['{{v}}', '*'] } },
      DEFAULTS,
    );
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 3 }), async (v) => {
        const control = [...v].some((c) => c < ' ' || c === '\u007f');
        if (control) return;
        const { url } = await build({ ...SCOPE, v });
        expect(new URL(url).href).toBe(url);
        expect(new URL(url).searchParams.getAll('l[]')).toEqual([v, '*']);
      }),
    );
  });
});

describe('a page', () => {
  const spec: RequestSpec = { path: '/a', query: { page: '0', size: '5', s: ['x', 'y'] } };

  test.each<[string, RequestSpec, RequestPatch, string, string | undefined]>([
    [
      'replaces a parameter in its position',
      spec,
      { query: { page: '3' } },
      'https://h.example/api/a?page=3&size=5&s=x&s=y',
      undefined,
    ],
    ['replaces a list', spec, { query: { s: 'z' } }, 'https://h.example/api/a?page=0&size=5&s=z', undefined],
    [
      'adds at the end',
      spec,
      { query: { $skip: '50' } },
      'https://h.example/api/a?page=0&size=5&s=x&s=y&%24skip=50',
      undefined,
    ],
    ['follows a link', spec, { url: 'https://h.example/n?c=a%2Fb+c#f' }, 'https://h.example/n?c=a%2Fb+c', undefined],
    [
      'follows a link and adds',
      spec,
      { url: 'https://h.example/n?c=1', query: { size: '9' } },
      'https://h.example/n?c=1&size=9',
      undefined,
    ],
    [
      'writes into JSON',
      { method: 'POST', path: '/a', json: { q: '{{app.id}}', page: 0 } },
      { json: { page: 2, size: 9 } },
      'https://h.example/api/a',
      '{"q":"a/1","page":2,"size":9}',
    ],
    [
      'makes a JSON body',
      { method: 'POST', path: '/a' },
      { json: { page: 2 } },
      'https://h.example/api/a',
      '{"page":2}',
    ],
    [
      'writes into a form',
      { method: 'POST', path: '/a', form: { a: '1' } },
      { form: { p: 'x y' } },
      'https://h.example/api/a',
      'a=1&p=x%20y',
    ],
    ['makes a form', { method: 'POST', path: '/a' }, { form: { p: '1' } }, 'https://h.example/api/a', 'p=1'],
  ])('%s', async (_, given, patch, url, body) => {
    const request = await build(given, patch);
    expect([request.url, request.body]).toEqual([url, body]);
  });

  test('is rejected if its link points to another host', async () => {
    expect(await codeOf(build(spec, { url: 'https://evil.example/n' }))).toBe('HOST_NOT_ALLOWED');
    expect(await codeOf(build(spec, { url: '/relative' }))).toBe('URL_INVALID');
  });
});

describe('headers and bodies', () => {
  test.each<[string, RequestSpec, object, string | undefined]>([
    ['none', { path: '/' }, { accept: 'application/json', 'user-agent': 'mapwright/1.2.3', 'x-d': 'd' }, undefined],
    [
      'a header of the request takes precedence',
      { path: '/', headers: { Accept: 'text/csv', 'X-D': '{{settings.n}}' } },
      { accept: 'text/csv', 'user-agent': 'mapwright/1.2.3', 'x-d': '5' },
      undefined,
    ],
    [
      'json',
      { method: 'POST', path: '/', json: { a: '{{settings.on}}', b: 'é' } },
      { 'content-type': 'application/json', accept: 'application/json', 'user-agent': 'mapwright/1.2.3', 'x-d': 'd' },
      '{"a":true,"b":"é"}',
    ],
    [
      'form',
      { method: 'POST', path: '/', form: { 'a b': '&=+{{app.id}}' } },
      {
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
        'user-agent': 'mapwright/1.2.3',
        'x-d': 'd',
      },
      'a%20b=%26%3D%2Ba%2F1',
    ],
    [
      'text with a custom content type',
      { method: 'PUT', path: '/', text: '<a>{{app.id}}</a>', headers: { 'Content-Type': 'application/xml' } },
      { 'content-type': 'application/xml', accept: 'application/json', 'user-agent': 'mapwright/1.2.3', 'x-d': 'd' },
      '<a>a/1</a>',
    ],
  ])('%s', async (_, spec, headers, body) => {
    const request = await build(spec, undefined, { headers: { 'X-D': 'd' } });
    expect([request.headers, request.body]).toEqual([headers, body]);
  });
});

test('secrets are sent on request', async () => {
  const spec: RequestSpec = { method: 'POST', path: '/', json: { k: '{{settings.key}}' } };
  expect((await compileRequest(spec, DEFAULTS).build(SCOPE, {}, { reveal: true })).body).toBe('{"k":"k3y"}');
});

test.each<[RequestSpec, boolean]>([
  [{ path: '/' }, true],
  [{ path: '/', method: 'POST' }, false],
  [{ path: '/', method: 'POST', repeatable: true }, true],
  [{ path: '/', method: 'PUT' }, true],
  [{ path: '/', method: 'DELETE' }, true],
])('%j: may be sent again: %s', (spec, expected) => {
  expect(compileRequest(spec, DEFAULTS).repeatable).toBe(expected);
});

test('lists the names that a request reads', () => {
  const { names } = compileRequest(
    { path: '/{{a.b}}', query: { q: '{{c.d}}' }, headers: { h: '{{e.f}}' }, json: ['{{g.h}}'] as never },
    DEFAULTS,
  );
  expect(names.map((path) => path.join('.'))).toEqual(['settings.base', 'a.b', 'settings.base', 'c.d', 'g.h', 'e.f']);
});

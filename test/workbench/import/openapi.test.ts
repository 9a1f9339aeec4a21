import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../engine/base/json/index.ts';
import { parseManifest } from '../../../engine/manifest/index.ts';
import {
  checkImport,
  importOpenapi,
  type OpenapiSelection,
  readOpenapi,
} from '../../../engine/workbench/import/index.ts';
import { listDocument, smallDocument, TRACKER } from './documents.ts';

const importDocument = (document: JsonObject | string, selection: OpenapiSelection = {}) => {
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  const checked = checkImport(importOpenapi(readOpenapi(text, 'api.json'), 'api', selection));
  const { manifest } = checked;
  if (!manifest) throw new Error('nothing was imported');
  return { ...checked, manifest };
};

const withoutNote = (value: object | undefined) => {
  const { note: _, ...rest } = { ...value } as { note?: string };
  return rest;
};

describe('an OpenAPI document', () => {
  const { manifest, report } = importDocument(TRACKER);

  test('gives a stream per operation that lists something', () => {
    expect(Object.keys(manifest.streams)).toEqual(['projects', 'issues', 'events']);
    expect(manifest.streams['projects']).toMatchObject({
      records: 'projects',
      key: ['id'],
      emit: true,
      request: { path: '/projects' },
    });
  });

  test('gives a valid manifest without warnings', () => {
    expect(parseManifest(JSON.stringify(manifest)).issues).toEqual([]);
  });

  test('gives paginators, whose parameters are not sent twice', () => {
    expect(withoutNote(manifest.streams['projects']?.paginator)).toEqual({
      ...{ type: 'pageNumber', pageParam: 'page', firstPage: 1, sizeParam: 'per_page', size: 50 },
      ...{ stop: ['totalPages', 'emptyPage'], totalPages: 'meta.total_pages' },
    });
    expect(manifest.streams['projects']?.request).toEqual({ path: '/projects' });
    expect(manifest.streams['issues']?.paginator).toMatchObject({
      type: 'cursor',
      cursorParam: 'cursor',
      cursor: 'next_cursor',
    });
  });

  test('gives a partition where a path continues that of a list, and a setting elsewhere', () => {
    expect(manifest.streams['issues']).toMatchObject({
      request: { path: '/projects/{{project.id}}/issues' },
      partitions: [{ parent: 'projects', as: 'project' }],
    });
    expect(manifest.streams['events']?.request).toEqual({
      path: '/tenants/{{settings.tenant}}/events',
      query: { kind: '{{settings.kind}}' },
    });
    expect(manifest.settings.properties['kind']).toMatchObject({ type: 'string', enum: ['audit', 'login'] });
  });

  test('gives entities that accept null and ignore limits', () => {
    expect(manifest.entities?.['issues']?.schema).toEqual({
      type: 'object',
      properties: { id: { type: ['integer', 'null'] }, title: { type: ['string', 'null'] } },
    });
    expect(manifest.entities?.['projects']?.schema).toMatchObject({
      properties: { name: { type: ['string', 'null'] } },
    });
  });

  test('marks what is inferred, with the reason', () => {
    expect(manifest.streams['issues']?.paginator?.note).toBe(
      'inferred from the parameter cursor and the member next_cursor of the response',
    );
    const confidences = report.approximated.map(({ part, confidence }) => [part, confidence]);
    expect(Object.fromEntries(confidences)).toEqual({
      'setting "tenant"': 'medium',
      'paginator of "projects"': 'medium',
      'paginator of "issues"': 'medium',
      'paginator of "events"': 'low',
    });
  });

  test.each<[name: string, selection: OpenapiSelection, streams: string[]]>([
    ['a tag', { tags: ['events'] }, ['events']],
    ['a tag, and the lists that its paths need', { tags: ['issues'] }, ['projects', 'issues']],
    ['an operation by id', { operations: ['listEvents'] }, ['events']],
    ['an operation by method and path', { operations: ['GET /projects'] }, ['projects']],
    ['an operation that returns a single object', { operations: ['getProject'] }, ['projects', 'project_project']],
  ])('is limited to %s', (_name, selection, streams) => {
    expect(Object.keys(importDocument(TRACKER, selection).manifest.streams)).toHaveLength(streams.length);
  });

  test('has only the settings of its selection', () => {
    const { manifest, report } = importDocument(TRACKER, { tags: ['issues'] });
    expect(Object.keys(manifest.settings.properties)).toEqual(['base_url', 'api_token']);
    expect(report.approximated.map(({ part }) => part)).not.toContain('setting "tenant"');
  });

  test('refuses a selection that it lacks', () => {
    expect(() => importDocument(TRACKER, { tags: ['isues'] })).toThrow(/unknown tag "isues".*Did you mean "issues"/);
  });

  test('is read as YAML, and in the form of Swagger 2', () => {
    const text = [
      'swagger: "2.0"',
      'info: {title: Old, version: "1"}',
      'host: api.old.example',
      'basePath: /v2',
      'schemes: [https]',
      'securityDefinitions: {key: {type: apiKey, in: header, name: X-Key}}',
      'security: [{key: []}]',
      'paths:',
      '  /users:',
      '    get:',
      '      parameters: [{name: offset, in: query, type: integer}, {name: limit, in: query, type: integer, default: 20}]',
      '      responses: {200: {description: ok, schema: {type: array, items: {$ref: "#/definitions/User"}}}}',
      'definitions: {User: {type: object, properties: {id: {type: string}}}}',
    ].join('\n');
    const old = importDocument(text).manifest;
    expect(old.settings.properties['base_url']?.default).toBe('https://api.old.example/v2');
    expect(old.auth).toEqual({ type: 'apiKey', into: 'header', name: 'X-Key', value: '{{settings.api_key}}' });
    expect(old.streams['users']?.paginator).toMatchObject({
      type: 'offset',
      offsetParam: 'offset',
      limitParam: 'limit',
      limit: 20,
    });
  });
});

const flow = (name: string) => ({
  type: 'oauth2',
  flows: {
    [name]: { tokenUrl: '/oauth/token', authorizationUrl: 'https://login.small.example/authorize', scopes: {} },
  },
});

test.each<[name: string, schemes: JsonObject, security: JsonObject[], auth: object]>([
  ['no scheme', {}, [], { type: 'none' }],
  [
    'an API key in the query',
    { a: { type: 'apiKey', in: 'query', name: 'key' } },
    [{ a: [] }],
    { type: 'apiKey', into: 'query', name: 'key' },
  ],
  [
    'a key with a prefix',
    { a: { type: 'apiKey', in: 'header', name: 'Authorization', description: 'Token <your token>' } },
    [{ a: [] }],
    { value: 'Token {{settings.api_key}}' },
  ],
  [
    'basic',
    { a: { type: 'http', scheme: 'basic' } },
    [{ a: [] }],
    { type: 'basic', username: '{{settings.username}}' },
  ],
  [
    'client credentials',
    { a: flow('clientCredentials') },
    [{ a: [] }],
    { type: 'oauth2', grant: 'client_credentials', tokenUrl: '{{settings.base_url}}/oauth/token' },
  ],
  [
    'a consent',
    { a: flow('authorizationCode') },
    [{ a: [] }],
    { grant: 'authorization_code', authorizationUrl: 'https://login.small.example/authorize' },
  ],
  [
    'two schemes together',
    { a: { type: 'http', scheme: 'bearer' }, b: { type: 'apiKey', in: 'header', name: 'X-App' } },
    [{ a: [], b: [] }],
    { type: 'all', auths: [{ type: 'bearer' }, { type: 'apiKey' }] },
  ],
  [
    'the simplest of several',
    { a: flow('authorizationCode'), b: { type: 'apiKey', in: 'header', name: 'X-Key' } },
    [{ a: [] }, { b: [] }],
    { type: 'apiKey' },
  ],
])('authentication: %s', (_name, securitySchemes, security, auth) => {
  const { manifest } = importDocument(smallDocument({ components: { securitySchemes }, security }));
  expect(manifest.auth).toMatchObject(auth);
  for (const [name, { writeOnly }] of Object.entries(manifest.settings.properties))
    if (/key|token|password|secret/.test(name)) expect(writeOnly).toBe(true);
});

test.each<[url: string, base: string, defaults: object]>([
  ['https://{region}.small.example/v1', 'https://{{settings.region}}.small.example/v1', { region: 'eu' }],
  ['/api', '{{settings.base_url}}/api', {}],
  ['https://api.small.example/', '{{settings.base_url}}', { base_url: 'https://api.small.example' }],
])('server %s', (url, base, defaults) => {
  const { manifest } = importDocument(smallDocument({ servers: [{ url, variables: { region: { default: 'eu' } } }] }));
  expect(manifest.baseUrl).toBe(base);
  const found = Object.entries(manifest.settings.properties).flatMap(([name, one]) =>
    one.default === undefined ? [] : [[name, one.default]],
  );
  expect(Object.fromEntries(found)).toEqual(defaults);
});

const param = (name: string, schema: JsonObject = { type: 'string' }): JsonObject => ({ name, in: 'query', schema });

test.each<[name: string, parameters: JsonObject[], properties: JsonObject, headers: JsonObject, paginator: object]>([
  [
    'a Link header',
    [param('page'), param('per_page')],
    {},
    { Link: { schema: { type: 'string' } } },
    { type: 'nextUrl', from: 'linkHeader', sizeParam: 'per_page', size: 100 },
  ],
  ['a next URL', [], { next: { type: 'string', format: 'uri' } }, {}, { type: 'nextUrl', from: 'body', url: 'next' }],
  [
    'a next URL of OData',
    [param('$top')],
    { '@odata.nextLink': { type: 'string' } },
    {},
    { type: 'nextUrl', from: 'body', url: '`@odata.nextLink`', sizeParam: '$top', size: 100 },
  ],
  [
    'a token in an object',
    [param('pageToken')],
    { paging: { type: 'object', properties: { nextPageToken: { type: 'string' } } } },
    {},
    { type: 'cursor', cursorParam: 'pageToken', from: 'body', cursor: 'paging.nextPageToken' },
  ],
  [
    'the last item',
    [param('starting_after')],
    { has_more: { type: 'boolean' } },
    {},
    {
      type: 'cursor',
      cursorParam: 'starting_after',
      from: 'lastItem',
      cursor: 'id',
      stop: ['hasMore', 'emptyPage'],
      hasMore: 'has_more',
    },
  ],
  [
    'page numbers from 0',
    [param('page', { type: 'integer', minimum: 0 })],
    { last: { type: 'boolean' } },
    {},
    { type: 'pageNumber', pageParam: 'page', firstPage: 0, stop: ['hasMore', 'emptyPage'], hasMore: '$not(last)' },
  ],
  [
    'an offset without a size',
    [param('offset', { type: 'integer' })],
    {},
    {},
    { type: 'offset', offsetParam: 'offset', limit: 100, stop: ['emptyPage'] },
  ],
  ['nothing', [param('q')], {}, {}, { type: 'none' }],
])('paginator from %s', (_name, parameters, properties, headers, paginator) => {
  const { manifest } = importDocument(listDocument(parameters, properties, headers));
  expect(withoutNote(manifest.streams['things']?.paginator)).toEqual(paginator);
});

describe('a source that is no OpenAPI document', () => {
  const circle: JsonObject = smallDocument({
    components: {
      schemas: {
        A: {
          allOf: [
            { $ref: '#/components/schemas/A' },
            { $ref: '#/components/schemas/A' },
            { properties: { b: { $ref: '#/components/schemas/B' } } },
          ],
        },
        B: { $ref: '#/components/schemas/C' },
        C: { $ref: '#/components/schemas/B' },
      },
    },
  });

  test.each<[name: string, text: string, reason: RegExp]>([
    ['is damaged JSON', '{"openapi": "3.0.0",', /not valid JSON/],
    ['is text', 'hello', /not an object/],
    ['is YAML with a defect', 'openapi: "3.0.0\npaths: {', /valid YAML/],
    ['has another version', '{"openapi": "4.0.0", "paths": {"/a": {}}}', /version 4\.0\.0/],
    ['has no version', '{"paths": {}}', /neither "openapi" nor "swagger"/],
    ['has no paths', '{"openapi": "3.1.0", "paths": {}}', /no paths/],
    ['is nested without end', `openapi: 3.0.0\npaths: &a {x: *a}\n`, /levels of nesting|aliases|YAML/],
    [
      'multiplies aliases',
      `a: &a [1,1,1,1,1,1,1,1,1]\n${'bcdefghij'
        .split('')
        .map((name, at) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[at]}`).join(',')}]`)
        .join('\n')}`,
      /aliases|values|openapi/,
    ],
  ])('is refused: it %s', (_name, text, reason) => {
    expect(() => readOpenapi(text, 'api.json')).toThrow(
      expect.objectContaining({ code: 'IMPORT_UNREADABLE', message: expect.stringMatching(reason) }),
    );
  });

  test('does not follow schemas in circles', () => {
    expect(
      importDocument({
        ...circle,
        paths: {
          '/things': {
            get: {
              responses: {
                '200': {
                  description: 'ok',
                  content: {
                    'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/A' } } },
                  },
                },
              },
            },
          },
        },
      }).manifest.streams,
    ).toHaveProperty('things');
  });

  test('has no schemas if it has too many lists', () => {
    const { '/things': things } = smallDocument({})['paths'] as JsonObject;
    const paths = Object.fromEntries(Array.from({ length: 61 }, (_, at) => [`/things${at}`, things ?? {}]));
    const { manifest, report } = importDocument(smallDocument({ paths }));
    expect(Object.keys(manifest.streams)).toHaveLength(61);
    expect(manifest.entities).toBeUndefined();
    expect(report.approximated).toContainEqual(expect.objectContaining({ part: 'entities without schemas' }));
  });

  test('does not read other documents, and reports them', () => {
    const document = smallDocument({ components: { schemas: { A: { $ref: 'https://elsewhere.example/a.json' } } } });
    expect(importDocument(document).report.notTranslated).toEqual([
      {
        part: 'reference "https://elsewhere.example/a.json"',
        from: '/components/schemas/A',
        reason: expect.stringContaining('not read'),
      },
    ]);
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EngineError } from '../../../../engine/base/errors/index.ts';
import type { Json } from '../../../../engine/base/json/index.ts';
import { parseManifest } from '../../../../engine/manifest/index.ts';
import { importSource } from './definitions.ts';

const WORDS = [
  '{{ config["api_key"] }}',
  '{{ config.start_date }}',
  '{{ stream_slice.id }}',
  '{{ response.next',
  '{% if %}',
  '#/streams/0',
  '%Y-%m-%d',
  'P1D',
  'AddFields',
  'CursorPagination',
  'DatetimeBasedCursor',
  'users',
  '',
  '0',
  'true',
];

const anyLeaf = fc.oneof(
  fc.constantFrom<Json>(...WORDS),
  fc.constantFrom<Json>(null, 0, -1, true, [], {}),
  fc.jsonValue().map((value) => value as Json),
);

/** Replaces the value at a position of a tree, counted in depth-first order. */
function replaceAt(value: Json, position: { left: number }, by: Json): Json {
  if (position.left-- === 0) return by;
  if (Array.isArray(value)) return (value as Json[]).map((one) => replaceAt(one, position, by));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, replaceAt(one as Json, position, by)]),
  ) as Json;
}

const option = (name: string) => ({ type: 'RequestOption', inject_into: 'request_parameter', field_name: name });

const WHOLE: Json = {
  type: 'DeclarativeSource',
  streams: [
    {
      type: 'DeclarativeStream',
      name: 'users',
      primary_key: ['id'],
      incremental_sync: {
        type: 'DatetimeBasedCursor',
        cursor_field: 'at',
        datetime_format: '%Y-%m-%d',
        start_datetime: '{{ config.start_date }}',
        step: 'P1D',
        cursor_granularity: 'P1D',
        start_time_option: option('from'),
      },
      transformations: [
        { type: 'AddFields', fields: [{ type: 'AddedFieldDefinition', path: ['a'], value: '{{ record.b }}' }] },
      ],
      schema_loader: { type: 'InlineSchemaLoader', schema: { type: 'object', properties: { id: { type: 'string' } } } },
      retriever: {
        type: 'SimpleRetriever',
        requester: {
          type: 'HttpRequester',
          url_base: 'https://api.acme.example',
          path: '/{{ stream_slice.kind }}',
          request_parameters: { a: '1' },
          authenticator: { type: 'BearerAuthenticator', api_token: '{{ config.api_key }}' },
          error_handler: {
            type: 'DefaultErrorHandler',
            response_filters: [{ type: 'HttpResponseFilter', action: 'IGNORE', http_codes: [404] }],
          },
        },
        record_selector: {
          type: 'RecordSelector',
          extractor: { type: 'DpathExtractor', field_path: ['data'] },
          record_filter: { type: 'RecordFilter', condition: '{{ record.ok }}' },
        },
        paginator: {
          type: 'DefaultPaginator',
          page_token_option: option('page'),
          pagination_strategy: { type: 'PageIncrement', page_size: 10 },
        },
        partition_router: { type: 'ListPartitionRouter', cursor_field: 'kind', values: ['a', 'b'] },
      },
    },
  ],
  spec: {
    type: 'Spec',
    connection_specification: {
      type: 'object',
      properties: { api_key: { type: 'string', airbyte_secret: true }, start_date: { type: 'string' } },
    },
  },
};

/** Imports a text, and checks that the result is a valid manifest, nothing, or an error with a code. */
function expectSound(text: string): void {
  try {
    const { manifest, draft } = importSource(text);
    if (manifest) expect(parseManifest(JSON.stringify(draft), 'errors').issues).toEqual([]);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
  }
}

test('any damaged definition gives a valid manifest or an error with a code', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 110 }), anyLeaf, (position, leaf) => {
      expectSound(JSON.stringify(replaceAt(WHOLE, { left: position }, leaf)));
    }),
    { numRuns: 120 },
  );
});

test('any text gives a valid manifest or an error with a code', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.jsonValue().map((value) => `streams: ${JSON.stringify([value])}`),
      ),
      expectSound,
    ),
    { numRuns: 100 },
  );
});

test.each([
  ['deep nesting', `streams: ${'['.repeat(20_000)}`],
  [
    'a bomb of aliases',
    `a: &a [x, x, x, x]\nb: &b [*a, *a, *a, *a]\nc: &c [*b, *b, *b, *b]\nd: &d [*c, *c, *c, *c]\ne: &e [*d, *d, *d, *d]\nstreams: [*e, *e, *e, *e]`,
  ],
  [
    'a bomb of references',
    `streams: ["#/z"]\na: [1, 2]\n${'bcdefghijklmnopqrstuvwxyz'
      .split('')
      .map(
        (name, at) =>
          `${name}: { x: "#/${'abcdefghijklmnopqrstuvwxyz'[at]}", y: "#/${'abcdefghijklmnopqrstuvwxyz'[at]}" }`,
      )
      .join('\n')}`,
  ],
])('%s gives an error with a code or a manifest', (_name, text) => expectSound(text));

import { describe, expect, test } from 'vitest';
import { compileExpression } from '../../../../engine/language/expression/index.ts';
import { defineSource, importSource, indent, retrieve } from './definitions.ts';

interface Case {
  readonly name: string;
  readonly stream: string;
  readonly settings?: string;
  readonly expected: object;
}

const paginate = (
  strategy: string,
  token = '{ type: RequestOption, inject_into: request_parameter, field_name: page }',
) =>
  retrieve(`paginator:
  type: DefaultPaginator
  page_token_option: ${token}
  page_size_option: { type: RequestOption, inject_into: request_parameter, field_name: limit }
  pagination_strategy:
${indent(strategy, 4)}`);

const POSITION = { value: '{{page.position}}', when: 'page.number > 1' };

const incremental = (rest: string) => `incremental_sync:
  type: DatetimeBasedCursor
  cursor_field: updated_at
  start_datetime: "{{ config['start_date'] }}"
${indent(rest, 2)}
`;

const transform = (transformations: string) => `transformations:
${indent(transformations, 2)}
${retrieve()}`;

const handle = (handler: string) => retrieve('', `error_handler:\n${indent(handler, 2)}`);

const CASES: readonly Case[] = [
  {
    name: 'a list',
    stream: retrieve(),
    expected: { request: { path: '/users' }, records: 'data', key: ['id'], emit: true },
  },
  {
    name: 'parameters, of which absent ones are not sent',
    stream: retrieve(
      '',
      `request_parameters: { status: open, deep: true, region: "{{ config['region'] }}", of: "x-{{ config['region'] }}" }`,
    ),
    settings: 'region: { type: string }',
    expected: {
      request: {
        query: { status: 'open', deep: 'True', region: '{{settings.region}}', of: { expr: '"x-" & settings.region' } },
      },
    },
  },
  {
    name: 'parameters in the path',
    stream: retrieve('', '', `"/users?expand=teams&region={{ config['region'] }}"`),
    settings: 'region: { type: string }',
    expected: { request: { path: '/users', query: { expand: 'teams', region: '{{settings.region}}' } } },
  },
  {
    name: 'a JSON body with literals',
    stream: retrieve(
      '',
      `http_method: POST\nrequest_body_json: { size: "100", all: "True", names: ["{{ config['region'] }}"] }`,
    ),
    settings: 'region: { type: string }',
    expected: { request: { method: 'POST', json: { size: 100, all: true, names: ['{{settings.region}}'] } } },
  },
  {
    name: 'page numbers, which the first request leaves out',
    stream: paginate('type: PageIncrement\npage_size: 50\nstart_from_page: 1'),
    expected: {
      request: { query: { page: POSITION, limit: 50 } },
      paginator: { type: 'pageNumber', firstPage: 1, size: 50, stop: ['shortPage', 'emptyPage'] },
    },
  },
  {
    name: 'offsets in the first request',
    stream: paginate('type: OffsetIncrement\npage_size: 50\ninject_on_first_request: true'),
    expected: {
      request: { query: { page: '{{page.position}}', limit: 50 } },
      paginator: { type: 'offset', limit: 50 },
    },
  },
  {
    name: 'a token with a stop condition',
    stream: paginate(
      `type: CursorPagination\ncursor_value: "{{ response.meta.next }}"\nstop_condition: "{{ response.meta.last }}"`,
    ),
    expected: {
      request: { query: { page: POSITION } },
      paginator: { type: 'cursor', from: 'body', cursor: '$boolean(meta.last) ? null : meta.next' },
    },
  },
  {
    name: 'a link in a header',
    stream: paginate(
      `type: CursorPagination\ncursor_value: "{{ headers['link']['next']['url'] }}"\nstop_condition: "{{ 'next' not in headers['link'] }}"`,
      '{ type: RequestPath }',
    ),
    expected: { paginator: { type: 'nextUrl', from: 'linkHeader' } },
  },
  {
    name: 'a link in the body',
    stream: paginate(`type: CursorPagination\ncursor_value: "{{ response['next'] }}"`, '{ type: RequestPath }'),
    expected: { paginator: { type: 'nextUrl', from: 'body', url: 'next' } },
  },
  {
    name: 'partitions of a list setting',
    stream: retrieve(
      `partition_router: { type: ListPartitionRouter, cursor_field: region, values: "{{ config['regions'] }}", request_option: { type: RequestOption, inject_into: request_parameter, field_name: r } }`,
      '',
      `"/{{ stream_partition['region'] }}/users"`,
    ),
    settings: 'regions: { type: array, items: { type: string } }',
    expected: {
      partitions: [{ setting: 'regions', as: 'region' }],
      skipOn: [],
      request: { path: '/{{region}}/users', query: { r: '{{region}}' } },
    },
  },
  {
    name: 'windows of days, whose ends are inclusive',
    stream: `${incremental('datetime_format: "%Y-%m-%d"\nstep: P10D\ncursor_granularity: P1D\nlookback_window: P1D\nstart_time_option: { type: RequestOption, inject_into: request_parameter, field_name: from }\nend_time_option: { type: RequestOption, inject_into: request_parameter, field_name: to }')}${retrieve()}`,
    expected: {
      incremental: { cursor: 'updated_at', type: 'datetime', lookback: 'P1D' },
      window: { length: 'P10D', start: '{{settings.start_date}}', format: 'rfc3339' },
      request: {
        query: {
          from: { expr: '$substring($fromMillis($toMillis(window.start)), 0, 10)' },
          to: { expr: '$substring($fromMillis($toMillis(window.end) - 1), 0, 10)' },
        },
      },
    },
  },
  {
    name: 'a start without windows',
    stream: `${incremental('datetime_format: "%s"\nstart_time_option: { type: RequestOption, inject_into: request_parameter, field_name: since }')}${retrieve()}`,
    expected: {
      window: { length: 'P1000Y', format: 'epochSeconds' },
      request: { query: { since: '{{window.start}}' } },
    },
  },
  {
    name: 'a cursor on the client side',
    stream: `${incremental('datetime_format: "%Y-%m-%dT%H:%M:%SZ"\nis_client_side_incremental: true')}${retrieve()}`,
    expected: {
      incremental: { cursor: 'updated_at', clientSide: true },
      records: 'data[$toMillis(updated_at) >= $toMillis($settings.start_date)]',
    },
  },
  {
    name: 'a filter by a start that no request sends',
    stream: `${incremental('datetime_format: "%Y-%m-%d"')}${retrieve().replace('record_selector: { ', `record_selector: { record_filter: { condition: "{{ record.updated_at >= stream_interval['start_time'] }}" }, `)}`,
    expected: {
      incremental: { cursor: 'updated_at', format: 'date', clientSide: true },
      records:
        'data[updated_at >= ($exists($cursor.start) ? $cursor.start : $substring($fromMillis($toMillis($settings.start_date)), 0, 10))]',
    },
  },
  {
    name: 'a field that the slice does not have',
    stream: retrieve('', `request_parameters: { x: "{{ stream_slice['x'] }}" }`),
    expected: { request: { query: { x: { expr: '$lookup({}, "")' } } } },
  },
  {
    name: 'a path with empty segments and a query without names',
    stream: retrieve('', '', '"//users//list?/all"'),
    expected: { request: { path: '/users/list?/all' } },
  },
  {
    name: 'records in the members of objects',
    stream: retrieve().replace('[data]', '[data, "*", rows]'),
    expected: {
      records: '($of := data; $type($of) = "array" ? $of : $each($of, function($value) { $value })).rows',
    },
  },
  {
    name: 'added and removed fields',
    stream: transform(`- type: AddFields
  fields:
    - { path: [kind], value: user }
    - { path: [level], value: "3" }
    - { path: [org, region], value: "{{ config['region'] }}", value_type: string }
- { type: RemoveFields, field_pointers: [[secret]] }`),
    settings: 'region: { type: string }',
    expected: {
      item:
        '($record := $; $record := $merge([$record, {"kind": "user"}]); $record := $merge([$record, {"level": 3}]); ' +
        '$record := $merge([$record, {"org": $merge([($type($record.org) = "object" ? $record.org : {}), {"region": ($exists($settings.region) ? $settings.region : "")}])}]); ' +
        '$record := $merge([$sift($record, function($value, $name) { $name != "secret" })]); $record)',
    },
  },
  {
    name: 'error filters and waits',
    stream: handle(`type: CompositeErrorHandler
error_handlers:
  - type: DefaultErrorHandler
    response_filters: [{ type: HttpResponseFilter, http_codes: [404], action: IGNORE }]
  - type: DefaultErrorHandler
    max_retries: 3
    backoff_strategies: [{ type: WaitTimeFromHeader, header: Retry-In }]
    response_filters: [{ type: HttpResponseFilter, predicate: "{{ response.error == 'slow' }}", action: RETRY }]`),
    expected: {
      errors: [
        { status: [404], action: 'endOfPages' },
        { when: 'body.error = "slow"', action: 'retry', wait: { header: 'Retry-In', unit: 'seconds' } },
        { status: [429, 500, 502, 503, 504], action: 'retry', wait: { header: 'Retry-In', unit: 'seconds' } },
      ],
      retry: { attempts: 4 },
    },
  },
];

describe('a stream of a low-code definition', () => {
  test.each(CASES)('$name', ({ stream, settings, expected }) => {
    const { users, extent, report } = importSource(defineSource(stream, settings));
    expect(users).toMatchObject(expected);
    expect(report.notTranslated).toEqual([]);
    expect(extent).toBe('whole');
  });
});

test('values of added fields are read as literals of the original', async () => {
  const add = (value: string) => `- { type: AddFields, fields: [{ path: [x], value: ${JSON.stringify(value)} }] }`;
  const read = async (value: string, record: object) => {
    const { users } = importSource(defineSource(transform(add(value))));
    return compileExpression(String(users['item'])).evaluate(record, {});
  };
  expect(await read('{{ record.id }}', { id: '0042' })).toEqual({ id: '0042', x: '0042' });
  expect(await read('{{ record.id }}', { id: '42' })).toEqual({ id: '42', x: 42 });
  expect(await read('"{{ record.id }}"', { id: '42' })).toEqual({ id: '42', x: '42' });
  expect(await read('{{ record.id }}', { no: 1 })).toEqual({ no: 1, x: '' });
  expect(await read('{{ record.id }}', { id: null })).toEqual({ id: null, x: null });
});

describe('streams of parents', () => {
  const child = (config = '') => `- type: DeclarativeStream
  name: posts
${indent(
  retrieve(
    `partition_router:
  type: SubstreamPartitionRouter
  parent_stream_configs:
    - type: ParentStreamConfig
      parent_key: id
      partition_field: user
      stream: "#/streams/0"
${indent(config, 6)}`,
    '',
    `"/users/{{ stream_partition.user }}/posts"`,
  ),
  2,
)}`;
  const WINDOWED = `${incremental('datetime_format: "%Y-%m-%dT%H:%M:%SZ"\nstart_time_option: { type: RequestOption, inject_into: request_parameter, field_name: since }')}${retrieve()}`;

  test('read the items of the parent', () => {
    const { streams } = importSource(defineSource(retrieve(), '', indent(child(), 2)));
    expect(streams['posts']).toMatchObject({
      partitions: [{ parent: 'users', as: 'users' }],
      request: { path: '/users/{{users.id}}/posts' },
    });
  });

  test('read an incremental parent in full, unless the definition differs', () => {
    const whole = importSource(defineSource(WINDOWED, '', indent(child(), 2))).streams;
    expect(whole['posts']?.['partitions']).toEqual([{ parent: 'users_list', as: 'users' }]);
    expect(whole['users_list']).toMatchObject({ emit: false, window: {} });
    expect(whole['users_list']).not.toHaveProperty('incremental');
    const changed = importSource(defineSource(WINDOWED, '', indent(child('incremental_dependency: true'), 2))).streams;
    expect(changed['posts']?.['partitions']).toEqual([{ parent: 'users', as: 'users' }]);
  });
});

describe('what has no counterpart', () => {
  const CODE = `type: DeclarativeStream
name: users
retriever: { type: CustomRetriever, class_name: source_acme.Users }`;

  test('is reported with its component and its position', () => {
    const source = defineSource(retrieve(), '', indent(`- ${indent(CODE, 2).trim()}`, 2));
    const { report, extent } = importSource(source);
    expect(extent).toBe('partly');
    expect(report.notTranslated).toEqual([
      { part: 'stream "users"', from: '/streams/1', reason: 'it is Python code (source_acme.Users)' },
    ]);
  });

  test('leaves out only the part, where the stream works without it', () => {
    const { report, users } = importSource(
      defineSource(
        `transformations: [{ type: AddFields, fields: [{ path: [h], value: "{{ record.id | hash }}" }] }]\n${retrieve()}`,
      ),
    );
    expect(users).not.toHaveProperty('item');
    expect(report.notTranslated).toEqual([
      {
        part: 'AddFields of "users"',
        from: '/streams/0/transformations/0',
        reason: 'the filter "hash" is not supported',
      },
    ]);
  });

  test('is everything in a document of another kind', () => {
    expect(() => importSource('openapi: 3.0.0')).toThrow(expect.objectContaining({ code: 'IMPORT_UNREADABLE' }));
  });
});

describe('versions of the language', () => {
  test('references, parameters and old names', () => {
    const { streams, extent } = importSource(`
definitions:
  requester: { type: HttpRequester, url_base: "https://api.acme.example", http_method: GET }
  stream:
    type: DeclarativeStream
    retriever:
      requester: "*ref(definitions.requester)"
      record_selector: { extractor: { type: DpathExtractor, field_pointer: [items] } }
      stream_slicer: { type: ListStreamSlicer, cursor_field: kind, slice_values: [a, b] }
streams:
  - { $ref: "#/definitions/stream", $options: { name: users, primary_key: id, path: /users } }
  - { $ref: "*ref(definitions.stream)", $parameters: { name: teams, path: "/teams/{{ stream_slice.kind }}" } }
`);
    expect(extent).toBe('whole');
    expect(streams).toMatchObject({
      users: {
        request: { path: '/users' },
        records: 'items',
        key: ['id'],
        partitions: [{ values: ['a', 'b'], as: 'kind' }],
      },
      teams: { request: { path: '/teams/{{kind}}' } },
    });
  });

  test('a circle of references', () => {
    expect(() => importSource('streams: ["#/a"]\na: { b: "#/a" }')).toThrow(
      expect.objectContaining({ code: 'IMPORT_UNREADABLE' }),
    );
  });

  test('schemas in files', () => {
    const { draft } = importSource(defineSource(`schema_loader: { type: JsonFileSchemaLoader }\n${retrieve()}`), {
      'schemas/users.json': '{"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]}',
    });
    expect(draft['entities']).toEqual({
      users: { schema: { type: 'object', properties: { id: { type: ['string', 'null'] } } }, identity: ['id'] },
    });
  });
});

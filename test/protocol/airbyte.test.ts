import { describe, expect, test } from 'vitest';
import { CATALOGUE, type ErrorCode } from '../../engine/index.ts';
import { findFailureType } from '../../engine/protocol/airbyte/index.ts';
import { startSmallVendor } from '../pipeline/run/small-vendor.ts';
import { airbyte, createCommandFolder, maskTimes } from './command-folder.ts';
import { listIds, type Message, pickStates, syncThings } from './sync-things.ts';
import { createThingScript, MANIFEST } from './thing-vendor.ts';

const stream = (name: string, sync_mode = 'full_refresh') => ({
  stream: { name, json_schema: {}, supported_sync_modes: ['full_refresh'] },
  sync_mode,
  destination_sync_mode: 'append',
});

const READ = airbyte('read', '--catalog', 'catalog.json');

describe('airbyte spec', () => {
  test('describes the config file, and marks secrets', async () => {
    const secret = { type: 'string', title: 'Token', writeOnly: true, format: 'uuid' } as const;
    const settings = { ...MANIFEST.settings, properties: { ...MANIFEST.settings.properties, token: secret } };
    const { run } = await createCommandFolder({}, undefined, { ...MANIFEST, settings } as typeof MANIFEST);
    const { code, lines } = await run('airbyte', 'spec', '.');
    expect(code).toBe(0);
    expect(lines).toMatchObject([
      {
        type: 'SPEC',
        spec: {
          supportsIncremental: true,
          connectionSpecification: {
            type: 'object',
            required: ['settings'],
            properties: {
              settings: {
                required: ['url'],
                properties: {
                  url: { type: 'string', title: 'URL', format: 'uri', order: 0 },
                  size: { type: 'integer', title: 'Size', default: 2, order: 1 },
                  token: { type: 'string', title: 'Token', format: 'uuid', airbyte_secret: true, order: 2 },
                },
              },
              filters: { type: 'object' },
              select: { type: 'object' },
            },
          },
        },
      },
    ]);
  });
});

describe('airbyte check', () => {
  test('succeeds', async () => {
    const { run } = await createCommandFolder();
    expect(await run(...airbyte('check'))).toMatchObject({
      code: 0,
      lines: [{ type: 'CONNECTION_STATUS', connectionStatus: { status: 'SUCCEEDED' } }],
    });
  });

  test.each([
    ['the vendor refuses the request', {}, 403, /^Authorization scope: .* 403/],
    ['a setting is missing', { 'config.json': { settings: {} } }, 200, /^missing setting "url"\. Add "url"/],
    ['the config is no JSON', { 'config.json': '{' }, 200, /^cannot read the config file/],
  ])('fails if %s, and exits with 0', async (_name, files, status, message) => {
    const { run } = await createCommandFolder(files, () => ({ status }));
    const { code, lines } = await run(...airbyte('check'));
    expect(code).toBe(0);
    expect(lines).toEqual([
      {
        type: 'CONNECTION_STATUS',
        connectionStatus: { status: 'FAILED', message: expect.stringMatching(message) },
      },
    ]);
  });
});

test('airbyte discover lists the entities with their keys, cursors and sync modes', async () => {
  const { run } = await createCommandFolder();
  const { code, lines } = await run(...airbyte('discover'));
  const [{ catalog } = { catalog: undefined }] = lines as unknown as [{ catalog?: { streams: object[] } }];
  expect(code).toBe(0);
  expect(lines).toHaveLength(1);
  expect(catalog?.streams.map((one) => ({ ...one, json_schema: '…' }))).toEqual([
    {
      name: 'asset',
      json_schema: '…',
      supported_sync_modes: ['full_refresh'],
      source_defined_cursor: true,
      source_defined_primary_key: [['externalAssetId']],
      is_resumable: true,
    },
    {
      name: 'finding',
      json_schema: '…',
      supported_sync_modes: ['full_refresh', 'incremental'],
      source_defined_cursor: true,
      default_cursor_field: ['lastFoundOn'],
      source_defined_primary_key: [['externalFindingId']],
      is_resumable: true,
    },
    {
      name: 'note',
      json_schema: '…',
      supported_sync_modes: ['full_refresh', 'incremental'],
      source_defined_cursor: true,
      source_defined_primary_key: [['id']],
      is_resumable: true,
    },
    {
      name: 'people',
      json_schema: '…',
      supported_sync_modes: ['full_refresh'],
      source_defined_cursor: true,
      source_defined_primary_key: [['id']],
      is_resumable: true,
    },
  ]);
});

describe('airbyte read', () => {
  test('prints the records, states and statuses of the selected streams, and nothing else', async () => {
    const catalog = { streams: [stream('people'), stream('note', 'incremental')] };
    const { run } = await createCommandFolder({ 'catalog.json': catalog }, createThingScript(['a']));
    const { code, lines } = await run(...READ);
    expect(code).toBe(0);
    const note = (at: number) => ({ id: `a${at}`, text: `seen 2026-01-01T00:0${at}:00Z` });
    const status = (name: string, state: string) => ({
      type: 'TRACE',
      trace: {
        type: 'STREAM_STATUS',
        emitted_at: '…',
        stream_status: { stream_descriptor: { name }, status: state },
      },
    });
    const record = (name: string, data: object) => ({
      type: 'RECORD',
      record: { stream: name, emitted_at: '…', data },
    });
    const state = (name: string, recordCount: number, rest: object) => ({
      type: 'STATE',
      state: {
        type: 'STREAM',
        stream: {
          stream_descriptor: { name },
          stream_state: { stateVersion: 1, connector: 'small', ...rest },
        },
        sourceStats: { recordCount },
      },
    });
    expect(maskTimes(lines)).toEqual([
      status('people', 'STARTED'),
      status('people', 'RUNNING'),
      record('people', { id: 1, name: 'Ada' }),
      record('people', { id: 2 }),
      state('people', 2, { sequence: 1, cursors: {} }),
      status('people', 'COMPLETE'),
      status('note', 'STARTED'),
      status('note', 'RUNNING'),
      ...[0, 1, 2, 3].map((at) => record('note', note(at))),
      state('note', 4, { sequence: 2, cursors: { parts: { a: '2026-01-01T00:03:00.000Z' } } }),
      status('note', 'COMPLETE'),
    ]);
  });

  test('continues from the states of the last sync', async () => {
    const catalog = { streams: [stream('finding', 'incremental')] };
    const { run, add } = await createCommandFolder({ 'catalog.json': catalog });
    const first = await run(...READ);
    const states = first.lines.filter(({ type }) => type === 'STATE').map(({ state }) => state);
    await add({ 'state.json': states.slice(-1) });
    const second = await run(...READ, '--state', 'state.json');
    expect(listIds(second.lines as unknown as Message[], 'finding')).toEqual(['a3', 'b3', 'c3']);
  });

  test('ends a stream that fails with a typed error, and reads the others', async () => {
    const catalog = { streams: [stream('people'), stream('finding')] };
    const { run } = await createCommandFolder({ 'catalog.json': catalog }, (target, request) =>
      target === '/people' ? { status: 418 } : createThingScript()(target, request),
    );
    const { code, lines } = await run(...READ);
    const messages = lines as unknown as Message[];
    expect(code).toBe(1);
    expect(messages.flatMap(({ trace }) => trace?.error ?? [])).toMatchObject([
      {
        internal_message: 'REQUEST_REFUSED',
        failure_type: 'system_error',
        stream_descriptor: { name: 'people' },
        message: expect.stringContaining('418'),
      },
    ]);
    const ends = messages.flatMap(({ trace }) =>
      /COMPLETE/.test(trace?.stream_status?.status ?? '')
        ? [[trace?.stream_status?.stream_descriptor.name, trace?.stream_status?.status]]
        : [],
    );
    expect(ends).toEqual([
      ['people', 'INCOMPLETE'],
      ['finding', 'COMPLETE'],
    ]);
  });

  test('stops after refused credentials, so that further logins do not lock the account', async () => {
    const catalog = { streams: [stream('people'), stream('finding')] };
    const { run, vendor } = await createCommandFolder({ 'catalog.json': catalog }, () => ({ status: 401 }));
    const { code, lines } = await run(...READ);
    expect(code).toBe(1);
    expect(vendor.asked).toEqual(['/people']);
    expect((lines as unknown as Message[]).map(({ trace }) => trace?.stream_status?.status ?? 'error')).toEqual([
      ...['STARTED', 'error', 'INCOMPLETE', 'INCOMPLETE'],
    ]);
  });

  test('reads a stream without a cursor completely when the client requests an incremental read', async () => {
    const { run, add } = await createCommandFolder({ 'catalog.json': { streams: [stream('people', 'incremental')] } });
    const first = (await run(...READ)).lines as unknown as Message[];
    await add({ 'state.json': pickStates(first) });
    const second = (await run(...READ, '--state', 'state.json')).lines as unknown as Message[];
    expect(listIds(second, 'people')).toEqual(['1', '2']);
    expect(second[0]?.log?.message).toContain('no cursor');
  });

  test('logs rejected records, and exits with 0', async () => {
    const catalog = { streams: [stream('people')] };
    const { run } = await createCommandFolder({ 'catalog.json': catalog }, () => ({ json: [{ id: 1 }, 7, 8] }));
    const { code, lines } = await run(...READ);
    expect(code).toBe(0);
    expect((lines as unknown as Message[]).flatMap(({ log }) => log?.message ?? [])).toEqual([
      expect.stringMatching(/^2 items of "people" were rejected: ITEM_NOT_OBJECT: /),
    ]);
  });

  test.each<[string, object | string, RegExp]>([
    ['is no JSON', '{', /^cannot read the catalog catalog\.json: it is not JSON/],
    ['has no streams', {}, /a list "streams" is missing/],
    ['names no stream', { streams: [{}] }, /at \/streams\/0\/stream\/name: the name of the stream is missing/],
    ['names an unknown stream', { streams: [stream('findings')] }, /unknown stream "findings".*Did you mean.*finding/],
    ['has an unknown mode', { streams: [stream('note', 'cdc')] }, /unknown sync mode "cdc".*Use full_refresh or/],
    ['selects a stream twice', { streams: [stream('note'), stream('note')] }, /repeated stream "note"/],
  ])('refuses a catalog that %s', async (_name, catalog, message) => {
    const { run } = await createCommandFolder({ 'catalog.json': catalog });
    const { code, lines, stderr } = await run(...READ);
    expect(code).toBe(2);
    expect(stderr).toContain('CATALOG_');
    expect((lines as unknown as Message[]).map(({ trace }) => trace?.error)).toMatchObject([
      { failure_type: 'config_error', message: expect.stringMatching(message) },
    ]);
  });

  const foreign = { stateVersion: 1, connector: 'other', sequence: 1, cursors: {} };
  const descriptor = { stream_descriptor: { name: 'note' } };

  test.each<[string, unknown, RegExp]>([
    ['is no JSON', '[', /it is not JSON.*Pass the last states/],
    ['is no list', { note: {} }, /a list of state messages is expected/],
    ['is of another type', [{ type: 'GLOBAL', global: {} }], /at \/0: a state of the type STREAM is expected/],
    [
      'was not written by Mapwright',
      [{ type: 'STREAM', stream: { ...descriptor, stream_state: { a: 1 } } }],
      /at \/0\/stream/,
    ],
    [
      'has an altered position',
      [{ type: 'STREAM', stream: { ...descriptor, stream_state: { ...foreign, connector: 'small', run: { id: 1 } } } }],
      /at \/0\/stream\/stream_state/,
    ],
    [
      'belongs to another connector',
      [{ type: 'STREAM', stream: { ...descriptor, stream_state: foreign } }],
      /belongs to other/,
    ],
  ])('refuses a state that %s', async (_name, state, message) => {
    const { run } = await createCommandFolder({
      'catalog.json': { streams: [stream('note')] },
      'state.json': state,
    });
    const { code, lines } = await run(...READ, '--state', 'state.json');
    expect(code).toBe(2);
    expect((lines as unknown as Message[]).map(({ trace }) => trace?.error)).toMatchObject([
      { failure_type: 'config_error', message: expect.stringMatching(message) },
    ]);
  });

  test('accepts the empty states that clients pass before the first sync', async () => {
    const { run, add } = await createCommandFolder({ 'catalog.json': { streams: [stream('people')] } });
    for (const state of ['{}', '[]', [{ type: 'STREAM', stream: { ...descriptor, stream_state: {} } }]]) {
      await add({ 'state.json': state });
      expect((await run(...READ, '--state', 'state.json')).code).toBe(0);
    }
  });

  test('reports an interruption as an incomplete stream with its last state, and not as an error', async () => {
    const interrupt = new AbortController();
    const messages: Message[] = [];
    const vendor = await startSmallVendor((target, request) => {
      if (target.startsWith('/things/b')) interrupt.abort(new Error('stop'));
      return createThingScript()(target, request);
    });
    const write = async (text: string) => {
      for (const line of text.split('\n').filter(Boolean)) messages.push(JSON.parse(line));
    };
    const sync = syncThings({ vendor, modes: { finding: 'incremental' }, signal: interrupt.signal, write });
    await expect(sync).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect(messages.flatMap(({ trace }) => trace?.error ?? [])).toEqual([]);
    expect(messages.at(-1)?.trace?.stream_status?.status).toBe('INCOMPLETE');
    expect(messages.some(({ state }) => state?.stream.stream_state.run?.checkpoint.stream === 'parts')).toBe(true);
  });

  test('reads no further while its reader does not accept messages', async () => {
    const vendor = await startSmallVendor(createThingScript());
    const blocked = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    const write = async (text: string) => {
      if (!text.includes('"RECORD"')) return;
      reached.resolve();
      await blocked.promise;
    };
    const sync = syncThings({ vendor, modes: { asset: 'full_refresh', finding: 'incremental' }, write });
    await reached.promise;
    // Time for a sync that does not wait to request everything.
    for (let turn = 0; turn < 20; turn += 1) await fetch(`${vendor.origin}/turn`);
    expect(vendor.asked.filter((target) => target !== '/turn')).toEqual(['/things?page=0', '/things?page=1']);
    blocked.resolve();
    await sync;
    expect(vendor.asked).toContain('/things/c/parts?page=1');
  });
});

test('every error of the catalogue has a type', () => {
  const types = Object.keys(CATALOGUE).map((code) => findFailureType(code as ErrorCode));
  expect(new Set(types)).toEqual(new Set(['config_error', 'system_error', 'transient_error']));
  expect([findFailureType('AUTH_REJECTED'), findFailureType('RATE_LIMITED'), findFailureType('INTERNAL')]).toEqual([
    'config_error',
    'transient_error',
    'system_error',
  ]);
});

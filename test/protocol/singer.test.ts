import { describe, expect, test } from 'vitest';
import { createCommandFolder, maskTimes, singer } from './command-folder.ts';
import { createThingScript } from './thing-vendor.ts';

const mark = (metadata: object, ...breadcrumb: string[]) => ({ breadcrumb, metadata });
const entry = (tap_stream_id: string, ...metadata: object[]) => ({ tap_stream_id, metadata });
const selected = (name: string, more: object = {}) => entry(name, mark({ selected: true, ...more }));

const SYNC = singer('--catalog', 'catalog.json');

interface SingerLine {
  readonly type: string;
  readonly stream?: string;
  readonly version?: number;
  readonly record?: Readonly<Record<string, unknown>>;
  readonly value?: { readonly bookmarks: Readonly<Record<string, { readonly cursors: object }>> };
  readonly schema?: { readonly properties: object; readonly required?: readonly string[] };
}

const parse = (lines: readonly object[]) => lines as unknown as readonly SingerLine[];

describe('singer', () => {
  test('describes the tap without a config', async () => {
    const { run } = await createCommandFolder();
    const { code, stdout } = await run('singer', '.', '--about');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      name: 'tap-small',
      description: 'Small',
      version: '1.0.0',
      capabilities: ['about', 'activate-version', 'catalog', 'discover', 'state'],
      settings: { required: ['settings'], properties: { settings: { required: ['url'] } } },
    });
  });

  test('prints schemas, records, states and the versions of full tables', async () => {
    const catalog = { streams: [selected('people'), selected('note')] };
    const { run } = await createCommandFolder({ 'catalog.json': catalog }, createThingScript(['a']));
    const { code, lines } = await run(...SYNC);
    expect(code).toBe(0);
    const record = (stream: string, data: object, version: object = {}) => ({
      type: 'RECORD',
      stream,
      ...version,
      time_extracted: '…',
      record: data,
    });
    const version = { version: '…' };
    const people = { stateVersion: 1, connector: 'small', sequence: 1, cursors: {} };
    const cursors = { parts: { a: '2026-01-01T00:03:00.000Z' } };
    expect(maskTimes(lines)).toEqual([
      {
        type: 'SCHEMA',
        stream: 'people',
        schema: {
          type: 'object',
          additionalProperties: true,
          properties: { id: { type: ['string', 'integer'] } },
        },
        key_properties: ['id'],
        bookmark_properties: [],
      },
      record('people', { id: 1, name: 'Ada' }, version),
      record('people', { id: 2 }, version),
      { type: 'STATE', value: { bookmarks: { people } } },
      { type: 'ACTIVATE_VERSION', stream: 'people', version: '…' },
      {
        type: 'SCHEMA',
        stream: 'note',
        schema: {
          type: 'object',
          required: ['id'],
          properties: {
            id: { type: 'string' },
            text: { type: 'string', description: 'What was noted.' },
          },
        },
        key_properties: ['id'],
        bookmark_properties: [],
      },
      ...[0, 1, 2, 3].map((at) => record('note', { id: `a${at}`, text: `seen 2026-01-01T00:0${at}:00Z` })),
      {
        type: 'STATE',
        value: { bookmarks: { people, note: { stateVersion: 1, connector: 'small', sequence: 2, cursors } } },
      },
    ]);
  });
});

const namesOf = (lines: readonly object[]) =>
  parse(lines).flatMap(({ type, stream }) => (type === 'SCHEMA' ? [stream] : []));

describe('the catalog', () => {
  test('of --discover describes the streams', async () => {
    const { run } = await createCommandFolder();
    const { code, stdout } = await run(...singer('--discover'));
    expect(code).toBe(0);
    const { streams } = JSON.parse(stdout) as { streams: { tap_stream_id: string; metadata: object[] }[] };
    expect(streams.map(({ tap_stream_id: id }) => id)).toEqual(['asset', 'finding', 'note', 'people']);
    expect(streams[1]?.metadata.slice(0, 2)).toEqual([
      mark({
        inclusion: 'available',
        'selected-by-default': true,
        'table-key-properties': ['externalFindingId'],
        'valid-replication-keys': ['lastFoundOn'],
        'replication-method': 'INCREMENTAL',
      }),
      mark({ inclusion: 'automatic', 'selected-by-default': true }, 'properties', 'externalFindingId'),
    ]);
    expect(streams[3]?.metadata[0]).toMatchObject(mark({ 'replication-method': 'FULL_TABLE' }));
  });

  test('of --discover selects everything when it is passed unchanged, like no catalog', async () => {
    const { run, add } = await createCommandFolder();
    await add({ 'catalog.json': (await run(...singer('--discover'))).stdout });
    const all = ['asset', 'finding', 'note', 'people'];
    expect(namesOf((await run(...SYNC)).lines)).toEqual(all);
    expect(namesOf((await run(...singer())).lines)).toEqual(all);
  });

  test.each([
    ['by metadata', entry('note', mark({ selected: false, 'selected-by-default': true }))],
    ['by default', entry('note', mark({ 'selected-by-default': false }))],
    ['by the lack of a selection', entry('note')],
    ['by an older flag', { ...entry('note'), selected: false }],
    ['by being unsupported', entry('note', mark({ selected: true, inclusion: 'unsupported' }))],
  ])('leaves out a stream %s: it is not read', async (_name, left) => {
    const { run, vendor } = await createCommandFolder({ 'catalog.json': { streams: [selected('people'), left] } });
    expect(namesOf((await run(...SYNC)).lines)).toEqual(['people']);
    expect(vendor.asked).toEqual(['/people']);
  });

  test('leaves out fields, except keys', async () => {
    const note = entry(
      'note',
      mark({ selected: true }),
      mark({ selected: false }, 'properties', 'text'),
      mark({ selected: false, inclusion: 'available' }, 'properties', 'id'),
    );
    const finding = entry(
      'finding',
      mark({ selected: true }),
      mark({ selected: false }, 'properties', 'severity'),
      mark({ selected: false }, 'properties', 'component', 'properties', 'language'),
    );
    const { run } = await createCommandFolder({ 'catalog.json': { streams: [note, finding] } });
    const lines = parse((await run(...SYNC)).lines);
    const [schema, other] = lines.filter(({ type }) => type === 'SCHEMA').map((line) => line.schema);
    expect(Object.keys(schema?.properties ?? {})).toEqual(['id']);
    expect(other?.required).toContain('name');
    expect(other?.required).not.toContain('severity');
    expect(other?.properties).toMatchObject({ component: { properties: { name: {} } } });
    expect(other?.properties).not.toMatchObject({ component: { properties: { language: {} } } });
    const records = lines.filter(({ type }) => type === 'RECORD');
    expect(records.find(({ stream }) => stream === 'note')?.record).toEqual({ id: 'a0' });
    expect(records.find(({ stream }) => stream === 'finding')?.record).toEqual({
      ...{ externalFindingId: 'a0', externalAssetId: 'a', name: 'a0', findingStatus: 'NEW' },
      ...{ vendorProductName: 'HCL AppScan', lastFoundOn: '2026-01-01T00:00:00.000Z' },
    });
  });

  test.each<[string, unknown, RegExp]>([
    ['selects nothing', { streams: [entry('note')] }, /no stream is selected.*Set "selected" to true/s],
    ['selects an unknown stream', { streams: [selected('notes')] }, /unknown stream "notes".*note/s],
    ['has an unknown method', { streams: [selected('note', { 'replication-method': 'LOG_BASED' })] }, /"LOG_BASED"/],
    [
      'reads a stream without a cursor incrementally',
      {
        streams: [selected('people', { 'forced-replication-method': 'INCREMENTAL' })],
      },
      /no cursor for it/,
    ],
    ['has malformed metadata', { streams: [{ tap_stream_id: 'note', metadata: [{}] }] }, /streams\/0\/metadata\/0/],
  ])('is refused if it %s', async (_name, catalog, message) => {
    const { run } = await createCommandFolder({ 'catalog.json': catalog });
    const { code, stdout, stderr } = await run(...SYNC);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

describe('the state', () => {
  test('keeps the bookmarks of streams that are not selected', async () => {
    const other = { anything: 1 };
    const bookmarks = { note: { stateVersion: 1, connector: 'small', sequence: 7, cursors: {} } };
    const { run } = await createCommandFolder({
      'catalog.json': { streams: [selected('people')] },
      'state.json': { bookmarks, currently_syncing: other },
    });
    const lines = parse((await run(...SYNC, '--state', 'state.json')).lines);
    expect(lines.at(-2)?.value?.bookmarks).toMatchObject({ ...bookmarks, people: { sequence: 8 } });
  });

  test('continues an incremental stream', async () => {
    const { run, add } = await createCommandFolder({ 'catalog.json': { streams: [selected('note')] } });
    await add({ 'state.json': parse((await run(...SYNC)).lines).at(-1)?.value });
    const lines = parse((await run(...SYNC, '--state', 'state.json')).lines);
    expect(lines.flatMap(({ record }) => record?.['id'] ?? [])).toEqual(['a3', 'b3', 'c3']);
  });

  test.each<[string, unknown, RegExp]>([
    ['is a list', [], /an object with "bookmarks" is expected/],
    ['was written by another tap', { bookmarks: { note: { version: 3 } } }, /invalid state at \/bookmarks\/note/],
    [
      'belongs to another connector',
      {
        bookmarks: { note: { stateVersion: 1, connector: 'other', sequence: 1, cursors: {} } },
      },
      /belongs to other/,
    ],
  ])('is refused if it %s', async (_name, state, message) => {
    const { run } = await createCommandFolder({ 'state.json': state });
    const { code, stdout, stderr } = await run(...singer('--state', 'state.json'));
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

test('a full table keeps its version when the sync resumes, and activates it only at its end', async () => {
  let isDown = true;
  const { run, add } = await createCommandFolder(
    { 'catalog.json': { streams: [selected('note', { 'replication-method': 'FULL_TABLE' })] } },
    (target, request) =>
      isDown && target.startsWith('/things/b') ? { status: 418 } : createThingScript()(target, request),
  );
  const failed = await run(...SYNC);
  const before = parse(failed.lines);
  expect(failed.code).toBe(1);
  expect(failed.stderr).toContain('REQUEST_REFUSED');
  expect(before.map(({ type }) => type)).not.toContain('ACTIVATE_VERSION');
  isDown = false;
  await add({ 'state.json': before.findLast(({ type }) => type === 'STATE')?.value });
  const after = parse((await run(...SYNC, '--state', 'state.json')).lines);
  const versions = [...before, ...after]
    .filter(({ type }) => type !== 'SCHEMA')
    .flatMap(({ version }) => version ?? []);
  expect(new Set(versions).size).toBe(1);
  expect(after.at(-1)?.type).toBe('ACTIVATE_VERSION');
  expect([...before, ...after].flatMap(({ record }) => record?.['id'] ?? [])).toEqual(
    ['a', 'b', 'c'].flatMap((thing) => [0, 1, 2, 3].map((at) => `${thing}${at}`)),
  );
});

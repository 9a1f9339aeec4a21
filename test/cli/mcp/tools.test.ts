import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '../../../engine/base/errors/index.ts';
import { readManifestFile } from '../../manifests/connectors.ts';
import { createSmallManifest, startSmallVendor } from '../../pipeline/run/small-vendor.ts';
import { isFull } from '../../setup/suite.ts';
import { SECRETS, VISIT } from '../../workbench/import/exchanges.ts';
import { connectClient, createWorkFolder } from './client.ts';

const STREAMS = {
  things: { request: { path: '/things' }, records: 'items', key: ['id'], paginator: { type: 'none' } },
};
const PLAIN = createSmallManifest(STREAMS as never, { assets: 'things' });

/** The small connector with a secret. */
const MANIFEST = {
  ...PLAIN,
  settings: {
    ...PLAIN.settings,
    properties: { ...PLAIN.settings.properties, token: { type: 'string', title: 'Token', writeOnly: true } },
  },
};

/** Expression that never ends: the limits of the sandbox stop it. */
const ENDLESS = '($f := function($n) { $f($n + 1) }; $f(0))';

const withName = (expression: string) => ({
  ...MANIFEST,
  maps: {
    asset: {
      from: 'things',
      to: 'asset',
      fields: {
        externalAssetId: { value: 'id', identity: true },
        assetType: "'HOST'",
        source: "'Small'",
        'assetDetail.name': expression,
      },
    },
  },
});

const read = (settings: object) => ({ manifest: MANIFEST, stream: 'things', config: { settings } });
const url = 'http://127.0.0.1:1';

interface WrongCall {
  readonly name: string;
  readonly tool: string;
  readonly args: object;
  readonly code: string;
  readonly pointer?: string;
}

const WRONG: readonly WrongCall[] = [
  {
    name: 'an unknown argument',
    tool: 'validate',
    args: { manifst: {} },
    code: 'TOOL_INPUT_INVALID',
    pointer: '/manifst',
  },
  { name: 'no connector', tool: 'validate', args: {}, code: 'TOOL_INPUT_INVALID', pointer: '' },
  {
    name: 'a wrong type',
    tool: 'read',
    args: { ...read({ url }), pages: 'all' },
    code: 'TOOL_INPUT_INVALID',
    pointer: '/pages',
  },
  {
    name: 'too many pages',
    tool: 'read',
    args: { ...read({ url }), pages: 1_000 },
    code: 'TOOL_INPUT_INVALID',
    pointer: '/pages',
  },
  { name: 'an unknown connector', tool: 'validate', args: { connector: 'nowhere' }, code: 'CONNECTOR_UNKNOWN' },
  { name: 'a connector outside the folder', tool: 'validate', args: { connector: '../x' }, code: 'FILE_OUTSIDE' },
  {
    name: 'an absolute path outside the folder',
    tool: 'test',
    args: { connector: '/etc/passwd' },
    code: 'FILE_OUTSIDE',
  },
  {
    name: 'an unknown part of a schema',
    tool: 'schema',
    args: { definition: 'paginater' },
    code: 'SCHEMA_PART_UNKNOWN',
    pointer: '/definition',
  },
  {
    name: 'an unknown map',
    tool: 'preview',
    args: { manifest: MANIFEST, map: 'x', sample: [] },
    code: 'SELECT_UNKNOWN',
  },
  {
    name: 'a sample that is not JSON',
    tool: 'preview',
    args: { manifest: MANIFEST, map: 'asset', sample: '{' },
    code: 'SAMPLE_INVALID',
  },
  {
    name: 'an invalid manifest',
    tool: 'preview',
    args: { manifest: { id: 'x' }, map: 'asset', sample: [] },
    code: 'MANIFEST_INVALID',
  },
  {
    name: 'a manifest that is too large',
    tool: 'validate',
    args: { manifest: `"${'x'.repeat(1 << 20)}"` },
    code: 'MANIFEST_UNREADABLE',
  },
  {
    name: 'a recording that is none',
    tool: 'test',
    args: { manifest: MANIFEST, cases: [{ name: 'a', recording: {} }] },
    code: 'TOOL_INPUT_INVALID',
    pointer: '/cases/0/recording',
  },
  {
    name: 'a case whose name is a path',
    tool: 'test',
    args: { manifest: MANIFEST, cases: [{ name: '../a', recording: {} }] },
    code: 'TOOL_INPUT_INVALID',
    pointer: '/cases/0/name',
  },
  {
    name: 'strict checks of a draft',
    tool: 'test',
    args: { manifest: MANIFEST, strict: true },
    code: 'TOOL_INPUT_INVALID',
    pointer: '/strict',
  },
  {
    name: 'a secret by value',
    tool: 'read',
    args: read({ url, token: 'literal-secret' }),
    code: 'SECRET_BY_VALUE',
    pointer: '/config/settings/token',
  },
  {
    name: 'another setting by reference',
    tool: 'check',
    args: { manifest: MANIFEST, config: { settings: { url: { env: 'HOME' } } } },
    code: 'SETTING_BY_REFERENCE',
    pointer: '/config/settings/url',
  },
  {
    name: 'a secret in a file outside the folder',
    tool: 'check',
    args: { manifest: MANIFEST, config: { settings: { url, token: { file: '../token' } } } },
    code: 'FILE_OUTSIDE',
  },
  {
    name: 'a variable that is not set',
    tool: 'check',
    args: { manifest: MANIFEST, config: { settings: { url, token: { env: 'NOT_SET' } } } },
    code: 'SETTING_UNRESOLVED',
  },
  { name: 'an unknown stream', tool: 'read', args: { ...read({ url }), stream: 'thing' }, code: 'SELECT_UNKNOWN' },
  {
    name: 'an import of neither text nor file',
    tool: 'import',
    args: { kind: 'har' },
    code: 'TOOL_INPUT_INVALID',
    pointer: '',
  },
  {
    name: 'an import of the wrong form',
    tool: 'import',
    args: { kind: 'openapi', text: 'x: 1' },
    code: 'IMPORT_UNREADABLE',
  },
  {
    name: 'an import of a file outside the folder',
    tool: 'import',
    args: { kind: 'har', file: '/etc/passwd' },
    code: 'FILE_OUTSIDE',
  },
  {
    name: 'an import that writes',
    tool: 'import',
    args: { kind: 'sample', text: '[{"id":1}]', folder: 'x' },
    code: 'TOOL_READ_ONLY',
  },
];

test('a wrong call returns an error with its code, pointer and fix, and no value of the call', async () => {
  const { call } = await connectClient();
  for (const { name, tool, args, code, pointer } of WRONG) {
    const { isError, result, text } = await call(tool, args);
    expect([name, isError, Object.keys(result)]).toEqual([name, true, ['error']]);
    expect([name, result.error.code]).toEqual([name, code]);
    if (pointer !== undefined) expect([name, result.error.pointer]).toEqual([name, pointer]);
    expect(CATALOGUE).toHaveProperty(code);
    expect(result.error.fix).not.toBe('');
    expect(text).toBe(`${code}: ${result.error.message}\nfix: ${result.error.fix}`);
    expect(text).not.toContain('literal-secret');
  }
});

test.runIf(isFull)('an expression that never ends is stopped by the limits of the sandbox', async () => {
  const { call } = await connectClient();
  const { result } = await call('preview', { manifest: withName(ENDLESS), map: 'asset', sample: [{ id: 't1' }] });
  expect((result.error ?? result.rejects[0]).code).toMatch(/^EXPRESSION_TOO_(LONG|LARGE|DEEP)$/);
  // The server goes on.
  const after = await call('preview', { manifest: withName("'n'"), map: 'asset', sample: [{ id: 't1' }] });
  expect(after.result).toMatchObject({ records: [{ externalAssetId: 't1' }], rejects: [] });
});

describe('a server without --write', () => {
  test('has no tool that writes, and refuses to call it', async () => {
    const { client, folder } = await connectClient();
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      'catalogue',
      'schema',
      'import',
      'validate',
      'preview',
      'test',
      'check',
      'read',
    ]);
    expect(tools.filter(({ annotations }) => annotations?.readOnlyHint !== true)).toEqual([]);
    await expect(client.callTool({ name: 'write', arguments: { folder: 'x', manifest: MANIFEST } })).rejects.toThrow(
      'write',
    );
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('a server with --write', () => {
  test('writes only inside its folder, never through a link, and replaces only what it is told to', async () => {
    const outside = await createWorkFolder();
    const { call, folder } = await connectClient({ write: true });
    await symlink(outside, join(folder, 'linked'));
    await mkdir(join(folder, 'half'));
    await symlink(outside, join(folder, 'half/recordings'));
    await mkdir(join(folder, 'file'));
    await writeFile(join(outside, 'target.json'), 'untouched');
    await symlink(join(outside, 'target.json'), join(folder, 'file/manifest.json'));
    await symlink(join(folder, 'half'), join(folder, 'inner'));
    const write = async (to: string, more = {}) =>
      (await call('write', { folder: to, manifest: PLAIN, ...more })).result.error?.code ?? 'written';
    expect(await write('../x')).toBe('FILE_OUTSIDE');
    expect(await write(outside)).toBe('FILE_OUTSIDE');
    expect(await write('a/../../x')).toBe('FILE_OUTSIDE');
    expect(await write('a\0b')).toBe('FILE_OUTSIDE');
    expect(await write('linked/x')).toBe('FILE_OUTSIDE');
    expect(await write('half')).toBe('FILE_OUTSIDE');
    expect(await write('file', { overwrite: true })).toBe('FILE_OUTSIDE');
    expect(await write('inner/x')).toBe('FILE_LINKED');
    expect(await write('new', { manifest: { id: 'new' } })).toBe('MANIFEST_INVALID');
    expect([await readdir(outside), await readFile(join(outside, 'target.json'), 'utf8')]).toEqual([
      ['target.json'],
      'untouched',
    ]);
    expect((await readdir(folder)).sort()).toEqual(['file', 'half', 'inner', 'linked']);
    expect(await write('new')).toBe('written');
    await writeFile(join(outside, 'manifest.json'), JSON.stringify(PLAIN));
    expect((await call('catalogue')).result).toMatchObject({ own: [{ path: 'new' }], invalid: [] });
    expect(await write('new')).toBe('FILE_EXISTS');
    expect(await write('new', { overwrite: true })).toBe('written');
  });

  test('imports into a folder, and the connector passes its test', async () => {
    const { call, folder } = await connectClient({ write: true });
    await writeFile(join(folder, 'visit.har'), VISIT);
    const { result, text } = await call('import', { kind: 'har', file: 'visit.har', folder: 'visit' });
    expect(result).toMatchObject({ extent: 'partly', folder: 'visit' });
    expect(result).not.toHaveProperty('manifest');
    const everything =
      text + (await Promise.all(result.files.map((file: string) => readFile(join(folder, file), 'utf8')))).join();
    expect(SECRETS.filter((secret) => everything.includes(secret))).toEqual([]);
    expect((await call('test', { connector: 'visit' })).result.passed).toBe(true);
  });
});

test('a connector of the catalogue is described, tested, and read by its id', async () => {
  const { call } = await connectClient();
  const { result } = await call('catalogue', { connector: 'hcl-appscan-dast', manifest: true });
  expect(result).toMatchObject({
    connector: { id: 'hcl-appscan-dast', settings: { type: 'object' } },
    manifest: readManifestFile('hcl-appscan-dast'),
  });
  expect(result.guide).toContain('# ');
  const { result: tested } = await call('test', { connector: 'hcl-appscan-dast' });
  expect([tested.passed, tested.cases.map(({ name }: { name: string }) => name)]).toEqual([true, result.cases]);
});

test.runIf(isFull)('a result that is too long is cut, and says so', async () => {
  const { call } = await connectClient();
  const sample = Array.from({ length: 2_000 }, (_, at) => ({ id: `t${at}` }));
  const { result, text } = await call('preview', { manifest: withName('id'), map: 'asset', sample });
  expect(text.length).toBeLessThan(90_000);
  expect(result.cut).toContainEqual({ pointer: '/records', kept: result.records.length, of: 2_000, unit: 'members' });
});

test('a draft replaces the manifest of a stored connector, with its recorded cases', async () => {
  const { call } = await connectClient();
  const manifest = structuredClone(readManifestFile('hcl-appscan-dast')) as {
    enums: Record<string, { values: object }>;
  };
  for (const one of Object.values(manifest.enums)) one.values = {};
  const { result } = await call('test', { connector: 'hcl-appscan-dast', manifest });
  expect(result.error?.code ?? result.passed).not.toBe(true);
});

test('a client cancels a call: the read stops', async () => {
  const arrived = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  const vendor = await startSmallVendor((_target, request) => {
    request.socket.once('close', () => closed.resolve());
    arrived.resolve();
    return new Promise(() => undefined);
  });
  const { call } = await connectClient();
  const controller = new AbortController();
  const reading = call('read', read({ url: vendor.origin }), { signal: controller.signal });
  await arrived.promise;
  controller.abort('enough');
  await expect(reading).rejects.toThrow('enough');
  // The request to the vendor is aborted, too.
  await closed.promise;
});

test.runIf(isFull)('progress is reported to a client that asks for it', async () => {
  const vendor = await startSmallVendor(() => ({ json: { items: [{ id: 't1' }] } }));
  const { call } = await connectClient();
  const seen: string[] = [];
  const onprogress = ({ message = '' }) => void seen.push(message);
  await call('read', read({ url: vendor.origin }), { onprogress });
  expect(seen).toEqual(['things, page 1: 1 items']);
});

test('references have stable addresses, titles and contents', async () => {
  const { client } = await connectClient();
  const { resources } = await client.listResources();
  expect(resources.map(({ uri }) => uri)).toEqual(
    ['tutorial', 'manifest', 'expressions', 'rules', 'errors', 'connectors', 'commands'].map(
      (name) => `mapwright://reference/${name}`,
    ),
  );
  const texts = await Promise.all(
    resources.map(async ({ uri }) => {
      const [content] = (await client.readResource({ uri })).contents;
      return content && 'text' in content ? String(content.text) : '';
    }),
  );
  for (const [at, words] of [
    'mapwright init',
    '#### paginator',
    'JSONata',
    'flow/cycle',
    'FILE_OUTSIDE',
    'Snyk',
    'Exit code',
  ].entries())
    expect(texts[at]).toContain(words);
});

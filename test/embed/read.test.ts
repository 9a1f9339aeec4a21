import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConnector, type ReadConfig, type ReadOptions, read } from '../../engine/index.ts';
import { generateTypes } from '../../engine/manifest/docs/types.ts';
import { type RunningAppScan, startAppScan } from '../../studio/demo/vendors/index.ts';
import { createFolder } from '../pipeline/run/folder.ts';
import { type Script, startSmallVendor } from '../pipeline/run/small-vendor.ts';
import { createThingScript, MANIFEST } from '../protocol/thing-vendor.ts';
import { readChanges } from './examples/changes.ts';
import { countRecords } from './examples/records.ts';
import { listSevere } from './examples/typed.ts';

const EXAMPLES = fileURLToPath(new URL('examples/', import.meta.url));
const README = fileURLToPath(new URL('../../engine/embed/README.md', import.meta.url));

const LOCAL: ReadOptions = { allowPrivateNetwork: true };

describe('the examples of the documentation', () => {
  let vendor: RunningAppScan;
  let config: ReadConfig;
  beforeAll(async () => {
    vendor = await startAppScan({ seed: 5, findings: 60, applications: 4, now: Date.now() });
    config = vendor.config as unknown as ReadConfig;
  });
  afterAll(() => vendor.close());

  test('are these files', () => {
    const blocks = [...readFileSync(README, 'utf8').matchAll(/```ts\n([^`]*)```/g)].map(([, code]) => code);
    const files = ['records.ts', 'typed.ts', 'changes.ts'].map((file) =>
      readFileSync(join(EXAMPLES, file), 'utf8').replace('../../../engine/index.ts', 'mapwright'),
    );
    expect(blocks).toEqual(files);
    expect(readdirSync(EXAMPLES)).toHaveLength(files.length + 1);
  });

  test('use the types that mapwright types prints', async () => {
    const { manifest } = await loadConnector('hcl-appscan-dast');
    expect(readFileSync(join(EXAMPLES, 'appscan-types.ts'), 'utf8')).toBe(await generateTypes(manifest));
  });

  test('count the records', async () => {
    const counts = await countRecords(config, LOCAL);
    expect(counts.get('finding')).toBe(60);
    expect([...counts.keys()]).toEqual(['asset', 'finding']);
  });

  test('list severe findings', async () => {
    const names = await listSevere(config, LOCAL);
    expect(names.length).toBeGreaterThan(0);
    expect(names.length).toBeLessThan(60);
  });

  test('read changes', async () => {
    const before = process.cwd();
    process.chdir(await createFolder());
    try {
      expect(await readChanges(config, LOCAL)).toBe(60);
      expect(await readChanges(config, LOCAL)).toBeLessThan(30);
    } finally {
      process.chdir(before);
    }
  });
});

/** Reads the small vendor into a list. */
async function collect(script: Script, options: ReadOptions = {}) {
  const vendor = await startSmallVendor(script);
  const records: unknown[] = [];
  for await (const one of read(MANIFEST, vendor.config, { ...LOCAL, ...options })) records.push(one);
  return { vendor, records };
}

describe('read', () => {
  test('yields the records of every entity, and reports at the end', async () => {
    const reports: string[] = [];
    const { records } = await collect(createThingScript(), { onReport: ({ state }) => reports.push(state) });
    expect(records).toHaveLength(3 + 12 + 12 + 2);
    expect(records).toContainEqual({ entity: 'people', record: { id: 1, name: 'Ada' } });
    expect(reports).toEqual(['PROCESSED']);
  });

  test('stops the requests when the loop is left', async () => {
    const vendor = await startSmallVendor(createThingScript());
    for await (const { entity } of read(MANIFEST, vendor.config, { ...LOCAL, concurrency: 1 }))
      if (entity === 'asset') break;
    expect(vendor.asked.filter((target) => target.includes('parts'))).toEqual([]);
  });

  test('passes rejected items on', async () => {
    const rejected: string[] = [];
    const script: Script = (target, request) =>
      target === '/people' ? { json: [1] } : createThingScript()(target, request);
    await collect(script, { onReject: ({ code }) => rejected.push(code) });
    expect(rejected).toEqual(['ITEM_NOT_OBJECT']);
  });

  test.each<[string, Script, ReadOptions, string]>([
    ['the error of a failed read', () => ({ status: 401 }), {}, 'AUTH_REJECTED'],
    ['INTERRUPTED when its signal aborts', createThingScript(), { signal: AbortSignal.abort() }, 'INTERRUPTED'],
  ])('throws %s', async (_name, script, options, code) => {
    await expect(collect(script, options)).rejects.toMatchObject({ code, fix: expect.any(String) });
  });

  test('throws the error of the config before it sends anything', async () => {
    const records = read(MANIFEST, { settings: {} }, LOCAL);
    await expect(records.next()).rejects.toMatchObject({ code: 'SETTING_MISSING' });
  });
});

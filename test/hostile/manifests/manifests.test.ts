import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CATALOGUE, isEngineError } from '../../../engine/base/errors/index.ts';
import { hasErrors, type Manifest } from '../../../engine/manifest/index.ts';
import { createSandbox } from '../../../engine/workbench/sandbox/index.ts';
import { runMapwright } from '../../cli/program.ts';
import { readJson, readManifestFile, SIMULATED } from '../../manifests/connectors.ts';
import { createFolder } from '../../pipeline/run/folder.ts';
import { pickRows, scaleRuns } from '../../setup/suite.ts';
import { HEAVY, setExpression } from './heavy.ts';
import { applyMutations, arbitraryMutations } from './mutations.ts';

// A quarter of the default timeout keeps the test short.
const sandbox = createSandbox({ deadlineMs: 500, memoryMb: 256 });
afterAll(() => sandbox.close());

/** Server that all manifest hosts resolve to, which records any request. */
let calls = 0;
const listener = createServer((socket) => {
  calls += 1;
  socket.destroy();
});
beforeAll(() => new Promise<void>((resolve) => void listener.listen(0, '127.0.0.1', resolve)));
afterAll(() => void listener.close());

/** Allowed error codes. INTERNAL means a bug, and SANDBOX_FAILED a child that crashed. */
const TYPED = Object.keys(CATALOGUE).filter((code) => code !== 'INTERNAL' && code !== 'SANDBOX_FAILED');

/** Returns the error code of a call, or undefined on success. */
async function endOf(call: Promise<unknown>): Promise<string | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    const code = isEngineError(error) ? error.code : String(error);
    expect(TYPED).toContain(code);
    return code;
  }
}

const recordingOf = (id: string) => {
  const [first = ''] = readdirSync(new URL(`../../../manifests/${id}/recordings/`, import.meta.url)).sort();
  return readJson(`manifests/${id}/recordings/${first}`) as never;
};

/** Runs every task that is possible with a manifest without an account. */
async function tryAll(text: string, id: string): Promise<void> {
  const judged: { manifest?: Manifest } = {};
  const judging = sandbox.call('validate', { text }).then(({ manifest, issues }) => {
    if (manifest && !hasErrors(issues)) judged.manifest = manifest;
  });
  await endOf(judging);
  const { manifest } = judged;
  if (!manifest) return;
  const sample = JSON.stringify({ scope: {}, items: [{ Id: '1', id: 1, name: 'n', Status: 'Open', __proto__: null }] });
  for (const map of Object.keys(manifest.maps)) await endOf(sandbox.call('preview', { manifest, map, sample }));
  const recording = recordingOf(id);
  await endOf(sandbox.call('replay', { manifest, recording }));
  const { port } = listener.address() as AddressInfo;
  const baseUrl = `http://127.0.0.1:${port}`;
  await endOf(sandbox.call('replay', { manifest: { ...manifest, baseUrl, allowedHosts: [baseUrl] }, recording }));
}

describe('a shipped manifest with a few hostile changes', () => {
  test.each(pickRows(SIMULATED))(
    '%s: every task ends with a result or a typed error, and sends no request',
    async (id) => {
      const manifest = readManifestFile(id);
      await fc.assert(
        fc.asyncProperty(arbitraryMutations(manifest), (mutations) => tryAll(applyMutations(manifest, mutations), id)),
        { numRuns: scaleRuns(15), seed: 20_261_125 },
      );
      expect(calls).toBe(0);
    },
  );
});

describe('a manifest that is expensive to validate', () => {
  test.each(pickRows(Object.entries(HEAVY), 2))('%s', async (_name, text) => {
    const judged = sandbox.call('validate', { text: text() });
    const code = await endOf(judged);
    if (code === undefined) expect(Array.isArray((await judged).issues)).toBe(true);
    else expect(['EXPRESSION_TOO_LONG', 'EXPRESSION_TOO_LARGE']).toContain(code);
  });
});

test('a template that is too long is an issue and does not reach the limits of the sandbox', async () => {
  const text = HEAVY['a template of 50,000 names']?.() ?? '';
  const { issues } = await sandbox.call('validate', { text });
  expect(issues.map(({ rule }) => rule)).toContain('syntax/template');
});

describe('a manifest that refers to other hosts', () => {
  test.each(['/id', '/samples', '/streams', '/maps', '/enums'])(
    'a path is not treated as a name at %s',
    async (place) => {
      const manifest = readManifestFile('hcl-appscan-dast') as unknown as Record<string, object>;
      const key = place.slice(1);
      const hostile =
        key === 'id'
          ? '../../outside'
          : { ...manifest[key], '../../outside': Object.values(manifest[key] ?? { a: {} })[0] };
      const { issues } = await sandbox.call('validate', { text: JSON.stringify({ ...manifest, [key]: hostile }) });
      expect(hasErrors(issues)).toBe(true);
    },
  );
});

const SAMPLE = { items: [{ Id: 'i1', Text: `${'a'.repeat(40)}!`, Kind: `${'a'.repeat(40)}!` }] };

/** Connector folder with an endless expression, one case and a sample. */
async function hostileConnector(): Promise<string> {
  const folder = await createFolder();
  await mkdir(join(folder, 'inner/recordings'), { recursive: true });
  const manifest = JSON.parse(
    readFileSync(new URL('../../../manifests/hcl-appscan-dast/manifest.json', import.meta.url), 'utf8'),
  );
  delete manifest.$schema;
  manifest.maps.asset.where = '($f := function($n) { $f($n + 1) }; $f(1))';
  await writeFile(join(folder, 'inner/manifest.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'inner/recordings/full.json'), JSON.stringify(recordingOf('hcl-appscan-dast')));
  await writeFile(join(folder, 'sample.json'), JSON.stringify(SAMPLE));
  return folder;
}

describe('the commands on an untrusted manifest', () => {
  const COMMANDS: readonly (readonly [string, number, readonly string[]])[] = [
    ['preview', 3, ['preview', './inner', '--map', 'asset', '--sample', 'sample.json', '--json']],
    ['test', 1, ['test', './inner', '--json']],
  ];

  test.each(pickRows(COMMANDS))(
    '%s rejects the items with EXPRESSION_TOO_LONG, and leaves no file',
    async (name, code, args) => {
      const folder = await hostileConnector();
      const before = (await readdir(folder, { recursive: true })).sort();
      const ran = await runMapwright(args, { cwd: folder });
      expect(ran.code).toBe(code);
      if (name === 'preview') expect(ran.stdout + ran.stderr).toContain('EXPRESSION_TOO_LONG');
      expect((await readdir(folder, { recursive: true })).sort()).toEqual(before);
    },
  );

  test('validate is also terminated', async () => {
    const folder = await createFolder();
    await writeFile(
      join(folder, 'manifest.json'),
      HEAVY['2,500 streams, each below the next']?.() ?? setExpression('1'),
    );
    const ran = await runMapwright(['validate', join(folder, 'manifest.json')], { cwd: folder });
    expect([ran.code, ran.stderr]).toEqual([1, expect.stringContaining('EXPRESSION_TOO_LONG: checking the manifest')]);
  });
});

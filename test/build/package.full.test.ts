import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CONNECTORS } from '../manifests/connectors.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const env = { ...process.env, NO_COLOR: '1', PATH: `${dirname(process.execPath)}:${process.env['PATH']}` };
const run = (file: string, args: readonly string[], cwd: string) => promisify(execFile)(file, args, { cwd, env });

let folder: string;

/** The program as the installed package brings it. */
const mapwright = (...args: string[]) => run(join(folder, 'node_modules/.bin/mapwright'), args, folder);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mapwright-package-'));
  await run(process.execPath, ['engine/build/build.ts'], ROOT);
  await run('npm', ['pack', '--pack-destination', folder, '--silent'], join(ROOT, 'dist'));
  const [tarball = ''] = (await readdir(folder)).filter((file) => file.endsWith('.tgz'));
  await writeFile(join(folder, 'package.json'), '{ "name": "user", "private": true, "type": "module" }');
  await run(
    'npm',
    ['install', `./${tarball}`, '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'],
    folder,
  );
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test('the installed program runs: version, catalogue, validation, recorded cases', async () => {
  expect((await mapwright('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  const ids = JSON.parse((await mapwright('list', '--json')).stdout).map(({ id }: { id: string }) => id);
  expect(ids.toSorted()).toEqual(CONNECTORS.toSorted());
  expect(JSON.parse((await mapwright('validate', ...ids, '--json')).stdout)).toEqual([]);
  expect((await mapwright('test')).stdout).toMatch(/\n\d+ passed, 0 failed\n$/);
  expect((await mapwright('docs', ids[0])).stdout).toMatch(/^<!--/);
  // From outside the catalogue, by its sandbox.
  await cp(join(folder, 'node_modules/mapwright/manifests', ids[0]), join(folder, 'copied'), { recursive: true });
  expect((await mapwright('validate', './copied')).stdout).toContain('no issues');
  expect((await mapwright('types', ids[0])).stdout).toContain('export interface Finding');
});

test('a program that embeds it type-checks and runs', async () => {
  const program = `
import { type Manifest, parseManifest, compileConnector } from 'mapwright';
const { manifest, issues } = parseManifest('{}');
const known: Manifest | undefined = manifest;
console.log(issues.length > 0, known === undefined, typeof compileConnector);
`;
  await writeFile(join(folder, 'program.ts'), program);
  const options = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2024', '--skipLibCheck'];
  await run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), ...options, 'program.ts'], folder);
  expect((await run(process.execPath, ['program.ts'], folder)).stdout).toBe('true true function\n');
});

test('links in its documents point to files in the package', async () => {
  const root = join(folder, 'node_modules/mapwright');
  const documents = (await readdir(root, { recursive: true })).filter((file) => file.endsWith('.md'));
  expect(documents).toContain('README.md');
  const broken: string[] = [];
  for (const document of documents)
    for (const [, target = ''] of (await readFile(join(root, document), 'utf8')).matchAll(/\]\(([^)#\s]+)/g))
      if (!/^[a-z]+:/.test(target) && !existsSync(join(root, dirname(document), target)))
        broken.push(`${document}: ${target}`);
  expect(broken).toEqual([]);
});

test('SIGTERM ends it during a computation: its watchdog is loaded', async () => {
  const watchdog = join(folder, 'node_modules/mapwright/engine/cli/process/watchdog.js');
  const program = `
import { startWatchdog } from ${JSON.stringify(watchdog)};
await startWatchdog({ graceMs: 100 }).ready;
process.on('SIGTERM', () => undefined);
process.kill(process.pid, 'SIGTERM');
for (;;);
`;
  await writeFile(join(folder, 'busy.mjs'), program);
  await expect(run(process.execPath, ['busy.mjs'], folder)).rejects.toMatchObject({ signal: 'SIGKILL' });
}, 60_000);

test('it contains neither tests nor tools', async () => {
  const files = await readdir(join(folder, 'node_modules/mapwright'), { recursive: true });
  expect(files.filter((file) => /(^|\/)(test|\.ci|node_modules)(\/|$)/.test(file))).toEqual([]);
  expect(files.filter((file) => /\.(test|spec)\.|vitest/.test(file))).toEqual([]);
  expect(files.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))).toEqual([]);
});

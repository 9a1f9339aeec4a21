import { execFile } from 'node:child_process';
import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SOURCES = ['engine', 'manifests', 'schemas', 'studio', 'package.json'];
const BUNDLE = 'node_modules/.cache/mapwright';

let folder: string;

/** Copies the sources, with the packages of this checkout. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mapwright-bundle-'));
  for (const name of SOURCES) await cp(join(ROOT, name), join(folder, name), { recursive: true });
  await mkdir(join(folder, 'node_modules'));
  for (const name of await readdir(join(ROOT, 'node_modules')))
    if (name !== '.cache') await symlink(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const start = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const { stdout } = await promisify(execFile)(process.execPath, [...args], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1', ...env },
  });
  return stdout;
};

/** Runs `mapwright test` of a connector; returns its output and the folder that the program was loaded from. */
async function runTest() {
  const coverage = await mkdtemp(join(folder, 'coverage-'));
  const printed = await start(['engine/cli/main.js', 'test', 'hcl-appscan-dast'], { NODE_V8_COVERAGE: coverage });
  const stdout = printed.replaceAll(/\(\d+ ms\)/g, '');
  const reports = await Promise.all((await readdir(coverage)).map((name) => readFile(join(coverage, name), 'utf8')));
  const loads = (file: string) => reports.some((report) => report.includes(`${file}"`));
  return { stdout, isBundled: loads(`${BUNDLE}/program.js`), isFromSources: loads('engine/cli/program.ts') };
}

test('the bundle is started until a source changes, and does the same', async () => {
  const before = await runTest();
  expect(before).toMatchObject({ isBundled: false, isFromSources: true });
  await start(['engine/build/bundle.ts']);
  const bundled = await runTest();
  expect(bundled).toMatchObject({ isBundled: true, isFromSources: false, stdout: before.stdout });
  expect(bundled.stdout).toContain('0 failed');
  await appendFile(join(folder, 'engine/pipeline/run/run.ts'), '\n');
  expect(await runTest()).toEqual(before);
});

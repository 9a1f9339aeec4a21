import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { STARTER_AUTHS } from '../../engine/cli/commands/connector/starter/auth.ts';
import { STARTER_PAGINGS } from '../../engine/cli/commands/connector/starter/paging.ts';
import { type Manifest, parseManifest } from '../../engine/index.ts';
import { testConnector } from '../../engine/workbench/replay/index.ts';
import { createFolder } from '../pipeline/run/folder.ts';
import { runMapwright } from './program.ts';

async function create(...options: readonly string[]) {
  const cwd = await createFolder();
  const created = await runMapwright(['init', 'acme', ...options], { cwd });
  expect(created).toMatchObject({ code: 0, stderr: '' });
  const text = await readFile(join(cwd, 'acme/manifest.json'), 'utf8');
  const parsed = parseManifest(text);
  expect(parsed.issues).toEqual([]);
  const results = await testConnector(parsed.manifest as Manifest, join(cwd, 'acme'));
  expect(results).toMatchObject([{ passed: true }]);
  const [manifest, recording, expected] = await Promise.all(
    ['manifest', 'recordings/first-page', 'expected/first-page'].map(async (name) =>
      JSON.parse(await readFile(join(cwd, 'acme', `${name}.json`), 'utf8')),
    ),
  );
  expect(expected.asset).toHaveLength(3);
  expect(expected.finding).toHaveLength(2);
  return {
    manifest,
    urls: recording.exchanges.map(({ request }: { request: { url: string } }) => new URL(request.url).pathname),
  };
}

test.each(Object.keys(STARTER_AUTHS))('a connector with --auth %s is valid and passes its test', async (auth) => {
  const { manifest } = await create('--auth', auth);
  expect(manifest.auth.type).toBe(auth);
});

test.each(Object.keys(STARTER_PAGINGS))('a connector with --paging %s is valid and passes its test', async (paging) => {
  const { manifest } = await create('--paging', paging);
  expect(manifest.defaults.paginator.type).toBe(paging);
});

describe('the streams', () => {
  const FLAGS = ['--partition', '--job', '--incremental'];
  const subsets = [1, 2, 3, 4, 5, 6, 7].map((bits) => FLAGS.filter((_, at) => (bits >> at) & 1));
  test.each(subsets.map((flags) => [flags.join(' '), flags]))('with %s', async (_, flags) => {
    const { manifest, urls } = await create(...flags);
    const { issues } = manifest.streams;
    expect(['partitions', 'job', 'incremental'].filter((key) => key in issues)).toEqual(
      flags.map((flag) => (flag === '--partition' ? 'partitions' : flag.slice(2))),
    );
    expect(urls.includes('/v1/exports')).toBe(flags.includes('--job'));
    expect(manifest.about.delta).toBe(flags.includes('--incremental'));
  });
});

test.each([
  ['--auth', 'oauth', 'oauth2'],
  ['--paging', 'page', 'pageNumber'],
])('an unknown %s is refused with the known ones', async (option, value, known) => {
  const { code, stderr } = await runMapwright(['init', 'acme', option, value], { cwd: await createFolder() });
  expect(code).toBe(2);
  expect(stderr).toContain(`unknown ${option} "${value}"`);
  expect(stderr).toContain(known);
});

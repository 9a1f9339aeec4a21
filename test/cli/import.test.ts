import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { smallDocument, TRACKER } from '../workbench/import/documents.ts';
import { SECRETS, VISIT } from '../workbench/import/exchanges.ts';
import { type ProgramResult, runMapwright } from './program.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mapwright-import-'));
  writeFileSync(join(folder, 'visit.har'), VISIT);
  writeFileSync(join(folder, 'tracker.json'), JSON.stringify(TRACKER));
  writeFileSync(
    join(folder, 'empty.json'),
    JSON.stringify(smallDocument({ paths: { '/a': { get: { responses: {} } } } })),
  );
  writeFileSync(join(folder, 'page.json'), '{"issues":[{"id":1,"title":"A","severity":"high","status":"open"}]}');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]): Promise<ProgramResult> => runMapwright(['import', ...args], { cwd: folder });

const readAll = (name: string): string =>
  readdirSync(join(folder, name), { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => readFileSync(join(file.parentPath, file.name), 'utf8'))
    .join('\n');

test('a whole import exits with 0, and what it writes is valid and passes its test', async () => {
  const { code, stdout } = await run('sample', 'page.json', '--map', 'finding', '--dir', 'whole', '--json');
  expect([code, JSON.parse(stdout)]).toMatchObject([0, { extent: 'whole', folder: 'whole', notTranslated: [] }]);
  expect(JSON.parse(readFileSync(join(folder, 'whole/manifest.json'), 'utf8'))).toMatchObject({ id: 'whole' });
  expect((await runMapwright(['validate', 'whole'], { cwd: folder })).code).toBe(0);
  const tested = await runMapwright(['test', 'whole', '--json'], { cwd: folder });
  expect([tested.code, JSON.parse(tested.stdout)]).toMatchObject([0, [{ cases: [{ name: 'sample', passed: true }] }]]);
});

test('a partial import exits with 3 and reports the missing parts, without a secret in any file or message', async () => {
  const { code, stdout, stderr } = await run('har', 'visit.har', '--dir', 'partly');
  expect(code).toBe(3);
  expect(stdout).toContain('✗ GET /v1/me: the response contains no list of objects');
  const everything = readAll('partly') + stdout + stderr;
  expect(SECRETS.filter((secret) => everything.includes(secret))).toEqual([]);
});

test('an import of nothing exits with 1 and writes nothing', async () => {
  const { code, stdout } = await run('openapi', 'empty.json', '--dir', 'nothing', '--json');
  expect([code, JSON.parse(stdout)]).toMatchObject([1, { extent: 'nothing', folder: null, files: [] }]);
  expect(readdirSync(folder)).not.toContain('nothing');
});

test('entity schemas are files, and the folder is named after the title', async () => {
  const { code } = await run('openapi', 'tracker.json', '--tag', 'events');
  expect(code).toBe(0);
  expect(readdirSync(join(folder, 'tracker'), { recursive: true }).sort()).toEqual([
    'manifest.json',
    'schemas',
    'schemas/events.json',
  ]);
});

test('curl reads its response from --sample', async () => {
  const { code, stdout } = await run(
    'curl',
    'curl https://api.acme.example/issues',
    '--sample',
    'page.json',
    '--dir',
    'curl',
    '--json',
  );
  expect([code, JSON.parse(stdout).files]).toEqual([0, expect.arrayContaining(['curl/recordings/issues.json'])]);
});

test.each<[args: string[], code: string]>([
  [['openapi', 'missing.json'], 'IMPORT_UNREADABLE'],
  [['openapi', 'tracker.json', '--tag', 'nope', '--dir', 'other'], 'USAGE'],
  [['har', 'page.json', '--dir', 'other'], 'IMPORT_UNREADABLE'],
  [['curl', 'echo hello', '--dir', 'other'], 'IMPORT_UNREADABLE'],
  [['postman', 'page.json', '--dir', 'other'], 'IMPORT_UNREADABLE'],
  [['sample', 'page.json', '--map', 'finding', '--dir', 'whole'], 'FILE_EXISTS'],
])('%j is refused with %s', async (args, code) => {
  const result = await run(...args);
  expect([result.code, result.stderr]).toEqual([2, expect.stringMatching(new RegExp(`error ${code}: .+\\n  fix: .+`))]);
  expect(readdirSync(folder)).not.toContain('other');
});

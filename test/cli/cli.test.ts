import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setInterval } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startVendors, type Vendors } from '../../studio/demo/vendors/index.ts';
import { CONNECTORS } from '../manifests/connectors.ts';
import { isFull } from '../setup/suite.ts';
import { runMapwright, spawnMapwright } from './program.ts';

const PRIVATE = { MAPWRIGHT_ALLOW_PRIVATE_NETWORK: '1' };
const HCL = 'hcl-appscan-dast';

let folder: string;
let vendors: Vendors;
const at = (name: string) => join(folder, name);
const write = (name: string, value: unknown) =>
  writeFile(at(name), typeof value === 'string' ? value : JSON.stringify(value));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mapwright-cli-'));
  vendors = await startVendors({ seed: 5, findings: 120, oddities: true });
  const { settings } = vendors[HCL].config;
  await write('good.json', { settings });
  await write('secret-by-env.json', { settings: { ...settings, key_secret: { env: 'THE_SECRET' } } });
  await write('not-json.json', '{ "settings": ');
  await write('no-settings.json', {});
  await write('missing.json', { settings: { domain_url: settings['domain_url'], key_id: 'x' } });
  await write('short-secret.json', { settings: { ...settings, key_secret: '7-chars' } });
  await write('unknown.json', { settings: { ...settings, key_secrett: 'x' } });
  await write('bad-url.json', { settings: { ...settings, domain_url: 'not a url' } });
  await write('filter.json', { settings, filters: { applications: "Name eq 'x') or (1 eq 1" } });
  await write('filter-unknown.json', { settings, filters: { issues: "Id eq '1'" } });
  await write('select.json', { settings, select: { assetTypes: ['WEB_APP'] } });
  await write('wrong-key.json', { settings: { ...settings, key_secret: 'wrong-secret-of-mine' } });
  await write('broken-manifest.json', { manifestVersion: 2 });
  await write('empty-sample.json', '');
});

afterAll(async () => {
  await vendors.close();
  await rm(folder, { recursive: true, force: true });
});

const RUN = ['run', HCL, '--to', 'ndjson:OUT', '--config'];

const WRONG: readonly {
  readonly args: readonly string[];
  readonly exit: number;
  readonly code: string;
  readonly says?: string;
}[] = [
  { args: ['rum'], exit: 2, code: 'USAGE', says: 'run' },
  { args: ['run', HCL], exit: 2, code: 'USAGE', says: '--config' },
  {
    args: ['run', HCL, '--config', 'good.json', '--to', 'csv:x'],
    exit: 2,
    code: 'DESTINATION_INVALID',
    says: 'ndjson:<dir>',
  },
  { args: ['run', 'hcl-appscan', '--config', 'good.json', '--to', 'stdout'], exit: 2, code: 'CONNECTOR_UNKNOWN' },
  { args: [...RUN, 'nowhere.json'], exit: 2, code: 'CONFIG_UNREADABLE' },
  { args: [...RUN, 'not-json.json'], exit: 2, code: 'CONFIG_UNREADABLE' },
  { args: [...RUN, 'no-settings.json'], exit: 2, code: 'CONFIG_INVALID', says: 'settings' },
  { args: [...RUN, 'missing.json'], exit: 2, code: 'SETTING_MISSING', says: 'key_secret' },
  { args: [...RUN, 'short-secret.json'], exit: 2, code: 'SECRET_TOO_SHORT', says: 'key_secret' },
  { args: ['check', HCL, '--config', 'short-secret.json'], exit: 2, code: 'SECRET_TOO_SHORT', says: 'key_secret' },
  { args: [...RUN, 'unknown.json'], exit: 2, code: 'CONFIG_INVALID', says: 'Did you mean "key_secret"' },
  { args: [...RUN, 'bad-url.json'], exit: 2, code: 'CONFIG_INVALID', says: 'domain_url' },
  { args: [...RUN, 'secret-by-env.json'], exit: 2, code: 'SETTING_UNRESOLVED', says: 'THE_SECRET' },
  { args: [...RUN, 'filter.json'], exit: 2, code: 'FILTER_MALFORMED', says: 'www.test.com' },
  { args: [...RUN, 'filter-unknown.json'], exit: 2, code: 'FILTER_UNKNOWN', says: 'applications' },
  { args: [...RUN, 'select.json'], exit: 2, code: 'SELECT_UNKNOWN', says: 'WEB_APPLICATION' },
  { args: [...RUN, 'good.json', '--select', 'isues'], exit: 2, code: 'SELECT_UNKNOWN', says: 'issues' },
  { args: [...RUN, 'good.json', '--set', 'key_id=1'], exit: 2, code: 'USAGE', says: 'settings.<name>' },
  { args: [...RUN, 'good.json', '--concurrency', '0'], exit: 2, code: 'USAGE' },
  { args: [...RUN, 'good.json'], exit: 1, code: 'EGRESS_BLOCKED', says: '--allow-private-network' },
  {
    args: ['run', 'broken-manifest.json', '--config', 'good.json', '--to', 'stdout'],
    exit: 1,
    code: 'MANIFEST_INVALID',
  },
  {
    args: ['preview', HCL, '--map', 'findings', '--sample', 'good.json'],
    exit: 2,
    code: 'SELECT_UNKNOWN',
    says: 'finding',
  },
  { args: ['preview', HCL, '--map', 'finding', '--sample', 'nowhere.json'], exit: 2, code: 'SAMPLE_UNREADABLE' },
  { args: ['preview', HCL, '--map', 'finding', '--sample', 'empty-sample.json'], exit: 2, code: 'SAMPLE_UNREADABLE' },
  { args: ['init', 'Bad Id'], exit: 2, code: 'USAGE' },
  { args: ['init', 'a'.repeat(300)], exit: 2, code: 'USAGE' },
  { args: ['init', 'fine', '--dir', 'a'.repeat(300)], exit: 1, code: 'FILE_UNWRITABLE' },
  { args: ['completion', 'cmd'], exit: 2, code: 'USAGE', says: 'bash' },
  { args: ['docs', 'nope'], exit: 2, code: 'CONNECTOR_UNKNOWN' },
];

describe('invalid input', () => {
  test.each(WRONG)('mapwright $args exits with $exit and $code', async ({ args, exit, code, says }) => {
    const ran = await runMapwright(args, { cwd: folder });
    expect(ran.stderr).toContain(code);
    expect(ran.code).toBe(exit);
    expect(ran.stderr).toContain('fix:');
    if (says !== undefined) expect(ran.stderr).toContain(says);
    if (exit === 2) expect(ran.stdout).toBe('');
  });
});

describe('run', () => {
  test('writes files, prints a summary, and exits with 3 if records were rejected', async () => {
    const ran = await runMapwright([...RUN.slice(0, 2), '--config', 'good.json', '--to', 'ndjson:out'], {
      cwd: folder,
      env: PRIVATE,
    });
    expect(ran.code, ran.stderr).toBe(3);
    expect(ran.stdout).toContain('processed');
    const report = JSON.parse(await readFile(at('out/run.json'), 'utf8'));
    const lines = async (name: string) =>
      (await readFile(at(`out/${name}.ndjson`), 'utf8')).split('\n').filter(Boolean).length;
    expect(await lines('findings')).toBe(report.entities.finding.written);
    expect(await lines('rejects')).toBe(report.entities.asset.rejected + report.entities.finding.rejected);
  });

  test('prints only the report with --json, and no secrets', async () => {
    const { key_secret: secret } = vendors[HCL].config.settings;
    const ran = await runMapwright(
      ['run', HCL, '--config', 'secret-by-env.json', '--to', 'ndjson:out2', '--json', '--quiet'],
      { cwd: folder, env: { ...PRIVATE, THE_SECRET: String(secret) } },
    );
    expect(JSON.parse(ran.stdout)).toMatchObject({ connector: HCL, state: 'PROCESSED', mode: 'full', error: null });
    expect(ran.stderr).toBe('');
    expect(ran.stdout).not.toContain(String(secret));
  });

  test('prints only records on stdout with --to stdout', async () => {
    const ran = await runMapwright(['run', HCL, '--config', 'good.json', '--to', 'stdout', '--quiet'], {
      cwd: folder,
      env: PRIVATE,
    });
    const entities = ran.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).entity);
    expect(new Set(entities)).toEqual(new Set(['asset', 'finding']));
  });

  test('reports a failed run on stderr and in the report, and exits with 1', async () => {
    const ran = await runMapwright(['run', HCL, '--config', 'wrong-key.json', '--to', 'ndjson:out3', '--json'], {
      cwd: folder,
      env: PRIVATE,
    });
    expect(ran.code).toBe(1);
    expect(JSON.parse(ran.stdout)).toMatchObject({ state: 'ERRORED', error: { code: 'AUTH_REJECTED' } });
    expect(ran.stdout + ran.stderr).not.toContain('wrong-secret-of-mine');
  });
});

describe('check', () => {
  test('passes the checks and skips TLS on plain HTTP', async () => {
    const ran = await runMapwright(['check', HCL, '--config', 'good.json', '--json', '--allow-private-network'], {
      cwd: folder,
    });
    const { ok, checks } = JSON.parse(ran.stdout);
    expect(ran.code).toBe(0);
    expect(ok).toBe(true);
    expect(
      checks.map((check: { id: string; status: string; code: string | null }) => [check.id, check.status, check.code]),
    ).toEqual([
      ['network', 'passed', null],
      ['tls', 'skipped', 'TLS_NOT_USED'],
      ['authentication', 'passed', null],
      ['authorization', 'passed', null],
      ['data', 'passed', null],
    ]);
  });

  test('skips the checks after a failed one and names it', async () => {
    const ran = await runMapwright(['check', HCL, '--config', 'wrong-key.json', '--json'], {
      cwd: folder,
      env: PRIVATE,
    });
    const { checks } = JSON.parse(ran.stdout);
    expect(ran.code).toBe(1);
    expect(checks[2]).toMatchObject({ status: 'failed', code: 'AUTH_REJECTED' });
    expect(checks[3]).toMatchObject({ status: 'skipped', message: expect.stringContaining('authentication') });
  });
});

describe('the other commands', () => {
  test('help and version work without a connector', async () => {
    expect((await runMapwright(['--help'])).stdout).toContain('validate');
    expect((await runMapwright(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect((await runMapwright(['run', '--help'])).code).toBe(0);
  });

  test('list, validate, docs and types cover the catalogue', async () => {
    const ids = JSON.parse((await runMapwright(['list', '--json'])).stdout).map(({ id }: { id: string }) => id);
    expect(ids.toSorted()).toEqual(CONNECTORS.toSorted());
    const valid = await runMapwright(['validate', ...ids, '--json']);
    expect([valid.code, JSON.parse(valid.stdout)]).toEqual([0, []]);
    expect((await runMapwright(['docs', HCL])).stdout).toContain('# HCL AppScan (DAST)');
    expect((await runMapwright(['types', HCL])).stdout).toContain('export interface HclAppscanDastSettings');
  });

  test('a new connector is valid, passes its test, and maps a sample from standard input', async () => {
    expect((await runMapwright(['init', 'acme-scanner'], { cwd: folder })).code).toBe(0);
    expect((await runMapwright(['validate', './acme-scanner'], { cwd: folder })).code).toBe(0);
    expect((await runMapwright(['test', './acme-scanner'], { cwd: folder })).stdout).toContain('1 passed, 0 failed');
    const sample = { scope: { project: { id: 9 } }, items: [{ id: 1, title: 'X', severity: 'low', status: 'open' }] };
    const ran = await runMapwright(['preview', './acme-scanner', '--map', 'finding', '--sample', '-', '--json'], {
      cwd: folder,
      input: JSON.stringify(sample),
    });
    expect(JSON.parse(ran.stdout)).toMatchObject({
      records: [{ externalFindingId: '9:1', severity: 2, findingStatus: 'NEW' }],
      rejects: [],
    });
  });

  test('a recorded run becomes a case that passes', async () => {
    await runMapwright(['init', 'recorder'], { cwd: folder });
    const source = new URL('../../manifests/hcl-appscan-dast/manifest.json', import.meta.url);
    await writeFile(at('recorder/manifest.json'), await readFile(source));
    await rm(at('recorder/recordings'), { recursive: true });
    const ran = await runMapwright(
      ['run', './recorder', '--config', 'good.json', '--to', 'ndjson:out4', '--record', './recorder/mine', '--quiet'],
      { cwd: folder, env: PRIVATE },
    );
    expect(ran.code, ran.stderr).toBe(3);
    const tested = await runMapwright(['test', './recorder'], { cwd: folder });
    expect(tested.stdout).toContain('1 passed, 0 failed');
    const recording = await readFile(at('recorder/recordings/mine.json'), 'utf8');
    expect(recording).not.toContain(String(vendors[HCL].config.settings['key_secret']));
  });
});

test.runIf(isFull)('Ctrl-C saves the state and exits with 130; the same command resumes', async () => {
  const slow = await startVendors({ seed: 5, findings: 800, latencyMs: 40 });
  await write('slow.json', slow[HCL].config);
  const args = [
    'run',
    HCL,
    '--config',
    'slow.json',
    '--to',
    'ndjson:slow',
    '--state',
    'slow.state',
    '--concurrency',
    '1',
    '--quiet',
  ];
  const stop = new AbortController();
  const ran = spawnMapwright(args, { cwd: folder, env: PRIVATE, interrupt: stop.signal });
  const { ledger } = slow[HCL];
  for await (const _ of setInterval(5)) if (ledger.entries.length > 8) break;
  stop.abort();
  const interrupted = await ran;
  expect(interrupted.code, interrupted.stderr).toBe(130);
  expect(interrupted.stderr).toContain('INTERRUPTED');
  const before = ledger.entries.length;
  const finished = await runMapwright(args, { cwd: folder, env: PRIVATE });
  expect(finished.code, finished.stderr).toBe(0);
  const wholeRun = await runMapwright(['run', HCL, '--config', 'slow.json', '--to', 'ndjson:whole', '--quiet'], {
    cwd: folder,
    env: PRIVATE,
  });
  expect(wholeRun.code).toBe(0);
  expect(await readFile(at('slow/findings.ndjson'), 'utf8')).toBe(await readFile(at('whole/findings.ndjson'), 'utf8'));
  expect(before).toBeGreaterThan(8);
  await slow.close();
});

describe('test', () => {
  test('--all tests the connectors of a folder, --strict reports what a connector lacks', async () => {
    await runMapwright(['init', 'one', '--dir', 'all/one'], { cwd: folder });
    await runMapwright(['init', 'two', '--dir', 'all/two'], { cwd: folder });
    const all = await runMapwright(['test', '--all', './all'], { cwd: folder });
    expect([all.code, all.stdout.match(/^\S+$/gm)]).toEqual([0, ['one', 'two']]);
    const strict = await runMapwright(['test', './all/one', '--strict', '--json'], { cwd: folder });
    const [{ cases, problems }] = JSON.parse(strict.stdout);
    expect([strict.code, cases.every(({ passed }: { passed: boolean }) => passed)]).toEqual([1, true]);
    expect(problems.map(({ rule }: { rule: string }) => rule)).toContain('strict/sources');
    expect(problems.every(({ fix }: { fix: string }) => fix !== '')).toBe(true);
  });

  test('--all with a folder without connectors exits with 2', async () => {
    expect(await runMapwright(['test', '--all', '.'], { cwd: at('all/one') })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('contains a manifest.json'),
    });
  });
});

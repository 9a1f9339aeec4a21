import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMMANDS } from '../../engine/cli/commands/index.ts';
import { startVendors, type Vendors } from '../../studio/demo/vendors/index.ts';
import { MAIN, runMapwright, spawnMapwright } from './program.ts';

const PRIVATE = { MAPWRIGHT_ALLOW_PRIVATE_NETWORK: '1' };
const HCL = 'hcl-appscan-dast';

let folder: string;
let vendors: Vendors;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mapwright-output-'));
  vendors = await startVendors({ seed: 3, findings: 400 });
  await writeFile(at('good.json'), JSON.stringify(vendors[HCL].config));
});

afterAll(async () => {
  await vendors.close();
  await rm(folder, { recursive: true, force: true });
});

const RUN = ['run', HCL, '--config', 'good.json', '--quiet'];

describe('the help', () => {
  test.each(COMMANDS.map(({ name }) => name))('of %s, in its own process, lists its options', async (name) => {
    const { code, stdout, stderr } = await spawnMapwright([...name.split(' '), '--help']);
    expect([code, stderr]).toEqual([0, '']);
    const row = COMMANDS.find((one) => one.name === name);
    for (const option of [...(row?.requires ?? []), ...(row?.options ?? [])]) expect(stdout).toContain(`--${option}`);
  });

  test('does not load the engine', async () => {
    const seen = at('coverage');
    const main = fileURLToPath(new URL('../setup/program-from-sources.js', import.meta.url));
    await spawnMapwright(['--help'], { env: { NODE_V8_COVERAGE: seen }, main });
    const [report = ''] = await readdir(seen);
    const { result } = JSON.parse(await readFile(join(seen, report), 'utf8')) as { result: { url: string }[] };
    const rooms = result.flatMap(({ url }) => /\/engine\/(base\/[^/]+|[^/]+)\//.exec(url)?.[1] ?? []);
    expect(new Set(rooms)).toEqual(new Set(['cli', 'base/format', 'base/secret']));
  });
});

describe('colors', () => {
  test.each([
    [{ FORCE_COLOR: '1', NO_COLOR: '' }, [], true],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, [], false],
    [{ FORCE_COLOR: '1', NO_COLOR: '' }, ['--no-color'], false],
    [{ FORCE_COLOR: '', NO_COLOR: '' }, [], false],
  ])('with %j and %j are on: %s', async (env, flags, on) => {
    expect((await runMapwright(['list', ...flags], { env })).stdout.includes('\x1b[')).toBe(on);
  });
});

describe('--json', () => {
  test.each([
    [['run', HCL, '--config', 'nowhere.json', '--to', 'stdout'], 'USAGE', 2],
    [['run', HCL, '--config', 'nowhere.json', '--to', 'ndjson:o'], 'CONFIG_UNREADABLE', 2],
    [['run', 'nope', '--config', 'good.json', '--to', 'ndjson:o'], 'CONNECTOR_UNKNOWN', 2],
    [['run', HCL, '--config', 'good.json', '--to', 'ndjson:o', '--to', 'etm:./o/'], 'USAGE', 2],
    [['run', HCL, '--config', 'good.json', '--to', 'ndjson:good.json/x'], 'FILE_UNWRITABLE', 1],
    [['check', HCL], 'USAGE', 2],
    [['list', '--jsn'], 'USAGE', 2],
    [['validate', 'nope'], 'CONNECTOR_UNKNOWN', 2],
  ])('prints the error of %j as JSON: %s', async (args, code, exit) => {
    const ran = await runMapwright([...args, '--json'], { cwd: folder });
    expect(JSON.parse(ran.stdout)).toEqual({ error: { code, message: expect.any(String), fix: expect.any(String) } });
    expect(ran.code).toBe(exit);
  });
});

describe('validate', () => {
  const broken = async (name: string, change: (manifest: Record<string, unknown>) => void) => {
    const source = new URL(`../../manifests/${HCL}/manifest.json`, import.meta.url);
    const manifest = JSON.parse(await readFile(source, 'utf8'));
    change(manifest);
    await writeFile(at(name), JSON.stringify(manifest, null, 2));
    return name;
  };

  test('prints file, line and pointer of each problem of each manifest, and exits with 1', async () => {
    const first = await broken('one.json', (manifest) => delete manifest['title']);
    const second = await broken('two.json', (manifest) => Object.assign(manifest, { extra: 1, version: 2 }));
    const { code, stdout } = await runMapwright(['validate', first, second, HCL], { cwd: folder });
    expect(code).toBe(1);
    expect(stdout).toContain('one.json: 1 error');
    expect(stdout).toMatch(/\/version .*two\.json:\d+:\d+/);
    expect(stdout).toMatch(/\/extra .*two\.json:\d+:\d+/);
    expect(stdout).toContain(`✓`);
  });

  test('succeeds with warnings', async () => {
    const name = await broken('warned.json', ({ enums }) =>
      Object.assign(enums as object, { spare: { values: { a: 1 }, unmapped: 'reject' } }),
    );
    const { code, stdout } = await runMapwright(['validate', name, '--json'], { cwd: folder });
    expect(JSON.parse(stdout).map(({ severity }: { severity: string }) => severity)).toEqual(['warning']);
    expect(code).toBe(0);
  });

  test('--fix upgrades an older manifest to the latest version', async () => {
    const name = await broken('old.json', (manifest) => Object.assign(manifest, { manifestVersion: 0 }));
    expect((await runMapwright(['validate', name], { cwd: folder })).stdout).toContain('manifest/upgraded');
    expect((await runMapwright(['validate', name, '--fix'], { cwd: folder })).code).toBe(0);
    expect(JSON.parse(await readFile(at(name), 'utf8'))).toMatchObject({ manifestVersion: 2 });
    expect((await runMapwright(['validate', name], { cwd: folder })).stdout).toContain('no issues');
  });
});

describe('run', () => {
  test('reports FILE_UNWRITABLE if the reader closes stdout', async () => {
    const child = spawn(process.execPath, [MAIN, ...RUN, '--to', 'stdout'], {
      cwd: folder,
      env: { ...process.env, ...PRIVATE },
    });
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += String(chunk);
    });
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(stderr).not.toContain('INTERNAL');
    expect(stderr).toContain('FILE_UNWRITABLE');
    expect(code).toBe(1);
  });

  test('refuses to write a folder that another run has locked', async () => {
    const { acquireFileLock } = await import('../../engine/io/lock.ts');
    await runMapwright([...RUN, '--to', 'ndjson:locked'], { cwd: folder, env: PRIVATE });
    const held = await acquireFileLock(at('locked/.run'));
    const ran = await runMapwright([...RUN, '--to', 'etm:locked/'], { cwd: folder, env: PRIVATE });
    held.release();
    expect([ran.code, ran.stderr.includes('RUN_LOCKED')]).toEqual([1, true]);
  });

  test('prints progress lines without a terminal', async () => {
    const ran = await runMapwright(['run', HCL, '--config', 'good.json', '--to', 'ndjson:told'], {
      cwd: folder,
      env: PRIVATE,
    });
    expect(ran.stderr).toMatch(/^applications: reading$/m);
    expect(ran.stderr).toMatch(/^issues: done, \d+ pages, 400 items/m);
    expect(ran.stderr).not.toContain('\x1b');
  });

  test.each([
    [['--set', 'settings.key_secret=wrong-on-purpose'], 1],
    [['--set', 'settings.key_id=changed', '--set', 'settings.key_secret=wrong-on-purpose'], 1],
    [['--set', "filters.applications=Name eq 'nothing has this name'"], 0],
  ])('%j overrides the config', async (set, exit) => {
    const ran = await runMapwright([...RUN, '--to', 'ndjson:set', ...set, '--json'], { cwd: folder, env: PRIVATE });
    expect(ran.code, ran.stderr).toBe(exit);
    expect(ran.stdout + ran.stderr).not.toContain('wrong-on-purpose');
  });

  test('a map in the config replaces the manifest’s and is validated like it', async () => {
    const manifest = JSON.parse(
      await readFile(new URL(`../../manifests/${HCL}/manifest.json`, import.meta.url), 'utf8'),
    );
    const own = { ...manifest.maps.asset, fields: { ...manifest.maps.asset.fields, 'assetDetail.name': "'mine'" } };
    await writeFile(at('own.json'), JSON.stringify(own));
    await writeFile(at('mapped.json'), JSON.stringify({ ...vendors[HCL].config, map: { asset: './own.json' } }));
    const args = ['run', HCL, '--config', 'mapped.json', '--to', 'ndjson:mapped', '--quiet'];
    expect((await runMapwright(args, { cwd: folder, env: PRIVATE })).code).toBe(0);
    const [line = ''] = (await readFile(at('mapped/assets.ndjson'), 'utf8')).split('\n');
    expect(JSON.parse(line)).toMatchObject({ assetDetail: { name: 'mine' } });
    await writeFile(at('own.json'), JSON.stringify({ ...own, fields: { ...own.fields, nme: 'Name' } }));
    const refused = await runMapwright(args, { cwd: folder, env: PRIVATE });
    expect([refused.code, refused.stderr.includes('own.json, at /fields/nme')]).toEqual([2, true]);
  });
});

describe('values that an enum does not list', () => {
  /** Writes the manifest with only some of an enum's values. */
  const withEnum = async (name: string, changes: object) => {
    const source = new URL(`../../manifests/${HCL}/manifest.json`, import.meta.url);
    const manifest = JSON.parse(await readFile(source, 'utf8'));
    Object.assign(manifest.enums, changes);
    await writeFile(at(name), JSON.stringify(manifest));
    return name;
  };

  test.each([
    ['to.json', { to: 'NEW' }, ' → NEW'],
    ['omit.json', 'omit', ' omitted'],
    ['pass.json', 'pass', ' passed through'],
  ])('are printed with the effect of the default: %s', async (name, unmapped, effect) => {
    const severity = { values: { none: 1 }, unmapped: { to: 1 } };
    const manifest = await withEnum(name, {
      severity,
      kind: { values: { none: 'none' }, unmapped },
    });
    const parsed = JSON.parse(await readFile(at(manifest), 'utf8'));
    parsed.maps.finding.fields.subType = { value: 'Severity', enum: 'kind' };
    await writeFile(at(manifest), JSON.stringify(parsed));
    const args = ['run', manifest, '--config', 'good.json', '--to', 'ndjson:defaulted'];
    const { code, stdout, stderr } = await runMapwright(args, { cwd: folder, env: PRIVATE });
    expect(code, stderr).toBe(0);
    const report = JSON.parse(await readFile(at('defaulted/run.json'), 'utf8'));
    expect(report.defaulted).toEqual({ severity: report.defaulted.kind, kind: report.defaulted.kind });
    const counts = Object.entries<number>(report.defaulted.kind);
    expect(counts.reduce((sum, [, count]) => sum + count, 0)).toBe(report.entities.finding.mapped);
    for (const [value, count] of counts) {
      expect(stdout).toContain(`default kind: ${JSON.stringify(value)} ×${count}${effect}\n`);
      expect(stdout).toContain(`default severity: ${JSON.stringify(value)} ×${count} → 1\n`);
    }
  });

  describe('and reject records', () => {
    const LOW = {
      Id: 'low',
      DiscoveryMethod: 'DAST',
      Status: 'Open',
      IssueType: 'XSS',
      ApplicationId: 'a',
      Severity: 'Low',
    };
    const sample = [LOW, { ...LOW, Id: 'other' }, { ...LOW, Id: 'high', Severity: 'High' }];
    const create = () => withEnum('rejecting.json', { severity: { values: { none: 1 }, unmapped: 'reject' } });

    test('preview groups identical rejects and prints one as an example', async () => {
      await writeFile(at('sample.json'), JSON.stringify(sample));
      const args = ['preview', await create(), '--map', 'finding', '--sample', 'sample.json'];
      const { code, stderr } = await runMapwright(args, { cwd: folder });
      expect(code).toBe(3);
      expect(stderr.match(/^reject .*$/gm)).toEqual([
        expect.stringMatching(/^reject ENUM_UNMAPPED at \/Severity ×2: .*"Low"/),
        expect.stringMatching(/^reject ENUM_UNMAPPED at \/Severity: .*"High"/),
      ]);
      expect(stderr.match(/^ {2}example: .*$/gm)).toEqual([`  example: ${JSON.stringify(LOW)}`]);
      const { rejects } = JSON.parse((await runMapwright([...args, '--json'], { cwd: folder })).stdout);
      expect(rejects).toHaveLength(3);
    });

    test('read groups the rejects of a page', async () => {
      const args = ['read', await create(), '--config', 'good.json', '--stream', 'issues', '--items', '100'];
      const { code, stdout } = await runMapwright(args, { cwd: folder, env: PRIVATE });
      expect(code).toBe(3);
      for (const page of stdout.split(/^issues, .*page \d+$/m).slice(1)) {
        const lines = page.match(/finding ENUM_UNMAPPED at \/Severity.*$/gm) ?? [];
        const values = lines.map((line) => line.replace(/ ×\d+/, ''));
        expect(new Set(values).size).toBe(values.length);
      }
      expect(stdout).toMatch(/finding ENUM_UNMAPPED at \/Severity ×\d+: /);
      expect(stdout).toMatch(/example: \{"/);
    });

    test('runs rejects groups them and reports a limit', async () => {
      const args = ['run', await create(), '--config', 'good.json', '--to', 'sqlite:rejects.db', '--json'];
      const { runId } = JSON.parse((await runMapwright(args, { cwd: folder, env: PRIVATE })).stdout);
      const list = (...more: string[]) =>
        runMapwright(['runs', 'rejects', runId, '--store', 'sqlite:rejects.db', ...more], { cwd: folder });
      const all = JSON.parse((await list('--count', '1000', '--json')).stdout) as { message: string }[];
      const { stdout, stderr } = await list('--count', '1000');
      const [heads = '', ...rows] = stdout.trimEnd().split('\n');
      expect(heads.split(/ +/).filter(Boolean)).toEqual([
        'count',
        'entity',
        'stream',
        'code',
        'pointer',
        'message',
        'example',
      ]);
      expect(rows.map((row) => Number.parseInt(row, 10)).sort()).toEqual(
        [...Map.groupBy(all, ({ message }) => message).values()].map((group) => group.length).sort(),
      );
      expect(rows.every((row) => row.includes('{"'))).toBe(true);
      expect(stderr).toBe('');
      expect((await list('--count', '7')).stderr).toContain('only the first 7 rejects');
    });
  });
});

describe('check', () => {
  let silent: Server;
  beforeAll(async () => {
    silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    silent.close();
  });

  test('exits with 130 if interrupted, without a failed check', async () => {
    const address = silent.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const stop = new AbortController();
    // The first connection is the network probe, the second the login, which never gets a response.
    let connections = 0;
    silent.on('connection', () => {
      connections += 1;
      if (connections === 2) stop.abort();
    });
    const args = ['check', HCL, '--config', 'good.json', '--set', `settings.domain_url=http://127.0.0.1:${port}`];
    const ran = await spawnMapwright(args, { cwd: folder, env: PRIVATE, interrupt: stop.signal });
    expect([ran.code, ran.stdout.includes('failed')]).toEqual([130, false]);
    expect(ran.stderr).toContain('INTERRUPTED');
  });
});

describe('completion', () => {
  const complete = (script: string, words: readonly string[]) =>
    execFileSync(
      'bash',
      [
        '-c',
        `${script}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _mapwright; printf '%s\\n' "\${COMPREPLY[@]}"`,
        'bash',
        ...words,
      ],
      { cwd: folder, encoding: 'utf8' },
    )
      .split('\n')
      .filter(Boolean);

  test.each([
    [['mapwright', 'val'], ['validate']],
    [['mapwright', 'run', '--st'], ['--state']],
    [['mapwright', 'docs', 'hcl-appscan-d'], [HCL]],
    [['mapwright', 'conn'], ['connection']],
    [['mapwright', 'connection', 'cr'], ['create']],
    [['mapwright', 'connection', 'create', '--cro'], ['--cron']],
    [['mapwright', 'run', HCL, '--config', 'good'], ['good.json']],
  ])('bash completes %j to %j', async (words, expected) => {
    const { stdout } = await runMapwright(['completion', 'bash']);
    expect(complete(stdout, words)).toEqual(expected);
  });

  test.each(['zsh', 'fish'])('%s contains every command and option', async (shell) => {
    const { stdout } = await runMapwright(['completion', shell]);
    for (const { name, options = [] } of COMMANDS) {
      for (const word of name.split(' ')) expect(stdout).toContain(word);
      for (const option of options) expect(stdout).toContain(option);
    }
  });
});

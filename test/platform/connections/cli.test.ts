import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startVendors, type Vendors } from '../../../studio/demo/vendors/index.ts';
import { type RunOptions, runMapwright } from '../../cli/program.ts';
import { createSmallManifest } from '../../pipeline/run/small-vendor.ts';
import { isFull } from '../../setup/suite.ts';
import { CONNECTOR } from './parts.ts';

const HELD = { MAPWRIGHT_ALLOW_PRIVATE_NETWORK: '1', DATABASE_URL: '', MAPWRIGHT_KEY: '', MAPWRIGHT_KEY_FILE: '' };

let folder: string;
let vendors: Vendors;
let settings: Readonly<Record<string, string>>;

const STORE = ['--store', 'sqlite:life.db'];

/** Runs a command in the test's folder; `error` is its error as JSON. */
async function mw(args: readonly string[], { env, input }: Pick<RunOptions, 'env' | 'input'> = {}) {
  const options = { cwd: folder, env: { ...HELD, ...env }, ...(input === undefined ? {} : { input }) };
  const { code, stdout, stderr } = await runMapwright([...args, ...STORE, '--json'], options);
  const json = stdout === '' ? undefined : JSON.parse(stdout);
  return { code, json, stderr, stdout };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mapwright-life-'));
  vendors = await startVendors({ seed: 5, findings: 20 });
  settings = vendors[CONNECTOR].config.settings as Record<string, string>;
  const { key_secret: secret, ...open } = settings;
  await writeFile(join(folder, 'config.json'), JSON.stringify({ settings: open }));
  await writeFile(join(folder, 'secret'), `${secret}\n`);
  await writeFile(join(folder, 'short'), '7-chars\n');
});

afterAll(async () => {
  await vendors.close();
  await rm(folder, { recursive: true, force: true });
});

const SHORT = ['connection', 'create', CONNECTOR, '--config', 'config.json', '--set-file', 'key_secret=short'];
const WHOLE = ['connection', 'create', CONNECTOR, '--config', 'config.json', '--set-file', 'key_secret=secret'];

test('the life cycle of a connection with commands', async () => {
  const secret = settings['key_secret'] ?? '';
  const created = await mw([...WHOLE, '--name', 'one', '--cron', '30 2 * * *', '--zone', 'Europe/Berlin']);
  expect(created, created.stderr).toMatchObject({ code: 0, json: { name: 'one', state: 'SCHEDULED', revision: 1 } });
  expect(created.stderr).toContain('Data fetch');
  expect(await mw(['connection', 'list'])).toMatchObject({ code: 0, json: [{ name: 'one' }] });

  const clone = await mw(['map', 'clone', `${CONNECTOR}/finding`, '--name', 'mine']);
  expect(clone).toMatchObject({ code: 0, json: { readOnly: false } });
  const spec = { ...clone.json.spec, fields: { ...clone.json.spec.fields, name: '"named by me"' } };
  await writeFile(join(folder, 'mine.json'), JSON.stringify(spec));
  const diff = await mw(['map', 'diff', 'mine', '--spec', 'mine.json']);
  expect(diff.code).toBe(1);
  expect(diff.json.changes[0].fields).toMatchObject([{ path: '/name', after: 'named by me' }]);
  expect(await mw(['map', 'edit', 'mine', '--spec', '-'], { input: JSON.stringify(spec) })).toMatchObject({ code: 0 });
  const edited = await mw(['connection', 'edit', 'one', '--use-map', 'finding=mine', '--manual-only']);
  expect(edited).toMatchObject({ code: 0, json: { state: 'REGISTERED', manualOnly: true, nextRun: null } });
  expect(await mw(['map', 'delete', 'mine'])).toMatchObject({ code: 2, json: { error: { code: 'MAP_IN_USE' } } });

  const ran = await mw(['connection', 'run', 'one']);
  expect(ran, ran.stderr).toMatchObject({ code: 0, json: { state: 'PROCESSED' } });
  expect(await mw(['connection', 'show', 'one'])).toMatchObject({
    json: { state: 'PROCESSED', lastRunId: ran.json.id },
  });

  expect(await mw(['connection', 'pause', 'one'])).toMatchObject({
    code: 0,
    json: { paused: { code: 'PAUSED_BY_HAND' } },
  });
  expect(await mw(['connection', 'run', 'one'])).toMatchObject({
    code: 1,
    json: { error: { code: 'CONNECTION_PAUSED' } },
  });
  expect(await mw(['connection', 'resume', 'one'])).toMatchObject({ code: 0, json: { paused: null } });

  const wrong = await mw(['connection', 'rotate', 'one', '--set-stdin', 'key_secret'], { input: 'wrong-secret\n' });
  expect(wrong).toMatchObject({ code: 1, json: { error: { code: 'CHECK_FAILED', fix: expect.any(String) } } });
  const rotated = await mw(['connection', 'rotate', 'one', '--set-env', 'key_secret=FRESH'], {
    env: { FRESH: secret },
  });
  expect(rotated, rotated.stderr).toMatchObject({ code: 0 });

  const next = await mw(['schedule', 'next', 'one', '--count', '2']);
  expect(next).toMatchObject({ code: 0, json: [{ held: 'manual only', slots: [{}, {}] }] });
  expect(next.json[0].slots[0].local).toMatch(/T02:30:00\+0[12]:00$/);

  const prompted = await mw(['connection', 'delete', 'one']);
  expect(prompted).toMatchObject({ code: 2, json: { error: { code: 'ANSWER_NEEDED' } } });
  const kept = await mw(['connection', 'delete', 'one', '--inventory', 'keep', '--yes']);
  expect(kept).toMatchObject({ code: 0, json: { inventory: 'keep', findings: 20 } });
  expect(await mw(['db', 'status'])).toMatchObject({ json: { kept: [{ name: 'one', findings: 20 }] } });
  expect(await mw(['connection', 'delete', 'one', '--yes'])).toMatchObject({
    code: 2,
    json: { error: { code: 'ANSWER_NEEDED' } },
  });
  const deleted = await mw(['connection', 'delete', 'one', '--inventory', 'remove', '--yes']);
  expect(deleted).toMatchObject({ code: 0, json: { inventory: 'remove', findings: 20 } });
  expect(await mw(['audit', 'verify'])).toMatchObject({ code: 0, json: { ok: true } });
  expect(await mw(['db', 'status'])).toMatchObject({ code: 0, json: { pending: [] } });

  const bytes = await readFile(join(folder, 'life.db'));
  expect(bytes.includes(secret)).toBe(false);
  for (const { stdout, stderr } of [created, edited, ran, rotated, deleted])
    expect(stdout + stderr).not.toContain(secret);
}, 600_000);

test('--like copies a connection of the same account with its own schedule and filter', async () => {
  const [secret, id] = [settings['key_secret'] ?? '', settings['key_id'] ?? ''];
  expect(await mw([...WHOLE, '--name', 'all', '--description', 'everything'])).toMatchObject({ code: 0 });
  const filter = ['--set', "filters.applications=Name eq 'www.test.com'"];
  const like = ['connection', 'create', '--like', 'all', '--name', 'some', ...filter, '--every', '1 week'];
  const made = await mw(like);
  expect(made, made.stderr).toMatchObject({
    code: 0,
    json: {
      name: 'some',
      description: '',
      state: 'SCHEDULED',
      secrets: { key_secret: { set: true } },
      testedAt: expect.any(Number),
    },
  });
  expect(made.json.settings).toEqual({ domain_url: settings['domain_url'], key_id: id });
  expect(made.stdout + made.stderr).not.toContain(secret);
  const { json: begun } = await mw(['audit', '--subject', 'connection:some']);
  expect(begun.at(-1)).toMatchObject({ action: 'connection.create', detail: { like: expect.any(String) } });
  const ran = await mw(['connection', 'run', 'some']);
  expect(ran, ran.stderr).toMatchObject({ code: 0, json: { report: { entities: { asset: { written: 1 } } } } });
  const elsewhere = [...like.slice(0, 4), '--name', 'other', '--set', 'settings.domain_url=https://other.example'];
  expect(await mw(elsewhere)).toMatchObject({ code: 1, json: { error: { code: 'SECRET_BOUND_ELSEWHERE' } } });
  expect(await mw([...like.slice(0, 4), '--name', 'wide', '--unset', 'filters.none'])).toMatchObject({ code: 2 });

  const pair = ['--set', `settings.key_id=${id}`, '--set-env', 'key_secret=FRESH'];
  const rotated = await mw(['connection', 'rotate', 'some', ...pair, '--quiet'], { env: { FRESH: secret } });
  expect(rotated, rotated.stderr).toMatchObject({ code: 0 });
  const alone = await mw(['connection', 'rotate', 'some', '--set', `settings.key_id=${id}`]);
  expect(alone).toMatchObject({
    code: 2,
    json: {
      error: {
        code: 'ANSWER_NEEDED',
        message: expect.stringContaining('key_id, key_secret'),
        fix: expect.stringContaining('--set settings.'),
      },
    },
  });
  const { json: entries } = await mw(['audit', '--subject', 'connection:some', '--count', '1']);
  expect(entries).toMatchObject([
    { action: 'connection.rotate', detail: { changed: ['settings.key_id', 'settings.key_secret'] } },
  ]);
}, 600_000);

test.runIf(isFull)(
  'a custom risk formula applies to existing and new findings until it is removed',
  async () => {
    expect((await mw([...WHOLE, '--name', 'scored'])).code).toBe(0);
    expect((await mw(['connection', 'run', 'scored'])).code).toBe(0);
    const worst = async () => (await mw(['findings', 'connection:scored', '--limit', '1'])).json.items[0].risk;
    const published = await worst();
    const formula = { finding: 'severity = 5 ? 41 : 1', asset: '$min([100, worst + 1])' };
    const set = await mw(['risk', 'set', '-'], { input: JSON.stringify(formula) });
    expect(set, set.stderr).toMatchObject({ code: 0, json: { formula } });
    expect(set.json.changed.findings).toBeGreaterThan(0);
    expect(await worst()).toBe(41);
    expect((await mw(['connection', 'run', 'scored', '--full'])).code).toBe(0);
    expect(await worst()).toBe(41);
    for (const [finding, says] of [
      ['severity +', 'syntax'],
      ['"high"', '0 to 100'],
      ['$pad("x", 300000000)', 'limits'],
      ['($f := function($x) { $f($x) }; $f(1))', 'limits'],
    ]) {
      const refused = await mw(['risk', 'set', '-'], { input: JSON.stringify({ finding }) });
      expect(refused).toMatchObject({ code: 2, json: { error: { fix: expect.stringMatching(/\w/) } } });
      expect(refused.json.error.message).toContain(says);
    }
    expect(await mw(['risk', 'show'])).toMatchObject({
      code: 0,
      json: { own: formula, published: { title: 'Risk score' } },
    });
    expect(await mw(['risk', 'reset'])).toMatchObject({ code: 0, json: { formula: null } });
    expect(await worst()).toBe(published);
    const { json: entries } = await mw(['audit', '--subject', 'store', '--count', '2']);
    expect(entries).toMatchObject([
      { action: 'risk.reset' },
      { action: 'risk.set', detail: { parts: ['finding', 'asset'] } },
    ]);
  },
  600_000,
);

test('a plain setting that the manifest later declares as a secret is no longer printed', async () => {
  const token = 'a-token-that-was-plain';
  const small = createSmallManifest(
    { things: { request: { path: '/things' }, records: 'items', key: ['id'], paginator: { type: 'none' } } },
    { findings: 'things' },
  );
  const save = (property: object, auth: object) => {
    const properties = { ...small.settings.properties, api_token: { type: 'string', title: 'Token', ...property } };
    const manifest = { ...small, auth, settings: { ...small.settings, properties } };
    return writeFile(join(folder, 'later.json'), JSON.stringify(manifest));
  };
  await save({}, { type: 'none' });
  const set = ['--set', 'settings.url=https://vendor.example', '--set', `settings.api_token=${token}`];
  const created = await mw(['connection', 'create', './later.json', '--name', 'later', ...set, '--force']);
  expect(created.stdout, created.stderr).toContain(token);
  await save({ writeOnly: true }, { type: 'bearer', token: '{{settings.api_token}}' });
  for (const args of [['list'], ['show', 'later'], ['pause', 'later'], ['resume', 'later']]) {
    const { code, stdout, stderr } = await mw(['connection', ...args]);
    expect({ args, code, hasUrl: stdout.includes('vendor.example') }).toEqual({ args, code: 0, hasUrl: true });
    expect(stdout + stderr).not.toContain(token);
  }
});

test.each([
  ['connection', 'list'],
  ['connection', 'show', 'x'],
  ['connection', 'create', '--like', 'x', '--name', 'y'],
  ['connection', 'pause', 'x'],
  ['connection', 'run', 'x'],
  ['connection', 'edit', 'x', '--inactive'],
  ['schedule', 'next'],
  ['findings'],
  ['risk', 'show'],
  ['db', 'status'],
])('reading does not create a missing store: %s %s', async (...words) => {
  const options = { cwd: folder, env: HELD };
  const { code, stdout } = await runMapwright([...words, '--store', 'sqlite:gone/none.db', '--json'], options);
  expect({ code, error: JSON.parse(stdout).error }).toMatchObject({ code: 2, error: { code: 'STORE_MISSING' } });
  expect(existsSync(join(folder, 'gone'))).toBe(false);
});

describe('errors of invalid input have a code and a fix', () => {
  test.each<{ args: readonly string[]; code: string; exit?: number; says?: string }>([
    { args: ['connection', 'create', CONNECTOR], code: 'ANSWER_NEEDED', says: '--name' },
    {
      args: ['connection', 'create', CONNECTOR, '--name', 'x', '--set', 'settings.key_secret=oh'],
      code: 'SECRET_IN_ARGUMENT',
      says: '--set-env key_secret=NAME',
    },
    {
      args: ['connection', 'create', CONNECTOR, '--name', 'x', '--set-env', 'key_secrett=X'],
      code: 'USAGE',
      says: 'key_secret',
    },
    {
      args: ['connection', 'create', CONNECTOR, '--name', 'x', '--set-env', 'key_secret=NOT_SET'],
      code: 'SETTING_UNRESOLVED',
    },
    { args: ['connection', 'create', CONNECTOR, '--name', 'x'], code: 'SETTING_MISSING' },
    { args: [...SHORT, '--name', 'x'], code: 'SECRET_TOO_SHORT', says: 'key_secret' },
    { args: [...WHOLE, '--name', 'x', '--every', '6 fortnights'], code: 'USAGE', says: 'hours' },
    {
      args: [...WHOLE, '--name', 'x', '--every', '1 day', '--cron', '0 0 * * *'],
      code: 'USAGE',
      says: 'use one',
    },
    { args: [...WHOLE, '--name', 'x', '--zone', 'UTC'], code: 'USAGE', says: '--cron' },
    {
      args: [...WHOLE, '--name', 'x', '--at', 'tomorrow'],
      code: 'SCHEDULE_INVALID',
      says: '2026-12-01T02:30',
    },
    {
      args: [...WHOLE, '--name', 'x', '--finding-types', 'none', '--asset-types', 'none'],
      code: 'CONNECTION_INVALID',
    },
    { args: ['connection', 'show', 'nobody'], code: 'CONNECTION_UNKNOWN', says: 'connection list' },
    { args: ['map', 'clone', `${CONNECTOR}/findng`, '--name', 'x'], code: 'MAP_UNKNOWN', says: 'finding' },
    { args: ['map', 'edit', `${CONNECTOR}/finding`, '--spec', 'config.json'], code: 'MAP_READ_ONLY', says: 'clone' },
    { args: ['schedule', 'next', '--cron', '0 0 30 2 *'], code: 'SCHEDULE_INVALID' },
    { args: ['audit', 'verfy'], code: 'USAGE', says: 'verify' },
    { args: ['connection', 'create', 'hcl-appscan-dst', '--name', 'x'], code: 'CONNECTOR_UNKNOWN', says: CONNECTOR },
    { args: [...WHOLE, '--name', 'x', '--at', '2020-01-01T00:00'], code: 'SCHEDULE_INVALID', says: 'in the past' },
    {
      args: [...WHOLE, '--name', 'x', '--every', '1 day', '--start', '2025-01-01', '--end', '2025-02-01'],
      code: 'SCHEDULE_INVALID',
      says: 'in the past',
    },
    {
      args: [...WHOLE, '--name', 'x', '--every', '1 day', '--start', '2090-01-02', '--end', '2090-01-01'],
      code: 'SCHEDULE_INVALID',
      says: 'before the start',
    },
    { args: [...WHOLE, '--name', 'x', '--cron', 'nonsense'], code: 'SCHEDULE_INVALID', says: 'MON-FRI' },
    { args: [...WHOLE, '--name', 'x', '--every', '0 days'], code: 'SCHEDULE_INVALID', says: '1 to 9999' },
    { args: ['connection', 'create', '--like', 'nobody', '--name', 'x'], code: 'CONNECTION_UNKNOWN' },
    { args: ['connection', 'create', '--like', 'nobody'], code: 'ANSWER_NEEDED', says: '--name' },
    { args: ['runs', 'show', 'none'], code: 'RUN_UNKNOWN', says: 'runs list' },
    { args: ['risk', 'set', 'none.json'], code: 'RISK_UNREADABLE', says: 'not found' },
    { args: ['risk', 'set', 'secret'], code: 'RISK_UNREADABLE', says: 'JSON' },
    { args: ['risk', 'set', 'config.json'], code: 'RISK_UNREADABLE', says: 'settings' },
  ])('$args: $code', async ({ args, code, exit = 2, says = '' }) => {
    const { code: exited, json } = await mw(args);
    expect(json).toMatchObject({ error: { code, fix: expect.stringMatching(/\w/) } });
    expect(`${json.error.message} ${json.error.fix}`).toContain(says);
    expect(exited).toBe(exit);
  });
});

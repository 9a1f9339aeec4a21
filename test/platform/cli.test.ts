import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mapwright, type RunOptions } from '../cli/program.ts';
import { startVendors, type Vendors } from '../vendors/index.ts';
import { CONNECTOR } from './parts.ts';

const HELD = { MAPWRIGHT_ALLOW_PRIVATE_NETWORK: '1', DATABASE_URL: '', MAPWRIGHT_KEY: '', MAPWRIGHT_KEY_FILE: '' };

let folder: string;
let vendors: Vendors;
let settings: Readonly<Record<string, string>>;

const STORE = ['--store', 'sqlite:life.db'];

/** One command in the test's folder; `error` is its error's JSON. */
async function mw(args: readonly string[], { env, input }: Pick<RunOptions, 'env' | 'input'> = {}) {
  const options = { cwd: folder, env: { ...HELD, ...env }, ...(input === undefined ? {} : { input }) };
  const { code, stdout, stderr } = await mapwright([...args, ...STORE, '--json'], options);
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
});

afterAll(async () => {
  await vendors.close();
  await rm(folder, { recursive: true, force: true });
});

const WHOLE = ['connection', 'create', CONNECTOR, '--config', 'config.json', '--set-file', 'key_secret=secret'];

test('the whole life of a connection, by commands alone', async () => {
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
  expect(next).toMatchObject({ code: 0, json: [{ held: 'by hand alone', slots: [{}, {}] }] });
  expect(next.json[0].slots[0].local).toMatch(/T02:30:00\+0[12]:00$/);

  const asked = await mw(['connection', 'delete', 'one']);
  expect(asked).toMatchObject({ code: 2, json: { error: { code: 'ANSWER_NEEDED' } } });
  const deleted = await mw(['connection', 'delete', 'one', '--inventory', 'remove', '--yes']);
  expect(deleted).toMatchObject({ code: 0, json: { inventory: 'remove', findings: 20 } });
  expect(await mw(['audit', 'verify'])).toMatchObject({ code: 0, json: { ok: true } });
  expect(await mw(['db', 'status'])).toMatchObject({ code: 0, json: { pending: [] } });

  const bytes = await readFile(join(folder, 'life.db'));
  expect(bytes.includes(secret)).toBe(false);
  for (const { stdout, stderr } of [created, edited, ran, rotated, deleted])
    expect(stdout + stderr).not.toContain(secret);
}, 600_000);

describe('wrong input has a code and a fix', () => {
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
    { args: [...WHOLE, '--name', 'x', '--every', '6 fortnights'], code: 'USAGE', says: 'hours' },
    {
      args: [...WHOLE, '--name', 'x', '--every', '1 day', '--cron', '0 0 * * *'],
      code: 'USAGE',
      says: 'choose one',
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
  ])('$args: $code', async ({ args, code, exit = 2, says = '' }) => {
    const { code: exited, json } = await mw(args);
    expect(json).toMatchObject({ error: { code, fix: expect.stringMatching(/\w/) } });
    expect(`${json.error.message} ${json.error.fix}`).toContain(says);
    expect(exited).toBe(exit);
  });
});

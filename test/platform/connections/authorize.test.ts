import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { program } from '../../../engine/cli/program.ts';
import type { OAuth2Auth } from '../../../engine/manifest/types.generated.ts';
import { createManifest } from '../../pipeline/run/auth-case.ts';
import { browse, CLIENT, createOAuth, startOAuthServer } from '../../pipeline/run/oauth-server.ts';

const ENV = { MAPWRIGHT_ALLOW_PRIVATE_NETWORK: '1', DATABASE_URL: '', MAPWRIGHT_KEY: '', MAPWRIGHT_KEY_FILE: '' };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mapwright-authorize-'));
  await writeFile(join(folder, 'client'), `${CLIENT.secret}\n`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs a command whose URL on stderr is opened as a person would. */
async function run(args: readonly string[]) {
  const texts = { out: '', err: '' };
  const collect = (key: 'out' | 'err') =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        texts[key] += chunk.toString();
        const url =
          key === 'err' ? /(http:\/\/127\.0\.0\.1:\d+\/authorize\S+)\n/.exec(chunk.toString())?.[1] : undefined;
        if (url !== undefined) browse(url).catch(() => undefined);
        done();
      },
    });
  const host = { stdin: Readable.from(['']), stdout: collect('out'), stderr: collect('err') };
  const before = process.cwd();
  process.chdir(folder);
  try {
    const code = await program(args, { ...host, env: { ...process.env, NO_COLOR: '1', ...ENV } });
    return { code, ...texts };
  } finally {
    process.chdir(before);
  }
}

async function prepare(name: string, auth: OAuth2Auth) {
  const vendor = await startOAuthServer({ interval: 0.01 });
  const base = createManifest(auth);
  const settings = { ...base.settings, required: ['url', 'key', 'second'] };
  await writeFile(join(folder, `${name}.json`), JSON.stringify({ ...base, id: name, settings }));
  return vendor;
}

const expectNoSecret = (text: string, issued: readonly string[]) => {
  for (const secret of [CLIENT.secret, ...issued.filter((one) => !one.startsWith('code'))])
    expect(text).not.toContain(secret);
};

const STORE = ['--store', 'sqlite:a.db', '--json'];

describe.each([
  ['authorization_code', createOAuth({})],
  ['device_code', createOAuth({ grant: 'device_code' })],
] as const)('%s', (grant, auth) => {
  test('a connection is created, run and authorized again by consent', async () => {
    const name = `by-${grant.replaceAll('_', '-')}`;
    const vendor = await prepare(name, auth);
    const given = ['--set', `settings.url=${vendor.origin}`, '--set-file', 'key=client'];
    const create = ['connection', 'create', `./${name}.json`, '--name', name, ...given, ...STORE];
    // Without a terminal, nobody could consent.
    expect((await run(create)).out).toContain('SETTING_MISSING');
    const created = await run([...create, '--authorize']);
    expect(created.code, created.err + created.out).toBe(0);
    const ran = await run(['connection', 'run', name, ...STORE]);
    expect(ran.code, ran.err + ran.out).toBe(0);
    const again = await run(['connection', 'run', name, ...STORE]);
    expect(again.code, again.err + again.out).toBe(0);
    const authorized = await run(['connection', 'authorize', name, ...STORE]);
    expect(authorized.code, authorized.err + authorized.out).toBe(0);
    expect((await run(['connection', 'run', name, ...STORE])).code).toBe(0);
    const store = await readFile(join(folder, 'a.db'), 'latin1');
    for (const { out, err } of [created, ran, again, authorized]) expectNoSecret(out + err, vendor.issued);
    expectNoSecret(store, vendor.issued);
  }, 60_000);
});

test('the token of a config is written to the file that the config names', async () => {
  const vendor = await prepare('by-config', createOAuth({}));
  const settings = { url: vendor.origin, key: { file: 'client' }, second: { file: 'token.secret' } };
  await writeFile(join(folder, 'config.json'), JSON.stringify({ settings }));
  const authorized = await run(['authorize', './by-config.json', '--config', 'config.json']);
  expect(authorized.code, authorized.err + authorized.out).toBe(0);
  expectNoSecret(authorized.out + authorized.err, vendor.issued);
  expect((await stat(join(folder, 'token.secret'))).mode & 0o777).toBe(0o600);
  const sync = ['run', './by-config.json', '--config', 'config.json', '--to', 'ndjson:out', '--state', 'state.json'];
  for (const _ of [1, 2]) {
    const ran = await run(sync);
    expect(ran.code, ran.err + ran.out).toBe(0);
    expectNoSecret(ran.out + ran.err + (await readFile(join(folder, 'state.json'), 'utf8')), vendor.issued);
  }
});

test('a config without a file for the token', async () => {
  const vendor = await prepare('by-config', createOAuth({}));
  const settings = { url: vendor.origin, key: { file: 'client' } };
  await writeFile(join(folder, 'config.json'), JSON.stringify({ settings }));
  const { code, err } = await run(['authorize', './by-config.json', '--config', 'config.json']);
  expect(code).toBe(2);
  expect(err).toContain('"second": {"file": "second.secret"}');
});

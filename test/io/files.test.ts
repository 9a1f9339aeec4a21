import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { confinePath } from '../../engine/io/confine-path.ts';
import { acquireFileLock } from '../../engine/io/lock.ts';
import { readText } from '../../engine/io/read-text.ts';
import { resolveSettings } from '../../engine/io/settings.ts';

const home = await mkdtemp(join(tmpdir(), 'mapwright-io-'));
afterAll(() => rm(home, { recursive: true }));
const at = (...names: string[]) => join(home, ...names);

test('a lock is exclusive, also within a process', async () => {
  const first = await acquireFileLock(at('state.json'));
  await expect(acquireFileLock(at('state.json'))).rejects.toMatchObject({ code: 'RUN_LOCKED' });
  const other = await acquireFileLock(at('other.json'));
  other.release();
  first.release();
  first.release();
  const again = await acquireFileLock(at('state.json'));
  again.release();
});

const HOLDER = `
  const { acquireFileLock } = await import(process.argv[1]);
  await acquireFileLock(process.argv[2]);
  console.log('held');
  setInterval(() => undefined, 1e6);
`;

function holder(file: string): ChildProcess {
  const module = new URL('../../engine/io/lock.ts', import.meta.url).href;
  return spawn(process.execPath, ['--input-type=module', '-e', HOLDER, module, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

test('a lock of another process is respected, and released when that process is killed', async () => {
  const child = holder(at('killed.json'));
  if (child.stdout) await once(child.stdout, 'data');
  await expect(acquireFileLock(at('killed.json'))).rejects.toMatchObject({ code: 'RUN_LOCKED' });
  child.kill('SIGKILL');
  await once(child, 'exit');
  (await acquireFileLock(at('killed.json'))).release();
});

test('a lock in a missing folder is FILE_UNWRITABLE', async () => {
  await expect(acquireFileLock(at('missing', 'state.json'))).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
});

await writeFile(at('secret'), 'hunter2\n');
await writeFile(at('crlf'), 'hunter2\r\n');
await writeFile(at('two-ends'), 'hunter2\n\n');
await writeFile(at('bom'), '\uFEFFhunter2');
await writeFile(at('blank'), '\n');
await writeFile(at('latin1'), Buffer.from([0x68, 0xe4]));
await writeFile(at('large'), 'x'.repeat(1_000_001));
const options = { folder: home, env: { KEY: 'from-env\n', EMPTY: '' } };

test.each([
  ['text', 'text'],
  [5, 5],
  [false, false],
  [{ env: 'KEY' }, 'from-env\n'],
  [{ file: 'secret' }, 'hunter2'],
  [{ file: at('crlf') }, 'hunter2'],
  [{ file: 'two-ends' }, 'hunter2\n'],
  [{ file: 'bom' }, 'hunter2'],
  [
    ['a', { env: 'KEY' }],
    ['a', 'from-env\n'],
  ],
  [
    { method: 'token', token: { file: 'secret' } },
    { method: 'token', token: 'hunter2' },
  ],
])('the setting %j is %j', async (value, gives) => {
  expect(await resolveSettings({ key: value }, options)).toEqual({ key: gives });
});

test.each([
  [{ env: 'NOT_THERE' }, 'it is not set'],
  [{ env: 'toString' }, 'it is not set'],
  [{ env: 'EMPTY' }, 'it is empty'],
  [{ file: 'not-there' }, 'file not found'],
  [{ file: 'blank' }, 'it is empty'],
  [{ file: 'latin1' }, 'it is not UTF-8 text'],
  [{ file: '.' }, 'it is a folder'],
  [{ file: 'large' }, 'it is larger than 1000000 bytes'],
  [{ file: '/dev/zero' }, 'it is larger than 1000000 bytes'],
])('the setting %j is SETTING_UNRESOLVED: %s', async (value, reason) => {
  const resolving = resolveSettings({ fine: 'x', key: value }, options);
  await expect(resolving).rejects.toMatchObject({ code: 'SETTING_UNRESOLVED', details: { setting: 'key', reason } });
});

test.each([
  [['a', { env: 'NOT_THERE' }], 'key.1'],
  [{ method: 'token', token: { env: 'NOT_THERE' } }, 'key.token'],
])('the setting %j names the part that is SETTING_UNRESOLVED: %s', async (value, setting) => {
  const resolving = resolveSettings({ key: value as never }, options);
  await expect(resolving).rejects.toMatchObject({ code: 'SETTING_UNRESOLVED', details: { setting } });
});

test('a text of exactly the maximum size is read, also from a pipe', async () => {
  expect(await readText(at('large'), 1_000_001)).toEqual({ text: 'x'.repeat(1_000_001) });
  execFileSync('mkfifo', [at('pipe')]);
  const reading = readText(at('pipe'), 100);
  await writeFile(at('pipe'), 'through');
  expect(await reading).toEqual({ text: 'through' });
});

await mkdir(at('root', 'inner'), { recursive: true });
await mkdir(at('root-like'));
await writeFile(at('root', 'file'), '');
await symlink(at('root', 'file'), at('root', 'link-in'));
await symlink(at('secret'), at('root', 'link-out'));
await symlink(home, at('root', 'folder-out'));
await symlink(at('nothing'), at('root', 'dangling'));

test.each(['file', './inner/../file', 'link-in', 'inner', '.', 'inner/new/file', '..data', at('root', 'file')])(
  'the path %s stays inside',
  async (path) => expect(await confinePath(at('root'), path)).toMatch(at('root')),
);

test.each([
  '..',
  '../secret',
  'inner/../../secret',
  '../root-like/file',
  'link-out',
  'folder-out/secret',
  'folder-out/new',
  'dangling',
  '/etc/passwd',
  'file\0.json',
])('the path %j leads out', async (path) => {
  await expect(confinePath(at('root'), path)).rejects.toMatchObject({ code: 'FILE_OUTSIDE' });
});

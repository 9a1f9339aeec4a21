import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { isFull } from '../setup/suite.ts';
import { MAIN } from './program.ts';

/** Path of an installed Node that is too old, if this machine has one. */
const OLD_NODE = ['/usr/local/bin/node', '/usr/bin/node'].find(
  (path) => existsSync(path) && Number.parseInt(spawnSync(path, ['-v'], { encoding: 'utf8' }).stdout.slice(1), 10) < 24,
);

test('the entry has no static imports, so that older Node versions can run it', () => {
  expect(readFileSync(MAIN, 'utf8')).not.toMatch(/^(?:import|export)\b/m);
});

/** Preload script that reports Node 20 as the version. */
const AS_NODE_20 = `data:text/javascript,Object.defineProperty(process.versions,"node",{value:"20.11.0"})`;

test('an older Node prints the required version and how to install it', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', AS_NODE_20, MAIN, 'list'], {
    encoding: 'utf8',
  });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^Mapwright requires Node 24 or newer; this is Node 20\.11\.0\.\n.*npm ci.*\n$/);
});

test.skipIf(OLD_NODE === undefined)('an installed older Node prints the same message', () => {
  const { status, stderr } = spawnSync(OLD_NODE ?? '', [MAIN, 'list'], { encoding: 'utf8' });
  expect([status, stderr.split('\n').length]).toEqual([2, 3]);
  expect(stderr).toMatch(/^Mapwright requires Node 24 or newer/);
});

const LAUNCHER = fileURLToPath(new URL('../../mapwright', import.meta.url));

test.skipIf(process.platform === 'win32')(
  'the launcher of a clone uses the Node that npm installed, from any folder',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mapwright-launcher-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await symlink(LAUNCHER, join(folder, 'mw'));
    const node = join(dirname(LAUNCHER), 'node_modules/.bin/node');
    // Without the installed Node, such as on macOS, it uses the one in PATH.
    const path = existsSync(node) ? '/usr/bin:/bin' : `${dirname(process.execPath)}:/usr/bin:/bin`;
    const { status, stdout, stderr } = spawnSync('./mw', ['preview', '--map', 'a b'], {
      ...{ cwd: folder, encoding: 'utf8' },
      env: { PATH: path },
    });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^error USAGE: /);
  },
);

/** Preload script that allocates memory in small steps and never frees it. */
const LEAK =
  'data:text/javascript,const kept = []; setInterval(() => { for (let at = 0; at < 20_000; at += 1) kept.push({ at }); }, 10)';

test.runIf(isFull)(
  'a heap that fills while a command waits ends it with a code and a fix instead of a native stack',
  async () => {
    const command = ['preview', 'hcl-appscan-dast', '--map', 'finding', '--sample', '-'];
    const args = ['--max-old-space-size=120', '--import', LEAK, MAIN, ...command];
    // Its standard input stays open: it waits for the sample.
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'ignore', 'pipe'] });
    const [stderr, [status]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error OUT_OF_MEMORY: .* MB of \d+ MB in use\n {2}fix: .*--max-old-space-size/);
    expect(stderr).not.toMatch(/FATAL ERROR|Last few GCs/);
  },
);

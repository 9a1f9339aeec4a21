import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MAIN } from './program.ts';

/** A Node that is older than the program needs, where this machine has one. */
const OLD_NODE = ['/usr/local/bin/node', '/usr/bin/node'].find(
  (path) => existsSync(path) && Number.parseInt(spawnSync(path, ['-v'], { encoding: 'utf8' }).stdout.slice(1), 10) < 24,
);

test('the entry imports nothing statically, so that older versions of Node run it', () => {
  const text = readFileSync(MAIN, 'utf8');
  expect(text).not.toMatch(/^(?:import|export)\b/m);
});

/** Runs the entry as Node 20 would: its version is a fact of the process that a script run before it can change. */
const AS_NODE_20 = `data:text/javascript,Object.defineProperty(process.versions,"node",{value:"20.11.0"})`;

test('an older Node gets one sentence that says what is needed, and how to get it', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', AS_NODE_20, MAIN, 'list'], {
    encoding: 'utf8',
  });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^Mapwright needs Node 24 or newer, and this is Node 20\.11\.0\.\n.*npm ci.*\n$/);
});

test.skipIf(OLD_NODE === undefined)('the older Node of this machine gets it, too', () => {
  const { status, stderr } = spawnSync(OLD_NODE ?? '', [MAIN, 'list'], { encoding: 'utf8' });
  expect([status, stderr.split('\n').length]).toEqual([2, 3]);
  expect(stderr).toMatch(/^Mapwright needs Node 24 or newer/);
});

/** Keeps more and more, a piece at a time, as a run that reads pages does. */
const LEAK = `
  const { watchHeap } = await import(${JSON.stringify(new URL('../../engine/cli/watch-heap.ts', import.meta.url).href)});
  watchHeap();
  const kept = [];
  setInterval(() => { for (let at = 0; at < 20_000; at += 1) kept.push({ at }); }, 10);
`;

test('a heap that fills ends with a code and a fix, not with a native stack', () => {
  const args = ['--max-old-space-size=120', '--input-type=module', '--eval', LEAK];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^error OUT_OF_MEMORY: .* MB of \d+ MB\n {2}fix: .*--max-old-space-size/);
  expect(stderr).not.toMatch(/FATAL ERROR|Last few GCs/);
});

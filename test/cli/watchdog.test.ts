import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const PROCESS = join(import.meta.dirname, 'busy-process.ts');
const NEVER_MS = 600_000;

const start = async (graceMs: number, stallMs: number) => {
  const child = spawn(process.execPath, [PROCESS, `${graceMs}`, `${stallMs}`], { stdio: ['ignore', 'pipe', 'pipe'] });
  let told = '';
  child.stderr.on('data', (chunk) => {
    told += chunk;
  });
  const ended = once(child, 'close');
  await once(child.stdout, 'data');
  return { child, ended: async () => [(await ended)[1], told] as const };
};

test('a process in an endless loop is ended by SIGTERM', async () => {
  const { child, ended } = await start(200, NEVER_MS);
  child.kill('SIGTERM');
  expect(await ended()).toEqual(['SIGKILL', expect.stringContaining('SIGTERM did not end it within 0.2 s')]);
});

test('a process whose main thread stalls is ended, so that another takes over', async () => {
  const { ended } = await start(NEVER_MS, 500);
  expect(await ended()).toEqual(['SIGKILL', expect.stringContaining('has not answered for 0.5 s')]);
});

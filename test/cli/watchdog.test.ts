import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const PROCESS = join(import.meta.dirname, 'busy-process.ts');
const NEVER_MS = 600_000;

const start = async (graceMs: number, stallMs: number) => {
  const child = spawn(process.execPath, [PROCESS, `${graceMs}`, `${stallMs}`], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = once(child, 'close');
  await once(child.stdout, 'data');
  return { child, ended: async () => [(await ended)[1], stderr] as const };
};

test('SIGTERM ends a process in an endless loop', async () => {
  const { child, ended } = await start(200, NEVER_MS);
  child.kill('SIGTERM');
  expect(await ended()).toEqual(['SIGKILL', expect.stringContaining('no exit within 0.2 s after SIGTERM')]);
});

test('a process with a stalled main thread is ended', async () => {
  const { ended } = await start(NEVER_MS, 500);
  expect(await ended()).toEqual(['SIGKILL', expect.stringContaining('has not responded for 0.5 s')]);
});

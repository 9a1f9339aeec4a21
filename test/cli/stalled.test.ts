import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createHostileManifest, startItemsVendor } from '../hostile/expressions/vendor.ts';
import { createFolder } from '../pipeline/run/folder.ts';
import { isFull, pickRows } from '../setup/suite.ts';
import { MAIN, runMapwright } from './program.ts';

const MINUTES = 120_000;
/** Milliseconds until the watchdog acts on a SIGTERM, and on a stall: soon and never. */
const SOON = '200:600000';
const NEVER = '600000:600000';

const ENV = { NO_COLOR: '1', MAPWRIGHT_ALLOW_PRIVATE_NETWORK: '1' };

/** Creates a folder with a connector, its config, and a store with a connection; with `planned`, one of its runs waits for a worker. */
async function prepareFolder({ planned }: { planned: boolean }): Promise<string> {
  const folder = await createFolder();
  const vendor = await startItemsVendor(3);
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(createHostileManifest('title')));
  await writeFile(join(folder, 'config.json'), JSON.stringify(vendor.config));
  const call = async (...args: string[]) => {
    const { code, stderr } = await runMapwright(['connection', ...args, ...STORE], { cwd: folder, env: ENV });
    expect([code, stderr]).toEqual([0, expect.any(String)]);
  };
  await call('create', 'manifest.json', '--config', 'config.json', '--name', 'one', '--manual-only', '--force');
  if (planned) await call('run', 'one', '--detach');
  return folder;
}

/** Starts a command in which a thread computes without end at a point; resolves when it does. */
async function startStalled(folder: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...ENV, ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'close');
  let stderr = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
      if (stderr.includes('stalled\n')) resolve();
    });
    child.once('close', () => reject(new Error(`it has ended: ${stderr}`)));
  });
  return {
    async terminate(): Promise<readonly [end: number | string, stderr: string]> {
      child.kill('SIGTERM');
      const [code, signal] = await ended;
      return [code ?? signal, stderr];
    },
  };
}

const STORE = ['--store', 'sqlite:store.db'];
const RUN = ['run', 'manifest.json', '--config', 'config.json', '--to', 'ndjson:out', '--state', 'state.json'];

test.each(
  pickRows([
    { command: 'worker', args: ['worker', ...STORE], point: 'slice-store:1:stall', planned: true },
    { command: 'run', args: RUN, point: 'state-save:1:stall', planned: false },
    {
      command: 'connection run',
      args: ['connection', 'run', 'one', ...STORE],
      point: 'slice-store:1:stall',
      planned: false,
    },
  ]),
)('SIGTERM ends $command while it computes without end', { timeout: MINUTES }, async ({ args, point, planned }) => {
  const env = { MAPWRIGHT_FAILPOINT: point, MAPWRIGHT_WATCHDOG: SOON };
  const { terminate } = await startStalled(await prepareFolder({ planned }), args, env);
  expect(await terminate()).toEqual(['SIGKILL', expect.stringContaining('no exit within 0.2 s after SIGTERM')]);
});

test.runIf(isFull)(
  'SIGTERM ends the studio while the thread of its runs computes without end',
  { timeout: MINUTES },
  async () => {
    const env = { MAPWRIGHT_FAILPOINT: 'slice-store:1:stall', MAPWRIGHT_WATCHDOG: NEVER };
    const { terminate } = await startStalled(
      await prepareFolder({ planned: true }),
      ['studio', '--port', '0', ...STORE],
      env,
    );
    expect(await terminate()).toEqual([0, expect.any(String)]);
  },
);

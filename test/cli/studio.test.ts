import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { isFull, pickRows } from '../setup/suite.ts';

const MAIN = fileURLToPath(new URL('../../engine/cli/main.js', import.meta.url));

const folder = await mkdtemp(join(tmpdir(), 'mapwright-studio-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const STORE = ['--store', `sqlite:${join(folder, 'store.db')}`];

/** Starts the command; its first line of stdout, and what stops it. */
async function started(...args: string[]) {
  const child = spawn(process.execPath, [MAIN, 'studio', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
  return {
    url: String(line).trim(),
    async stop(signal: NodeJS.Signals): Promise<number> {
      child.kill(signal);
      const [code] = await once(child, 'exit');
      return code;
    },
  };
}

async function failed(...args: string[]): Promise<readonly [code: number, stderr: string]> {
  const child = spawn(process.execPath, [MAIN, 'studio', ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const [code] = await once(child, 'close');
  return [code, stderr];
}

describe('mapwright studio', () => {
  test.each(pickRows(['SIGINT', 'SIGTERM'] as const))(
    'prints where it is, serves, and stops at %s',
    async (signal) => {
      const { url, stop } = await started('--port', '0', ...STORE);
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
      expect((await fetch(`${url}api/catalogue`)).status).toBe(401);
      expect(await stop(signal)).toBe(0);
      await expect(fetch(url)).rejects.toThrow();
    },
    60_000,
  );

  test.runIf(isFull)(
    'the demo runs a connection in a thread of its own, and tells the tabs',
    async () => {
      const { url, stop } = await started('--demo', '--port', '0');
      const { origin } = new URL(url);
      const token = /mapwright-token" content="([^"]+)"/.exec(await (await fetch(origin)).text())?.[1] ?? '';
      const headers = { 'x-mapwright-token': token };
      const stream = await fetch(`${origin}/api/events`, { headers });
      const read = async (path: string) => JSON.stringify(await (await fetch(origin + path, { headers })).json());
      const isDone = async () => (await read('/api/runs')).includes('"state":"PROCESSED"');
      let told = '';
      if (!(await isDone()))
        for await (const text of stream.body?.pipeThrough(new TextDecoderStream()) ?? []) {
          told += text;
          if (/"state":"PROCESSED","createdAt"/.test(told)) break;
        }
      expect(await read('/api/findings?limit=1')).toContain('"vendorProductName":"HCL AppScan"');
      expect(await stop('SIGTERM')).toBe(0);
    },
    60_000,
  );

  test.runIf(isFull)(
    'stops with a stream of events and an open connection',
    async () => {
      const { url, stop } = await started('--port', '0', ...STORE);
      const token = /mapwright-token" content="([^"]+)"/.exec(await (await fetch(url)).text())?.[1] ?? '';
      const stream = await fetch(`${url}api/events`, { headers: { 'x-mapwright-token': token } });
      expect(stream.status).toBe(200);
      expect(await stop('SIGTERM')).toBe(0);
      await stream.text().catch(() => undefined);
    },
    60_000,
  );

  test.runIf(isFull).each([
    [true, []],
    [false, ['--no-worker']],
  ])(
    'runs move in it: %s',
    async (worker, flags) => {
      const { url, stop } = await started('--port', '0', ...STORE, ...flags);
      const token = /mapwright-token" content="([^"]+)"/.exec(await (await fetch(url)).text())?.[1] ?? '';
      const answer = await fetch(`${url}api/connections`, { headers: { 'x-mapwright-token': token } });
      expect(await answer.json()).toEqual({ demo: false, worker, connections: [] });
      expect(await stop('SIGTERM')).toBe(0);
    },
    60_000,
  );

  test.each(
    pickRows([
      ['a port that is none', ['--port', '70000'], 2, 'not a port'],
      ['a demo in a store of the user', ['--demo', ...STORE], 2, 'leave out --store'],
      ['a manifest that is not there', ['./nowhere-to-be-found'], 2, 'CONNECTOR_UNKNOWN'],
    ] as const),
  )(
    '%s is said',
    async (_what, args, code, words) => {
      const [got, stderr] = await failed(...args);
      expect([got, stderr]).toEqual([code, expect.stringContaining(words)]);
    },
    60_000,
  );

  test('a port that another program has is said', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const [code, stderr] = await failed('--port', port, ...STORE);
    expect([code, stderr]).toEqual([1, expect.stringContaining('STUDIO_ADDRESS_UNUSABLE')]);
    other.close();
  }, 60_000);
});

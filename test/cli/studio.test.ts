import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { generate } from 'selfsigned';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { isFull, pickRows } from '../setup/suite.ts';

const MAIN = fileURLToPath(new URL('../../engine/cli/main.js', import.meta.url));

const folder = await mkdtemp(join(tmpdir(), 'mapwright-studio-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const STORE = ['--store', `sqlite:${join(folder, 'store.db')}`];

const pair = await generate([{ name: 'commonName', value: 'a.example' }]);
const [CERT, KEY] = [join(folder, 'studio.crt'), join(folder, 'studio.key')];
await Promise.all([writeFile(CERT, pair.cert), writeFile(KEY, pair.private)]);

/** Starts the command and waits for the login link on its stdout. */
async function started(...args: string[]) {
  const child = spawn(process.execPath, [MAIN, 'studio', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const told = createInterface(child.stderr)[Symbol.asyncIterator]();
  const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
  const link = String(line).trim();
  return {
    link,
    origin: new URL(link).origin,
    /** Returns the next link on stderr. */
    async nextLink(): Promise<string> {
      for (;;) {
        const { value, done } = await told.next();
        if (done) throw new Error('no link on stderr');
        const [found] = /https?:\S+/.exec(value) ?? [];
        if (found) return found;
      }
    },
    async stop(signal: NodeJS.Signals): Promise<number> {
      child.kill(signal);
      const [code] = await once(child, 'exit');
      return code;
    },
  };
}

/** Opens a login link; returns the headers of later requests and the target of the redirect. */
async function loggedIn(link: string) {
  const { headers } = await fetch(link, { redirect: 'manual' });
  return { headers: { cookie: headers.get('set-cookie')?.split(';')[0] ?? '' }, location: headers.get('location') };
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
    'prints a login link, serves, and stops at %s',
    async (signal) => {
      const { link, origin, stop } = await started('--port', '0', ...STORE);
      expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/login\?code=[\w-]{43}$/);
      expect((await fetch(`${origin}/api/catalogue`)).status).toBe(401);
      expect(await stop(signal)).toBe(0);
      await expect(fetch(origin)).rejects.toThrow();
    },
    60_000,
  );

  test.runIf(isFull)(
    'the demo executes a run in a worker thread and sends its events',
    async () => {
      const { link, origin, stop } = await started('--demo', '--port', '0');
      const { headers, location } = await loggedIn(link);
      expect(location).toBe('/c/hcl-appscan-dast/map/finding?sample=demo');
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
    'stops while an event stream is open',
    async () => {
      const { link, origin, stop } = await started('--port', '0', ...STORE);
      const stream = await fetch(`${origin}/api/events`, await loggedIn(link));
      expect(stream.status).toBe(200);
      expect(await stop('SIGTERM')).toBe(0);
      await stream.text().catch(() => undefined);
    },
    60_000,
  );

  test.runIf(isFull)(
    'prints a new link after each login',
    async () => {
      const { link, origin, nextLink, stop } = await started('--port', '0', ...STORE);
      const first = await loggedIn(link);
      const next = await nextLink();
      expect(next).not.toBe(link);
      expect((await loggedIn(link)).headers.cookie).toBe('');
      for (const { headers } of [first, await loggedIn(next)])
        expect((await fetch(`${origin}/api/catalogue`, { headers })).status).toBe(200);
      expect(await stop('SIGTERM')).toBe(0);
    },
    60_000,
  );

  test.runIf(isFull).each([
    [
      'a certificate',
      ['--host', '0.0.0.0', '--tls-cert', CERT, '--tls-key', KEY],
      /^https:\/\/[\d.]+:\d+\/login\?code=/,
    ],
    ['a proxy', ['--host', '0.0.0.0', '--behind-proxy', 'https://a.example'], /^https:\/\/a\.example\/login\?code=/],
  ])(
    'serves other machines by %s',
    async (_what, flags, expected) => {
      const { link, stop } = await started('--port', '0', ...STORE, ...flags);
      expect(link).toMatch(expected);
      expect(await stop('SIGTERM')).toBe(0);
    },
    60_000,
  );

  test.runIf(isFull).each([
    [true, []],
    [false, ['--no-worker']],
  ])(
    'executes runs: %s',
    async (worker, flags) => {
      const { link, origin, stop } = await started('--port', '0', ...STORE, ...flags);
      const answer = await fetch(`${origin}/api/connections`, await loggedIn(link));
      expect(await answer.json()).toEqual({ demo: false, worker, connections: [] });
      expect(await stop('SIGTERM')).toBe(0);
    },
    60_000,
  );

  test.each(
    pickRows([
      ['all IPv4 addresses over plain http', ['--host', '0.0.0.0'], 2, 'STUDIO_NEEDS_TLS'],
      ['an invalid port', ['--port', '70000'], 2, 'invalid port'],
      ['--demo with --store', ['--demo', ...STORE], 2, 'remove --store'],
      ['all IPv6 addresses over plain http', ['--host', '::'], 2, 'STUDIO_NEEDS_TLS'],
      ['a host name that starts like a loopback address', ['--host', '127.evil.example'], 2, 'STUDIO_NEEDS_TLS'],
      ['a certificate without its key', ['--tls-cert', CERT], 2, '--tls-key'],
      ['an invalid key', ['--tls-cert', CERT, '--tls-key', CERT], 2, 'STUDIO_TLS_INVALID'],
      ['a missing certificate file', ['--tls-cert', './none.pem', '--tls-key', KEY], 2, 'STUDIO_TLS_INVALID'],
      ['a proxy without https', ['--behind-proxy', 'http://a.example'], 2, '--behind-proxy'],
      ['a proxy with a path', ['--behind-proxy', 'https://a.example/studio'], 2, '--behind-proxy'],
      ['a missing manifest', ['./nowhere-to-be-found'], 2, 'CONNECTOR_UNKNOWN'],
    ] as const),
  )(
    'reports %s',
    async (_what, args, code, words) => {
      const [got, stderr] = await failed(...args);
      expect([got, stderr]).toEqual([code, expect.stringContaining(words)]);
    },
    60_000,
  );

  test.runIf(isFull)(
    'reports a port in use',
    async () => {
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      const address = other.address();
      const port = typeof address === 'object' ? String(address?.port) : '';
      const [code, stderr] = await failed('--port', port, ...STORE);
      expect([code, stderr]).toEqual([1, expect.stringContaining('STUDIO_ADDRESS_UNUSABLE')]);
      other.close();
    },
    60_000,
  );
});

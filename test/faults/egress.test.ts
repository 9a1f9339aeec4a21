import type { LookupAddress } from 'node:dns';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  compileConnector,
  createPorts,
  isEngineError,
  type Manifest,
  noState,
  openDestination,
  run,
  runConnectionTest,
} from '../../engine/index.ts';
import { createFolder } from '../pipeline/run/folder.ts';
import { createVirtualClock } from '../pipeline/run/virtual-clock.ts';
import { HOST, TLS, TRUSTED } from './certificates.ts';
import { startConnectProxy } from './connect-proxy.ts';
import { buildHealthyAnswer } from './healthy-vendor.ts';
import { createPagedManifest } from './manifests.ts';
import { answerWell, type Play, status } from './plays.ts';
import { startServer } from './server.ts';

const PUBLIC: LookupAddress = { address: '8.8.8.8', family: 4 };
const LOOPBACK: LookupAddress = { address: '127.0.0.1', family: 4 };
const inside = (address: string): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 });

/** Local vendor with TLS. `plays` override some of its routes. */
async function vendor(plays: Readonly<Record<string, Play>> = {}) {
  const list = { ids: ['t1', 't2', 't3', 't4', 't5'], edits: [], sent: 0 };
  const server = await startServer({
    tls: TLS.good,
    answer: (exchange) =>
      (plays[exchange.seen.route] ?? answerWell)(
        exchange,
        () => buildHealthyAnswer(list, exchange) ?? { json: '{}', ids: [] },
      ),
  });
  onTestFinished(() => server.close());
  return server;
}

/** Returns a resolver with one answer per lookup; it repeats the last one. */
function answering(...answers: readonly (readonly LookupAddress[])[]) {
  const lookups: string[] = [];
  const resolve = async (name: string): Promise<readonly LookupAddress[]> => {
    lookups.push(name);
    return answers[Math.min(lookups.length, answers.length) - 1] ?? [];
  };
  return { lookups, resolve };
}

interface Attempt {
  readonly manifest?: Manifest;
  readonly settings: Readonly<Record<string, string>>;
  readonly resolve?: (name: string) => Promise<readonly LookupAddress[]>;
  readonly env?: Readonly<Record<string, string>>;
}

async function outwards({
  manifest = createPagedManifest({ defaults: { retry: { attempts: 1 } } }),
  settings,
  ...network
}: Attempt) {
  const options = { ca: TRUSTED, env: {}, ...network };
  const ports = createPorts({ allowPrivate: false, ...options });
  onTestFinished(() => ports.close());
  return {
    connector: await compileConnector(manifest, { settings }),
    ports: { ...ports, clock: createVirtualClock() },
    options,
  };
}

/** Returns the error code and message of a run without access to private addresses. */
async function runOut(attempt: Attempt): Promise<{ code: string; message: string }> {
  try {
    const { connector, ports } = await outwards(attempt);
    const sinks = [openDestination(`ndjson:${await createFolder()}`, { writeOut: async () => undefined })];
    const report = await run(connector, { runId: 'test', sinks, stateStore: noState, fingerprint: 'test' }, ports);
    return { code: report.error?.code ?? 'PROCESSED', message: report.error?.message ?? '' };
  } catch (error) {
    if (isEngineError(error)) return error;
    throw error;
  }
}

/** Returns the first failed check with its code, or `passed`. */
async function checkOut(attempt: Attempt): Promise<string> {
  const { connector, ports, options } = await outwards(attempt);
  const { checks } = await runConnectionTest(connector, {
    ports,
    allowPrivate: false,
    network: options,
    probeMs: 2000,
  });
  const failed = checks.find(({ status: how }) => how === 'failed');
  return failed ? `${failed.id} ${failed.code}` : 'passed';
}

const SPELLINGS = [
  '127.0.0.1',
  '2130706433',
  '0x7f000001',
  '0177.0.0.1',
  '127.1',
  '0',
  '127。0。0。1',
  '127．0．0．1',
  '127｡0｡0｡1',
  '１２７．１',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '[::127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[2002:7f00:1::]',
  '[fd00::1]',
  '[fe80::1]',
  '100.64.0.1',
  '169.254.169.254',
  '2852039166',
];

describe('a run without access to private addresses', () => {
  test.each(SPELLINGS)('cannot connect to https://%s, and its check fails', async (host) => {
    const { port, ledger } = await vendor();
    const baseUrl = `https://${host}:${port}`;
    const attempt = {
      manifest: { ...createPagedManifest(), baseUrl, allowedHosts: [baseUrl] },
      settings: { url: 'https://unused.example' },
    };
    expect((await runOut(attempt)).code).toBe('EGRESS_BLOCKED');
    expect(await checkOut(attempt)).toBe('network EGRESS_BLOCKED');
    expect(ledger.connections).toBe(0);
  });

  test.each(['localhost', 'LOCALHOST'])('cannot connect to the name %s', async (host) => {
    const { port, ledger } = await vendor();
    expect((await runOut({ settings: { url: `https://${host}:${port}` } })).code).toBe('EGRESS_BLOCKED');
    expect(ledger.connections).toBe(0);
  });

  test.each([
    '127.0.0.1',
    '10.1.2.3',
    '::1',
    '::ffff:127.0.0.1',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    'fd00::7',
    'fe80::7',
    '100.64.0.1',
  ])('cannot connect to a name that resolves to %s, even together with a public address', async (address) => {
    const { port, ledger } = await vendor();
    const settings = { url: `https://${HOST}:${port}` };
    for (const answer of [[inside(address)], [PUBLIC, inside(address)]]) {
      const { resolve } = answering(answer);
      expect((await runOut({ settings, resolve })).code).toBe('EGRESS_BLOCKED');
      expect(await checkOut({ settings, resolve })).toBe('network EGRESS_BLOCKED');
    }
    expect(ledger.connections).toBe(0);
  });

  test('a check connects only to the verified address: a name that resolves differently later is refused', async () => {
    const { port, ledger } = await vendor();
    const { resolve, lookups } = answering([PUBLIC], [LOOPBACK]);
    expect(await checkOut({ settings: { url: `https://${HOST}:${port}` }, resolve })).toBe('network EGRESS_BLOCKED');
    expect([lookups.length, ledger.connections]).toEqual([2, 0]);
  });
});

describe('a run through a proxy', () => {
  const settings = { url: `https://${HOST}` };
  const through = (port: number, login = '') => ({ HTTPS_PROXY: `http://${login}127.0.0.1:${port}` });

  test("a run and a check succeed; the proxy receives its credentials and only the vendor's host", async () => {
    const { port } = await vendor();
    const proxy = await startConnectProxy(port);
    const attempt = { settings, env: through(proxy.port, 'me:hunter2@'), resolve: answering([PUBLIC]).resolve };
    expect((await runOut(attempt)).code).toBe('PROCESSED');
    expect(await checkOut(attempt)).toBe('passed');
    const login = Buffer.from('me:hunter2').toString('base64');
    expect([...new Set(proxy.asked)]).toEqual([`${HOST}:443 Basic ${login}`]);
  });

  test('without a scheme in the environment uses http', async () => {
    const { port } = await vendor();
    const proxy = await startConnectProxy(port);
    const env = { HTTPS_PROXY: `127.0.0.1:${proxy.port}` };
    expect((await runOut({ settings, env, resolve: answering([PUBLIC]).resolve })).code).toBe('PROCESSED');
  });

  test.each(['socks5://127.0.0.1:1080', 'http://', '::', 'ftp://127.0.0.1'])(
    'with the invalid address %s fails with PROXY_FAILED',
    async (proxy) => {
      const attempt = { settings, env: { HTTPS_PROXY: proxy }, resolve: answering([PUBLIC]).resolve };
      expect((await runOut(attempt)).code).toBe('PROXY_FAILED');
      expect(await checkOut(attempt)).toBe('network PROXY_FAILED');
    },
  );

  test('sends no request after the name resolves to a private address, despite an open tunnel', async () => {
    const { port, ledger } = await vendor();
    const proxy = await startConnectProxy(port);
    const { resolve } = answering([PUBLIC], [PUBLIC], [inside('10.0.0.7')]);
    expect((await runOut({ settings, env: through(proxy.port), resolve })).code).toBe('EGRESS_BLOCKED');
    expect(ledger.requests.map(({ route }) => route)).toEqual(['GET /things?page=0', 'GET /things?page=1']);
  });

  test('follows no redirect after its name resolves to a private address', async () => {
    const { port, ledger } = await vendor({ 'GET /things?page=0': status(302, { location: '/moved?page=0' }) });
    const proxy = await startConnectProxy(port);
    const { resolve } = answering([PUBLIC], [inside('169.254.169.254')]);
    expect((await runOut({ settings, env: through(proxy.port), resolve })).code).toBe('EGRESS_BLOCKED');
    expect(ledger.requests.map(({ route }) => route)).toEqual(['GET /things?page=0']);
  });

  test.each([
    'https://10.0.0.1/',
    'https://169.254.169.254/latest',
    'https://localhost/',
    'http://vendor.example/things',
  ])('does not follow a redirect to %s', async (location) => {
    const { port } = await vendor({ 'GET /things?page=0': status(302, { location }) });
    const proxy = await startConnectProxy(port);
    const attempt = { settings, env: through(proxy.port), resolve: answering([PUBLIC]).resolve };
    expect((await runOut(attempt)).code).toBe('REDIRECT_REFUSED');
    expect([...new Set(proxy.asked)]).toEqual([`${HOST}:443`]);
  });

  test.each(['https://10.0.0.1', 'https://127.0.0.1', 'https://[::1]', 'https://2130706433', 'http://vendor.example'])(
    'sends it no request for %s',
    async (url) => {
      const proxy = await startConnectProxy(0);
      const env = { ...through(proxy.port), HTTP_PROXY: `http://127.0.0.1:${proxy.port}` };
      const attempt = { settings: { url }, env, resolve: answering([PUBLIC]).resolve };
      expect((await runOut(attempt)).code).toBe('EGRESS_BLOCKED');
      expect(await checkOut(attempt)).toBe('network EGRESS_BLOCKED');
      expect(proxy.asked).toEqual([]);
    },
  );

  test('bypasses it for NO_PROXY, and the guard still applies', async () => {
    const proxy = await startConnectProxy(0);
    const env = { ...through(proxy.port), NO_PROXY: '.example' };
    const attempt = { settings, env, resolve: answering([inside('10.0.0.7')]).resolve };
    expect((await runOut(attempt)).code).toBe('EGRESS_BLOCKED');
    expect(await checkOut(attempt)).toBe('network EGRESS_BLOCKED');
    expect(proxy.asked).toEqual([]);
  });

  test('fails without leaking its credentials when the proxy refuses', async () => {
    const proxy = await startConnectProxy(0, 407);
    const env = through(proxy.port, 'me:hunter2@');
    const { code, message } = await runOut({ settings, env, resolve: answering([PUBLIC]).resolve });
    expect([code, message]).toEqual(['PROXY_FAILED', expect.not.stringMatching(/hunter2|bWU6/)]);
  });
});

describe('a setting in the host', () => {
  const base = createPagedManifest();
  const text = { type: 'string', title: 'Domain' } as const;
  const manifest: Manifest = {
    ...base,
    settings: { type: 'object', required: ['d'], properties: { d: text } },
    baseUrl: 'https://{{settings.d}}.vendor.com',
    allowedHosts: ['https://{{settings.d}}.vendor.com'],
  };
  const fixed: Manifest = { ...manifest, allowedHosts: ['https://eu.vendor.com'] };

  test.each([
    'evil.example/?x=',
    'evil.example/',
    'evil.example#',
    'evil.example\\',
    'me@evil.example',
    'evil.example:443/',
    'evil.example?',
    'evil.example\t',
    'evil.example%2f',
  ])('cannot terminate it: %j', async (d) => {
    const { port, ledger } = await vendor();
    const proxy = await startConnectProxy(port);
    const attempt = {
      manifest,
      settings: { d },
      env: { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` },
      resolve: answering([PUBLIC]).resolve,
    };
    expect((await runOut(attempt)).code).toMatch(/^(TEMPLATE_VALUE_REFUSED|URL_INVALID|HOST_NOT_ALLOWED)$/);
    expect([proxy.asked, ledger.connections]).toEqual([[], 0]);
  });

  test('is checked against allowedHosts after rendering', async () => {
    const proxy = await startConnectProxy(0);
    const env = { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` };
    const { resolve } = answering([PUBLIC]);
    expect((await runOut({ manifest: fixed, settings: { d: 'us' }, env, resolve })).code).toBe('HOST_NOT_ALLOWED');
    expect(proxy.asked).toEqual([]);
  });
});

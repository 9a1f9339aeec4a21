import { createServer as createProxy } from 'node:http';
import { connect, type Socket } from 'node:net';
import { createServer, type TlsOptions } from 'node:tls';
import { expect, test } from 'vitest';
import { type ProbeOptions, probe } from '../../../engine/workbench/check/probe.ts';
import { createAuthority, createCertificate, daysFromNow } from '../../io/certificates.ts';
import { findClosedPort, listenLocally, startHttpServer, startScriptedServer, startTcpServer } from '../../io/local.ts';

const HOST = 'vendor.example';
const root = await createAuthority('Root of the tests');
const good = await createCertificate(HOST, { signer: root });
const stranger = await createAuthority('Stranger');
const intermediate = await createAuthority('Intermediate of the tests', { signer: root });

const here = async () => [{ address: '127.0.0.1', family: 4 }];
const failing = (code: string) => async () => Promise.reject(Object.assign(new Error(code), { code }));
const look = (port: number, options: Partial<ProbeOptions> = {}, scheme = 'https') =>
  probe(`${scheme}://${HOST}:${port}/any/path?x=1`, {
    allowPrivate: true,
    timeoutMs: 10_000,
    ca: root.cert,
    env: {},
    resolve: here,
    ...options,
  });
const tlsServer = (options: TlsOptions) => listenLocally(createServer(options));
const expired = { signer: root, from: daysFromNow(-9), to: daysFromNow(-2) };
const expiredOn = new Date(Math.floor(expired.to.getTime() / 1000) * 1000).toISOString();
const early = { signer: root, from: daysFromNow(2), to: daysFromNow(9) };
const old: TlsOptions = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' };

interface Case {
  readonly name: string;
  readonly port?: () => Promise<number>;
  readonly options?: Partial<ProbeOptions>;
  readonly network?: string;
  readonly tls?: string;
}

const CASES: readonly Case[] = [
  { name: 'an unknown host', options: { resolve: failing('ENOTFOUND') }, network: 'HOST_UNKNOWN' },
  { name: 'a name without addresses', options: { resolve: async () => [] }, network: 'HOST_UNKNOWN' },
  { name: 'a DNS server that fails', options: { resolve: failing('EAI_AGAIN') }, network: 'DNS_UNAVAILABLE' },
  {
    name: 'a DNS server that is silent',
    options: { resolve: () => new Promise(() => undefined), timeoutMs: 100 },
    network: 'DNS_UNAVAILABLE',
  },
  { name: 'a port that refuses', port: findClosedPort, network: 'CONNECTION_REFUSED' },
  {
    name: 'a private address',
    port: () => tlsServer(good),
    options: { allowPrivate: false },
    network: 'EGRESS_BLOCKED',
  },
  { name: 'a reset', port: () => startTcpServer((socket) => socket.resetAndDestroy()), network: 'CONNECTION_RESET' },
  {
    name: 'a connection closed at once',
    port: () => startTcpServer((socket) => socket.end()),
    network: 'CONNECTION_RESET',
  },
  {
    name: 'plain HTTP',
    port: () => startScriptedServer((socket) => socket.end('HTTP/1.1 400 No\r\n\r\n')),
    tls: 'TLS_NOT_SPOKEN',
  },
  {
    name: 'SSH',
    port: () => startTcpServer((socket) => socket.write('SSH-2.0-OpenSSH_9.9\r\n')),
    tls: 'TLS_NOT_SPOKEN',
  },
  { name: 'silence', port: () => startTcpServer(() => undefined), options: { timeoutMs: 200 }, tls: 'TLS_TIMEOUT' },
  {
    name: 'a self-signed certificate',
    port: async () => tlsServer(await createCertificate(HOST)),
    tls: 'TLS_SELF_SIGNED',
  },
  {
    name: 'an unknown CA',
    port: async () => tlsServer(await createCertificate(HOST, { signer: stranger })),
    tls: 'TLS_UNKNOWN_CA',
  },
  {
    name: 'a missing intermediate',
    port: async () => tlsServer(await createCertificate(HOST, { signer: intermediate })),
    tls: 'TLS_UNKNOWN_CA',
  },
  {
    name: 'an expired certificate',
    port: async () => tlsServer(await createCertificate(HOST, expired)),
    tls: 'TLS_EXPIRED',
  },
  {
    name: 'a certificate of tomorrow',
    port: async () => tlsServer(await createCertificate(HOST, early)),
    tls: 'TLS_NOT_YET_VALID',
  },
  {
    name: 'a certificate of another host',
    port: async () => tlsServer(await createCertificate('other.example', { signer: root })),
    tls: 'TLS_WRONG_HOST',
  },
  { name: 'TLS 1.1', port: () => tlsServer({ ...good, ...old }), tls: 'TLS_TOO_OLD' },
];

test.each(CASES)('$name: network $network, tls $tls', async ({ port, options, network, tls }) => {
  const seen = await look(port ? await port() : 443, options);
  expect(seen.network).toMatchObject(network ? { status: 'failed', error: { code: network } } : { status: 'passed' });
  expect(seen.tls).toMatchObject(tls ? { status: 'failed', error: { code: tls } } : { status: 'skipped' });
});

test('a healthy host passes both stages with evidence', async () => {
  const port = await tlsServer(good);
  const { network, tls } = await look(port);
  expect(network).toEqual({
    status: 'passed',
    ms: expect.any(Number),
    evidence: { address: `127.0.0.1 port ${port}` },
  });
  expect(tls).toMatchObject({
    status: 'passed',
    evidence: { version: 'TLSv1.3', subject: HOST, issuer: 'Root of the tests', validTo: expect.stringMatching(/Z$/) },
  });
});

test('a rejected certificate is included in the evidence', async () => {
  const { tls } = await look(await tlsServer(await createCertificate(HOST, expired)));
  expect(tls.evidence).toMatchObject({ subject: HOST, validTo: expiredOn });
});

test('plain http: the tls check is skipped as TLS_NOT_USED', async () => {
  const port = await startHttpServer((_request, response) => response.end());
  const { network, tls } = await look(port, {}, 'http');
  expect(network.status).toBe('passed');
  expect(tls).toMatchObject({ status: 'skipped', error: { code: 'TLS_NOT_USED' } });
});

test('an aborted signal ends the probe with its reason', async () => {
  const controller = new AbortController();
  const port = await startTcpServer(() => controller.abort('enough'));
  await expect(look(port, { signal: controller.signal })).rejects.toBe('enough');
  await expect(look(port, { signal: controller.signal })).rejects.toBe('enough');
});

test('an address that is not a web URL is URL_INVALID', async () => {
  await expect(probe('nothing', { allowPrivate: true, timeoutMs: 1000 })).rejects.toMatchObject({
    code: 'URL_INVALID',
  });
});

/** Proxy that connects every CONNECT to `target`, or refuses it. */
const proxyTo = (target: number, status = 200) =>
  listenLocally(
    createProxy().on('connect', (_request, client: Socket) => {
      if (status !== 200) return client.end(`HTTP/1.1 ${status} No\r\n\r\n`);
      const through = connect(target, '127.0.0.1', () => client.write('HTTP/1.1 200 OK\r\n\r\n'));
      through
        .on('error', () => client.destroy())
        .pipe(client)
        .pipe(through);
    }),
  );

test('through a proxy, as requests would go', async () => {
  const proxy = await proxyTo(await tlsServer(good));
  const options = { allowPrivate: false, resolve: async () => [{ address: '8.8.8.8', family: 4 }] };
  const { network, tls } = await look(443, { ...options, env: { HTTPS_PROXY: `http://127.0.0.1:${proxy}` } });
  expect(network).toMatchObject({ status: 'passed', evidence: { proxy: `127.0.0.1 port ${proxy}` } });
  expect(tls).toMatchObject({ status: 'passed', evidence: { subject: HOST } });
});

test.each([
  { name: 'refuses', proxy: () => proxyTo(0, 403), reason: 'HTTP 403' },
  { name: 'is down', proxy: findClosedPort, reason: 'ECONNREFUSED' },
])('a proxy that $name is PROXY_FAILED', async ({ proxy, reason }) => {
  const { network } = await look(443, { env: { HTTPS_PROXY: `http://127.0.0.1:${await proxy()}` } });
  expect(network).toMatchObject({ status: 'failed', error: { code: 'PROXY_FAILED', details: { reason } } });
});

test('a proxy that does not respond is CONNECTION_TIMEOUT', async () => {
  const proxy = await startTcpServer(() => undefined);
  const { network } = await look(443, { timeoutMs: 200, env: { HTTPS_PROXY: `http://127.0.0.1:${proxy}` } });
  expect(network).toMatchObject({ status: 'failed', error: { code: 'CONNECTION_TIMEOUT' } });
});

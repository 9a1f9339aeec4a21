import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:https';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { findProxy } from '../../../engine/io/proxy.ts';
import { createAuthority, createCertificate } from '../certificates.ts';
import { findClosedPort, listenLocally, startHttpServer } from '../local.ts';
import { createClient, readText } from './client.ts';

const HOST = 'vendor.example';
const root = await createAuthority('Root of the tests');
const good = await createCertificate(HOST, { signer: root });
const elsewhere = { address: '8.8.8.8', family: 4 };

/** Proxy that forwards every CONNECT to `target` (or responds with `status`), and the requests it received. */
async function proxy(target: number, status = 200) {
  const asked: string[] = [];
  const server = createHttpServer().on('connect', (request, client) => {
    asked.push(`${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim());
    if (status !== 200) return client.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const through = connect(target, '127.0.0.1', () => client.write('HTTP/1.1 200 Connected\r\n\r\n'));
    through
      .on('error', () => client.destroy())
      .pipe(client)
      .pipe(through);
  });
  return { port: await listenLocally(server), asked };
}

const vendor = () => listenLocally(createServer(good, (_request, response) => response.end('ok')));
const send = (proxyUrl: string, address = elsewhere, env = {}) =>
  createClient({
    allowPrivate: false,
    ca: root.cert,
    env: { HTTPS_PROXY: proxyUrl, ...env },
    resolve: async () => [address],
    connectTimeoutMs: 5_000,
  }).send({ method: 'GET', url: `https://${HOST}/`, headers: {} }, { timeoutMs: 10_000 });

test('a request goes through the proxy, which may be private, with its credentials', async () => {
  const { port, asked } = await proxy(await vendor());
  expect(await readText(await send(`http://me:secret@127.0.0.1:${port}`))).toBe('ok');
  expect(asked).toEqual([`${HOST}:443 Basic ${Buffer.from('me:secret').toString('base64')}`]);
});

test('a private target is rejected before the proxy is contacted', async () => {
  const { port, asked } = await proxy(await vendor());
  const sent = send(`http://127.0.0.1:${port}`, { address: '10.0.0.1', family: 4 });
  await expect(sent).rejects.toMatchObject({ code: 'EGRESS_BLOCKED' });
  expect(asked).toEqual([]);
});

test('NO_PROXY bypasses the proxy but not the address check', async () => {
  const { port, asked } = await proxy(await vendor());
  const sent = send(`http://127.0.0.1:${port}`, { address: '127.0.0.1', family: 4 }, { NO_PROXY: HOST });
  await expect(sent).rejects.toMatchObject({ code: 'EGRESS_BLOCKED' });
  expect(asked).toEqual([]);
});

test.each([403, 407, 502])('a proxy that responds with %i is PROXY_FAILED', async (status) => {
  const { port } = await proxy(0, status);
  const sent = send(`http://127.0.0.1:${port}`);
  await expect(sent).rejects.toMatchObject({ code: 'PROXY_FAILED', details: { reason: `HTTP ${status}` } });
});

test('a lookup without an answer ends at the deadline', async () => {
  const { port } = await proxy(0);
  const http = createClient({
    allowPrivate: false,
    env: { HTTPS_PROXY: `http://127.0.0.1:${port}` },
    resolve: () => new Promise(() => undefined),
  });
  const sent = http.send({ method: 'GET', url: `https://${HOST}/`, headers: {} }, { timeoutMs: 100 });
  await expect(sent).rejects.toMatchObject({ code: 'RESPONSE_TIMEOUT' });
});

test('plain http is sent to the proxy with the whole URL', async () => {
  const port = await startHttpServer((request, response) => response.end(`${request.method} ${request.url}`));
  const http = createClient({ env: { HTTP_PROXY: `http://127.0.0.1:${port}` } });
  const answer = await http.send({ method: 'GET', url: `http://${HOST}/a?b=1`, headers: {} }, { timeoutMs: 5_000 });
  expect(await readText(answer)).toBe(`GET http://${HOST}/a?b=1`);
});

test('a proxy that is down is PROXY_FAILED', async () => {
  const sent = send(`http://127.0.0.1:${await findClosedPort()}`);
  await expect(sent).rejects.toMatchObject({ code: 'PROXY_FAILED', details: { reason: 'ECONNREFUSED' } });
});

const P = 'http://proxy:3128';
test.each([
  { url: 'https://a.example/', env: {}, goes: undefined },
  { url: 'https://a.example/', env: { HTTPS_PROXY: P }, goes: P },
  { url: 'https://a.example/', env: { https_proxy: P, HTTPS_PROXY: 'http://other' }, goes: P },
  { url: 'https://a.example/', env: { HTTP_PROXY: P }, goes: undefined },
  { url: 'http://a.example/', env: { HTTP_PROXY: P }, goes: P },
  { url: 'https://a.example/', env: { HTTPS_PROXY: '' }, goes: undefined },
  { url: 'https://a.example/', env: { HTTPS_PROXY: P, NO_PROXY: 'a.example' }, goes: undefined },
  { url: 'https://sub.a.example/', env: { HTTPS_PROXY: P, NO_PROXY: 'x, a.example' }, goes: undefined },
  { url: 'https://sub.a.example/', env: { HTTPS_PROXY: P, no_proxy: '.a.example' }, goes: undefined },
  { url: 'https://sub.a.example/', env: { HTTPS_PROXY: P, NO_PROXY: '*.a.example' }, goes: undefined },
  { url: 'https://ba.example/', env: { HTTPS_PROXY: P, NO_PROXY: 'a.example' }, goes: P },
  { url: 'https://a.example/', env: { HTTPS_PROXY: P, NO_PROXY: '*' }, goes: undefined },
  { url: 'https://a.example/', env: { HTTPS_PROXY: P, NO_PROXY: 'a.example:8443' }, goes: P },
  { url: 'https://a.example:8443/', env: { HTTPS_PROXY: P, NO_PROXY: 'A.example:8443' }, goes: undefined },
  { url: 'https://a.example./', env: { HTTPS_PROXY: P, NO_PROXY: 'a.example' }, goes: undefined },
  { url: 'https://[::1]:8443/', env: { HTTPS_PROXY: P, NO_PROXY: '::1' }, goes: undefined },
  { url: 'https://[::1]:8443/', env: { HTTPS_PROXY: P, NO_PROXY: '[::1]:8443' }, goes: undefined },
])('$url with $env goes by $goes', ({ url, env, goes }) => {
  expect(findProxy(new URL(url), env)).toBe(goes);
});

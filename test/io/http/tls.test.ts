import { createServer } from 'node:https';
import { setImmediate as turn } from 'node:timers/promises';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { expect, test } from 'vitest';
import type { HttpRequest } from '../../../engine/pipeline/request/http-request.ts';
import { createAuthority, createCertificate, daysFromNow } from '../certificates.ts';
import { listenLocally, startScriptedServer, startTcpServer } from '../local.ts';
import { createClient, readText } from './client.ts';

const HOST = 'vendor.example';
const root = await createAuthority('Root of the tests');
const intermediate = await createAuthority('Intermediate of the tests', { signer: root });
const good = await createCertificate(HOST, { signer: root });

const tlsServer = (options: TlsOptions) =>
  listenLocally(createServer(options, (_request, response) => response.end('ok')));
const here = async () => [{ address: '127.0.0.1', family: 4 }];
const send = (port: number, connectTimeoutMs = 10_000) =>
  createClient({ ca: root.cert, resolve: here, connectTimeoutMs }).send(
    { method: 'GET', url: `https://${HOST}:${port}/`, headers: {} },
    { timeoutMs: 20_000 },
  );

test('the certificate is checked against the host name, not the dialled address', async () => {
  expect(await readText(await send(await tlsServer(good)))).toBe('ok');
});

const leaf = await createCertificate(HOST, { signer: intermediate });

test('a complete certificate chain is accepted', async () => {
  expect(await readText(await send(await tlsServer({ ...leaf, cert: `${leaf.cert}\n${intermediate.cert}` })))).toBe(
    'ok',
  );
});

test.each([
  { name: 'self-signed', options: await createCertificate(HOST), gives: 'TLS_SELF_SIGNED' },
  {
    name: 'from an unknown CA',
    options: await createCertificate(HOST, { signer: await createAuthority('Stranger') }),
    gives: 'TLS_UNKNOWN_CA',
  },
  { name: 'without its intermediate', options: leaf, gives: 'TLS_UNKNOWN_CA' },
  {
    name: 'expired',
    options: await createCertificate(HOST, { signer: root, from: daysFromNow(-9), to: daysFromNow(-2) }),
    gives: 'TLS_EXPIRED',
  },
  {
    name: 'not yet valid',
    options: await createCertificate(HOST, { signer: root, from: daysFromNow(2), to: daysFromNow(9) }),
    gives: 'TLS_NOT_YET_VALID',
  },
  {
    name: 'of another host',
    options: await createCertificate('other.example', { signer: root }),
    gives: 'TLS_WRONG_HOST',
  },
  {
    name: 'valid, but with an old TLS version',
    options: { ...good, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as TlsOptions,
    gives: 'TLS_TOO_OLD',
  },
])('a certificate that is $name is $gives', async ({ options, gives }) => {
  await expect(send(await tlsServer(options))).rejects.toMatchObject({ code: gives });
});

test('a plain-text response is TLS_NOT_SPOKEN', async () => {
  const port = await startScriptedServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  await expect(send(port)).rejects.toMatchObject({ code: 'TLS_NOT_SPOKEN' });
});

test('a server that is silent after accepting is TLS_TIMEOUT', async () => {
  const port = await startTcpServer(() => undefined);
  await expect(send(port, 200)).rejects.toMatchObject({ code: 'TLS_TIMEOUT' });
});

test.each([
  { name: 'fresh', answered: 0, connections: 1, outcome: 'CONNECTION_RESET' },
  { name: 'kept alive', answered: 1, connections: 2, outcome: 'ok' },
])('a $name TLS connection that is cut under a GET: $outcome', async ({ answered, connections, outcome }) => {
  let opened = 0;
  const server = createTlsServer(good, (socket) => {
    const nth = opened++;
    let requests = 0;
    socket
      .on('error', () => undefined)
      .on('data', () => {
        // The bytes of the handshake must not make a fresh connection look used.
        if (nth === 0 && requests++ === answered) socket.destroy();
        else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
      });
  });
  const port = await listenLocally(server);
  const http = createClient({ ca: root.cert, resolve: here });
  const request: HttpRequest = { method: 'GET', url: `https://${HOST}:${port}/`, headers: {} };
  const ask = () => http.send(request, { timeoutMs: 20_000 }).then(readText);
  for (let n = 0; n < answered; n++) await ask().then(() => turn());
  expect(await ask().catch(({ code }) => code)).toBe(outcome);
  expect(opened).toBe(connections);
});

import { spawn } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { join } from 'node:path';
import type { TLSSocket, TlsOptions } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createPorts, type Manifest } from '../../../engine/index.ts';
import { runConnectionTest } from '../../../engine/workbench/check/index.ts';
import { createAuthority, createCertificate, daysFromNow, type Pair } from '../../io/certificates.ts';
import { findClosedPort, listenLocally } from '../../io/local.ts';
import { findProgram } from '../../setup/find-program.ts';
import { createFolder, readRecords } from './folder.ts';
import { createSmallManifest } from './small-vendor.ts';
import { compileTestConnector, runSync } from './sync.ts';

const HOST = 'localhost';
const serverCa = await createAuthority('Private CA');
const clientCa = await createAuthority('Client CA');
const server = await createCertificate(HOST, { signer: serverCa });
const client = await createCertificate('client-7', { signer: clientCa });

/** Starts a vendor that answers with the name in the certificate of the client. */
async function startVendor(options: TlsOptions = {}) {
  const asked: string[] = [];
  const app = createServer(
    { ...server, ca: clientCa.cert, requestCert: true, rejectUnauthorized: false, ...options },
    (request, response) => {
      const socket = request.socket as TLSSocket;
      const name = socket.authorized ? String(socket.getPeerCertificate().subject.CN) : '';
      asked.push(name);
      response.writeHead(name ? 200 : 403, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ items: [{ id: name }] }));
    },
  );
  return { url: `https://${HOST}:${await listenLocally(app)}`, asked };
}

const secret = (title: string) => ({ type: 'string', title, writeOnly: true }) as const;

function createTlsManifest(): Manifest {
  const stream = { request: { path: '/things' }, records: 'items', key: ['id'] };
  const base = createSmallManifest({ things: stream }, { findings: 'things' });
  const properties = {
    ...base.settings.properties,
    certificate: { type: 'string', title: 'Client certificate' },
    key: secret('Client key'),
    phrase: secret('Passphrase'),
    ca: { type: 'string', title: 'CA' },
  } as const;
  const tls = {
    certificate: '{{settings.certificate}}',
    key: '{{settings.key}}',
    passphrase: '{{settings.phrase}}',
    ca: '{{settings.ca}}',
  };
  return { ...base, settings: { ...base.settings, properties }, tls };
}

type Settings = Readonly<Record<string, string>>;

async function runTls(url: string, settings: Settings) {
  const to = await createFolder();
  const vendor = { config: { settings: { url } } };
  const report = await runSync({ connector: createTlsManifest(), vendor, settings, to });
  const ids = report.error ? [] : (await readRecords(to, 'findings.ndjson')).map((one) => one['name']);
  return { ids, code: report.error?.code, message: report.error?.message };
}

const GOOD = { certificate: client.cert, key: client.key, ca: serverCa.cert };

const encryptKey = ({ key }: Pair, passphrase: string): string =>
  createPrivateKey(key).export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }) as string;

describe('mutual TLS', () => {
  test('the client certificate identifies the connection, and its own CA is trusted', async () => {
    const vendor = await startVendor();
    expect(await runTls(vendor.url, GOOD)).toMatchObject({ ids: ['client-7'], code: undefined });
  });

  test('line breaks may be written as \\n, and the key may have a passphrase', async () => {
    const vendor = await startVendor();
    const key = encryptKey(client, 'open sesame').replaceAll('\n', '\\n');
    const settings = { ...GOOD, certificate: client.cert.replaceAll('\n', '\\n'), key, phrase: 'open sesame' };
    expect(await runTls(vendor.url, settings)).toMatchObject({ ids: ['client-7'] });
  });

  test('a CA without a client certificate is enough for a private server', async () => {
    const vendor = await startVendor({ requestCert: false });
    const { code } = await runTls(vendor.url, { ca: serverCa.cert });
    expect([code, vendor.asked]).toEqual(['PERMISSION_DENIED', ['']]);
  });

  test('two connections with different certificates do not share a socket', async () => {
    const vendor = await startVendor();
    const other = await createCertificate('client-8', { signer: clientCa });
    const ports = createPorts({ allowPrivate: true });
    onTestFinished(() => ports.close());
    const settings = { url: vendor.url };
    for (const { cert, key } of [client, other, client]) {
      const connector = await compileTestConnector({
        connector: createTlsManifest(),
        vendor: { config: { settings } },
        settings: { ...GOOD, certificate: cert, key },
      });
      const tls = (url: string) => connector.tls(url, Date.now());
      const request = { method: 'GET', url: `${vendor.url}/things`, headers: {} } as const;
      const { body } = await ports.http.send(request, { timeoutMs: 10_000, tls });
      for await (const _ of body);
    }
    expect(vendor.asked).toEqual(['client-7', 'client-8', 'client-7']);
  });

  test('Test Connection uses the certificate, too', async () => {
    const vendor = await startVendor();
    const settings = { url: vendor.url };
    const connector = await compileTestConnector({
      connector: createTlsManifest(),
      vendor: { config: { settings } },
      settings: GOOD,
    });
    const ports = createPorts({ allowPrivate: true });
    onTestFinished(() => ports.close());
    const { checks } = await runConnectionTest(connector, { ports, allowPrivate: true });
    expect(checks.map(({ status }) => status)).toEqual(checks.map(() => 'passed'));
  });
});

const stranger = await createAuthority('Stranger');
const expiredServer = await createCertificate(HOST, { signer: serverCa, from: daysFromNow(-9), to: daysFromNow(-2) });
const otherServer = await createCertificate('other.example', { signer: serverCa });
const expired = await createCertificate('client-old', { signer: clientCa, from: daysFromNow(-9), to: daysFromNow(-2) });

describe('an error names the certificate', () => {
  test.each([
    [
      'of an unknown CA',
      server,
      { ...GOOD, ca: stranger.cert },
      'TLS_UNKNOWN_CA',
      /CN=localhost, issued by CN=Private CA/,
    ],
    [
      'that has expired',
      expiredServer,
      GOOD,
      'TLS_EXPIRED',
      /CN=localhost, issued by CN=Private CA, valid from .* until /,
    ],
    ['of another host', otherServer, GOOD, 'TLS_WRONG_HOST', /CN=other\.example/],
  ] as const)('of the server, %s', async (_name, pair, settings, code, text) => {
    const vendor = await startVendor(pair);
    const outcome = await runTls(vendor.url, settings);
    expect(outcome).toMatchObject({ code, message: expect.stringMatching(text) });
    expect(vendor.asked).toEqual([]);
  });

  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const otherKey = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  const INVALID: readonly (readonly [string, Settings, string, RegExp])[] = [
    [
      'that has expired',
      { ...GOOD, certificate: expired.cert, key: expired.key },
      'INVALID',
      /it has expired \(CN=client-old/,
    ],
    ['with the key of another', { ...GOOD, key: otherKey }, 'INVALID', /belongs to another certificate \(CN=client-7/],
    ['without a key', { ...GOOD, key: '' }, 'INVALID', /private key is missing/],
    ['that is no PEM', { ...GOOD, certificate: 'MIIB' }, 'INVALID', /not a certificate in PEM format/],
    ['with a key that is no PEM', { ...GOOD, key: 'not-a-private-key' }, 'INVALID', /not a key in PEM format/],
    [
      'with a wrong passphrase',
      { ...GOOD, key: encryptKey(client, 'right-one'), phrase: 'wrong-one' },
      'INVALID',
      /passphrase/,
    ],
  ];
  test.each(INVALID)('of the client, %s', async (_name, settings, code, text) => {
    const vendor = await startVendor();
    const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== ''));
    const outcome = await runTls(vendor.url, given);
    expect(outcome).toMatchObject({ code: `TLS_CLIENT_CERTIFICATE_${code}`, message: expect.stringMatching(text) });
    expect(vendor.asked).toEqual([]);
  });

  test('of the CA, which is no certificate', async () => {
    const vendor = await startVendor();
    expect(await runTls(vendor.url, { ...GOOD, ca: 'hello' })).toMatchObject({ code: 'TLS_CA_INVALID' });
  });
});

/** Starts an OpenSSL server, which sends the alerts that Node's server does not. */
async function startOpenssl(): Promise<string> {
  const folder = await createFolder();
  const file = async (name: string, text: string) => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  const port = await findClosedPort();
  const files = [
    ...['-cert', await file('cert.pem', server.cert), '-key', await file('key.pem', server.key)],
    ...['-CAfile', await file('ca.pem', clientCa.cert)],
  ];
  const child = spawn('openssl', [
    ...['s_server', '-accept', `127.0.0.1:${port}`, '-Verify', '1', '-verify_return_error', '-www', '-quiet'],
    ...files,
  ]);
  onTestFinished(() => void child.kill());
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.stdout.once('data', () => resolve());
    child.stderr.once('data', () => resolve());
    child.once('spawn', () => resolve());
  });
  return `https://${HOST}:${port}`;
}

const withOpenssl = test.skipIf(findProgram(['openssl']) === undefined);

withOpenssl('a server that rejects the client certificate says so', async () => {
  const url = await startOpenssl();
  const unknown = await createCertificate('client-9', { signer: await createAuthority('Unknown CA') });
  const outcome = await runTls(url, { ...GOOD, certificate: unknown.cert, key: unknown.key });
  expect(outcome.code).toBe('TLS_CLIENT_CERTIFICATE_REFUSED');
});

withOpenssl('a server that requires a client certificate says so', async () => {
  const url = await startOpenssl();
  expect((await runTls(url, { ca: serverCa.cert })).code).toBe('TLS_CLIENT_CERTIFICATE_REQUIRED');
});

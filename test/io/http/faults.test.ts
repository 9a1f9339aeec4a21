import type { Socket } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { isEngineError } from '../../../engine/base/errors/index.ts';
import { findClosedPort, startScriptedServer } from '../local.ts';
import { createClient, getRequest, readText } from './client.ts';

const LONG = 'findings and more findings, '.repeat(4000);
const DEADLINE_MS = 300;

const answer = (body: Uint8Array | string, headers: readonly string[] = []) => {
  const bytes = Buffer.from(body as string);
  return Buffer.concat([
    Buffer.from([`HTTP/1.1 200 OK`, `content-length: ${bytes.length}`, ...headers, '', ''].join('\r\n')),
    bytes,
  ]);
};
const packed = (coding: string, body: Uint8Array) => answer(body, [`content-encoding: ${coding}`]);
const write = (bytes: Uint8Array | string) => (socket: Socket) => void socket.write(bytes);
const writeThenEnd = (bytes: Uint8Array | string) => (socket: Socket) => void socket.end(bytes);
const writeThenReset = (bytes: string) => (socket: Socket) =>
  void socket.write(bytes, () => setImmediate(() => socket.resetAndDestroy()));

const damaged = (bytes: Buffer) => {
  const copy = Buffer.from(bytes);
  copy.writeUInt32LE(0xdeadbeef, copy.length - 8);
  return copy;
};

const withSize = (size: number, bytes: Buffer) => {
  const copy = Buffer.from(bytes);
  copy.writeUInt32LE(size, copy.length - 4);
  return copy;
};

interface Case {
  readonly name: string;
  readonly play: (socket: Socket) => void;
  readonly gives: string;
}

const WHOLE: readonly Case[] = [
  { name: 'a plain body', play: write(answer(LONG)), gives: LONG },
  { name: 'gzip', play: write(packed('gzip', gzipSync(LONG))), gives: LONG },
  {
    name: 'gzip in two parts',
    play: write(packed('gzip', Buffer.concat([gzipSync(LONG), gzipSync('and more')]))),
    gives: `${LONG}and more`,
  },
  {
    name: 'gzip that ends with an empty part',
    play: write(packed('gzip', Buffer.concat([gzipSync(LONG), gzipSync('')]))),
    gives: LONG,
  },
  { name: 'gzip in capitals', play: write(packed('GZip', gzipSync(LONG))), gives: LONG },
  { name: 'x-gzip', play: write(packed('x-gzip', gzipSync(LONG))), gives: LONG },
  { name: 'deflate as zlib', play: write(packed('deflate', deflateSync(LONG))), gives: LONG },
  { name: 'deflate as the raw stream', play: write(packed('deflate', deflateRawSync(LONG))), gives: LONG },
  { name: 'brotli', play: write(packed('br', brotliCompressSync(LONG))), gives: LONG },
  { name: 'zstd', play: write(packed('zstd', zstdCompressSync(LONG))), gives: LONG },
  { name: 'two codings', play: write(packed('deflate, gzip', gzipSync(deflateSync(LONG)))), gives: LONG },
  { name: 'identity', play: write(packed('identity', Buffer.from(LONG))), gives: LONG },
  { name: 'an empty body that claims gzip', play: write(packed('gzip', Buffer.alloc(0))), gives: '' },
  { name: '204', play: write('HTTP/1.1 204 No Content\r\ncontent-encoding: gzip\r\n\r\n'), gives: '' },
  {
    name: 'a body terminated by the end of the connection',
    play: writeThenEnd(`HTTP/1.1 200 OK\r\n\r\n${LONG}`),
    gives: LONG,
  },
];

test.each(WHOLE)('$name is read completely', async ({ play, gives }) => {
  const port = await startScriptedServer(play);
  expect(await readText(await createClient().send(getRequest(port), { timeoutMs: 5_000 }))).toBe(gives);
});

const chunked = (chunks: string) => `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${chunks}`;
const short = 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n[{"id":';

const BROKEN: readonly Case[] = [
  { name: 'a connection closed immediately', play: (socket) => void socket.end(), gives: 'CONNECTION_RESET' },
  {
    name: 'a connection reset immediately',
    play: (socket) => void socket.resetAndDestroy(),
    gives: 'CONNECTION_RESET',
  },
  { name: 'a truncated head', play: writeThenEnd('HTTP/1.1 200 OK\r\ncont'), gives: 'CONNECTION_RESET' },
  { name: 'a body shorter than its content-length', play: writeThenEnd(short), gives: 'BODY_TRUNCATED' },
  { name: 'a truncated chunk', play: writeThenEnd(chunked('ff\r\n[{"id":')), gives: 'BODY_TRUNCATED' },
  { name: 'chunks without the last one', play: writeThenEnd(chunked('2\r\n[]\r\n')), gives: 'BODY_TRUNCATED' },
  { name: 'a reset in the body', play: writeThenReset(short), gives: 'CONNECTION_RESET' },
  { name: 'an invalid chunk size', play: writeThenEnd(chunked('zz\r\n[]\r\n')), gives: 'ANSWER_NOT_HTTP' },
  { name: 'truncated gzip', play: write(packed('gzip', gzipSync(LONG).subarray(0, 60))), gives: 'BODY_TRUNCATED' },
  {
    name: 'gzip without its trailer',
    play: write(packed('gzip', gzipSync(LONG).subarray(0, -8))),
    gives: 'BODY_TRUNCATED',
  },
  {
    name: 'truncated deflate',
    play: write(packed('deflate', deflateSync(LONG).subarray(0, 60))),
    gives: 'BODY_TRUNCATED',
  },
  {
    name: 'truncated brotli',
    play: write(packed('br', brotliCompressSync(LONG).subarray(0, -4))),
    gives: 'BODY_TRUNCATED',
  },
  { name: 'gzip with a wrong checksum', play: write(packed('gzip', damaged(gzipSync(LONG)))), gives: 'BODY_DAMAGED' },
  {
    name: 'gzip with a wrong size',
    play: write(packed('gzip', withSize(7_000_000, gzipSync(LONG)))),
    gives: 'BODY_DAMAGED',
  },
  { name: 'text that claims gzip', play: write(packed('gzip', Buffer.from('[{"id":1}]'))), gives: 'BODY_DAMAGED' },
  { name: 'text that claims brotli', play: write(packed('br', Buffer.from('[{"id":1}]'))), gives: 'BODY_DAMAGED' },
  { name: 'an unknown coding', play: write(packed('rot13', Buffer.from(LONG))), gives: 'BODY_DAMAGED' },
  { name: 'four codings', play: write(packed('gzip, gzip, gzip, gzip', gzipSync(LONG))), gives: 'BODY_DAMAGED' },
  { name: 'a gzip bomb', play: write(packed('gzip', gzipSync(Buffer.alloc(2 ** 24)))), gives: 'PAGE_TOO_LARGE' },
  {
    name: 'a bomb in gzip of gzip',
    play: write(packed('gzip, gzip', gzipSync(gzipSync(Buffer.alloc(2 ** 24))))),
    gives: 'PAGE_TOO_LARGE',
  },
  { name: 'a large plain body', play: write(answer(Buffer.alloc(2 ** 21))), gives: 'PAGE_TOO_LARGE' },
  { name: 'a head of 40 kB', play: write(answer('[]', [`x-long: ${'x'.repeat(40_000)}`])), gives: 'ANSWER_NOT_HTTP' },
  { name: 'something other than HTTP', play: writeThenEnd('SSH-2.0-OpenSSH_9.9\r\n'), gives: 'ANSWER_NOT_HTTP' },
  { name: 'silence', play: () => undefined, gives: 'RESPONSE_TIMEOUT' },
  { name: 'silence after the head', play: write(short), gives: 'RESPONSE_TIMEOUT' },
  {
    name: 'a server that sends single bytes without end',
    play(socket) {
      socket.write(chunked(''));
      const drip = setInterval(() => socket.write('1\r\n \r\n'), 20);
      socket.on('close', () => clearInterval(drip));
    },
    gives: 'RESPONSE_TIMEOUT',
  },
];

test.each(BROKEN)('$name is $gives', async ({ play, gives }) => {
  const port = await startScriptedServer(play);
  const http = createClient({ maxBodyBytes: 2 ** 20 });
  // Only cases that wait for the deadline get a short one.
  const timeoutMs = gives === 'RESPONSE_TIMEOUT' ? DEADLINE_MS : 20_000;
  const failure = await http
    .send(getRequest(port), { timeoutMs })
    .then(readText)
    .catch((error: unknown) => error);
  expect(isEngineError(failure)).toBe(true);
  expect(failure).toMatchObject({ code: gives });
});

test('nothing listening is CONNECTION_REFUSED', async () => {
  const sent = createClient().send(getRequest(await findClosedPort()), { timeoutMs: 5_000 });
  await expect(sent).rejects.toMatchObject({ code: 'CONNECTION_REFUSED' });
});

test.each([
  ['ENOTFOUND', 'HOST_UNKNOWN'],
  ['EAI_AGAIN', 'DNS_UNAVAILABLE'],
])('the resolver error %s is %s', async (code, gives) => {
  const http = createClient({ resolve: async () => Promise.reject(Object.assign(new Error(code), { code })) });
  const sent = http.send({ method: 'GET', url: 'http://vendor.example/', headers: {} }, { timeoutMs: 5_000 });
  await expect(sent).rejects.toMatchObject({ code: gives, details: { host: 'vendor.example' } });
});

test('an error message contains no part of the URL, the headers or the response', async () => {
  const port = await startScriptedServer(writeThenEnd('HTTP/1.1 200 OK\r\nbad header with hunter2\r\n\r\n'));
  const draft = { ...getRequest(port, '/path-hunter2?key=hunter2'), headers: { 'x-api-key': 'hunter2' } };
  const failure = await createClient()
    .send(draft, { timeoutMs: 5_000 })
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'ANSWER_NOT_HTTP' });
  const { message, fix, details, cause } = failure as Error & { fix: string; details: object };
  expect([message, fix, JSON.stringify(details), String(cause), JSON.stringify(cause)].join()).not.toContain('hunter2');
});

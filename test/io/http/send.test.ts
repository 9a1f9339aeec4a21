// undici returns a connection to its pool one turn after the last byte was read.
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { HttpRequest } from '../../../engine/pipeline/request/http-request.ts';
import { startHttpServer, startScriptedServer, startTcpServer } from '../local.ts';
import { createClient, getRequest, readText } from './client.ts';

test.each(['/a%20b/%2e%2e?x=%27|1&y=a+b', '/plain', '/?empty=', "/quo'te?q='x'"])(
  'the URL %s is sent unchanged',
  async (path) => {
    const port = await startHttpServer((request, response) => response.end(request.url));
    expect(await readText(await createClient().send(getRequest(port, path), { timeoutMs: 5_000 }))).toBe(path);
  },
);

test('an origin without a path requests /', async () => {
  const port = await startHttpServer((request, response) => response.end(request.url));
  const draft = { ...getRequest(port), url: `http://127.0.0.1:${port}?a=1#part` };
  expect(await readText(await createClient().send(draft, { timeoutMs: 5_000 }))).toBe('/?a=1');
});

test('method, headers and body are sent; the draft overrides defaults', async () => {
  const port = await startHttpServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { 'accept-encoding': coding, 'user-agent': agent, 'x-key': key } = request.headers;
    response.end(JSON.stringify([request.method, coding, agent, key, body]));
  });
  const request: HttpRequest = {
    ...getRequest(port),
    method: 'POST',
    headers: { 'user-agent': 'mine', 'x-key': 'k' },
    body: 'ä',
  };
  const sent = JSON.parse(await readText(await createClient().send(request, { timeoutMs: 5_000 })));
  expect(sent).toEqual(['POST', 'gzip, deflate, br', 'mine', 'k', 'ä']);
});

test('response headers: names in lower case, repeated ones joined, cookies separate', async () => {
  const port = await startScriptedServer((socket) =>
    socket.end(
      'HTTP/1.1 200 OK\r\nLink: <a>\r\nLINK: <b>\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\n__proto__: x\r\n\r\n',
    ),
  );
  const { headers } = await createClient().send(getRequest(port), { timeoutMs: 5_000 });
  expect(Object.entries(headers)).toEqual([
    ['link', '<a>, <b>'],
    ['set-cookie', 'a=1\nb=2'],
    ['__proto__', 'x'],
  ]);
});

test.each([
  ['not a URL', 'URL_INVALID'],
  ['ftp://vendor.example/', 'URL_INVALID'],
  ['https://user:pass@vendor.example/', 'URL_INVALID'],
])('the URL %s is %s', async (url, code) => {
  const sent = createClient().send({ method: 'GET', url, headers: {} }, { timeoutMs: 5_000 });
  await expect(sent).rejects.toMatchObject({ code });
});

test.each(['a\r\nx-other: b', 'ключ', 'nul\0'])('the header value %j cannot be sent', async (value) => {
  const sent = createClient().send({ ...getRequest(1), headers: { 'x-key': value } }, { timeoutMs: 5_000 });
  await expect(sent).rejects.toMatchObject({ code: 'REQUEST_UNSENDABLE' });
});

test('connections are kept alive', async () => {
  const ports = new Set<number | undefined>();
  const port = await startHttpServer((request, response) => {
    ports.add(request.socket.remotePort);
    response.end('ok');
  });
  const http = createClient();
  for (let n = 0; n < 5; n++) {
    await readText(await http.send(getRequest(port), { timeoutMs: 5_000 }));
    await turn();
  }
  expect(ports.size).toBe(1);
});

/** Answers the first request of each connection and resets on the second, as if an idle connection just closed. */
async function closesKeptAlive() {
  const heads: string[] = [];
  const port = await startTcpServer((socket) => {
    let asked = 0;
    socket.on('data', (bytes) => {
      heads.push(bytes.toString().split(' ', 1)[0] ?? '');
      if (asked++ === 0) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
      else socket.resetAndDestroy();
    });
  });
  return { port, heads };
}

test.each([
  { method: 'GET', heads: ['GET', 'GET', 'GET'], outcome: 'ok' },
  { method: 'PUT', heads: ['GET', 'PUT', 'PUT'], outcome: 'ok' },
  { method: 'POST', heads: ['GET', 'POST'], outcome: 'CONNECTION_RESET' },
  { method: 'PATCH', heads: ['GET', 'PATCH'], outcome: 'CONNECTION_RESET' },
] as const)(
  'a $method on a connection that was just closed: $outcome',
  async ({ method, heads: expected, outcome }) => {
    const { port, heads } = await closesKeptAlive();
    const http = createClient();
    await readText(await http.send(getRequest(port), { timeoutMs: 5_000 }));
    // undici returns a connection to its pool after the last byte was read.
    await turn();
    const sent = http.send({ ...getRequest(port), method }, { timeoutMs: 5_000 });
    expect(await sent.then(readText).catch(({ code }) => code)).toBe(outcome);
    expect(heads).toEqual(expected);
  },
);

test('if the first address of a name refuses, the next is dialled', async () => {
  const port = await startHttpServer((_request, response) => response.end('ok'));
  const addresses = ['127.0.0.2', '127.0.0.1'].map((address) => ({ address, family: 4 }));
  const http = createClient({ resolve: async () => addresses });
  const draft = { ...getRequest(port), url: `http://vendor.example:${port}/` };
  expect(await readText(await http.send(draft, { timeoutMs: 5_000 }))).toBe('ok');
});

test('a reset of a fresh connection is not retried', async () => {
  let connections = 0;
  const port = await startTcpServer((socket) => {
    connections++;
    socket.resetAndDestroy();
  });
  await expect(createClient().send(getRequest(port), { timeoutMs: 5_000 })).rejects.toMatchObject({
    code: 'CONNECTION_RESET',
  });
  expect(connections).toBe(1);
});

test('an aborted signal rejects with its own reason: before, while waiting, in the body', async () => {
  const reason = new Error('enough');
  const port = await startScriptedServer((socket, head) => {
    if (head.startsWith('GET /body')) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n[');
    controller.abort(reason);
  });
  const http = createClient();
  let controller = new AbortController();
  const { signal } = controller;
  await expect(http.send(getRequest(port), { timeoutMs: 5_000, signal })).rejects.toBe(reason);
  await expect(http.send(getRequest(port), { timeoutMs: 5_000, signal })).rejects.toBe(reason);
  controller = new AbortController();
  const reading = http.send(getRequest(port, '/body'), { timeoutMs: 5_000, signal: controller.signal }).then(readText);
  await expect(reading).rejects.toBe(reason);
});

test('a body that is not read to its end frees its connection', async () => {
  let closed: () => void = () => undefined;
  const gone = new Promise<void>((done) => {
    closed = done;
  });
  const port = await startScriptedServer((socket) => {
    socket.on('close', closed);
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\nfirst');
  });
  const { body } = await createClient().send(getRequest(port), { timeoutMs: 60_000 });
  for await (const _ of body) break;
  await gone;
});

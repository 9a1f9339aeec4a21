import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import type { HttpRequest } from '../../../engine/pipeline/request/http-request.ts';
import { startHttpServer } from '../local.ts';
import { createClient, getRequest, readText } from './client.ts';

/** Server that redirects /from to `location`, and the request lines and headers it received. */
async function redirecting(status: number, location: (port: number) => string) {
  const asked: { line: string; headers: IncomingMessage['headers']; body: string }[] = [];
  const port: number = await startHttpServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    asked.push({ line: `${request.method} ${request.url}`, headers: request.headers, body });
    if (request.url?.startsWith('/from')) response.writeHead(status, { location: location(port) });
    response.end('done');
  });
  return { port, asked };
}

const KEY = { 'x-api-key': 'k', 'content-type': 'application/json' };
const draftOf = (method: HttpRequest['method'], port: number): HttpRequest => ({
  ...getRequest(port, '/from'),
  method,
  headers: KEY,
  ...(method === 'GET' ? {} : { body: '{"a":1}' }),
});

test.each([
  { method: 'GET', status: 301, next: 'GET /to', body: '' },
  { method: 'GET', status: 302, next: 'GET /to', body: '' },
  { method: 'GET', status: 303, next: 'GET /to', body: '' },
  { method: 'GET', status: 307, next: 'GET /to', body: '' },
  { method: 'GET', status: 308, next: 'GET /to', body: '' },
  { method: 'POST', status: 303, next: 'GET /to', body: '' },
  { method: 'POST', status: 307, next: 'POST /to', body: '{"a":1}' },
  { method: 'PUT', status: 308, next: 'PUT /to', body: '{"a":1}' },
] as const)('$status in response to $method is followed by $next', async ({ method, status, next, body }) => {
  const { port, asked } = await redirecting(status, () => '/to#part');
  const answer = await createClient().send(draftOf(method, port), { timeoutMs: 5_000 });
  expect([answer.status, await readText(answer)]).toEqual([200, 'done']);
  expect(asked.map(({ line }) => line)).toEqual([`${method} /from`, next]);
  expect(asked[1]?.headers['x-api-key']).toBe('k');
  expect(asked[1]?.body).toBe(body);
});

test.each([
  { method: 'POST', status: 301, to: () => '/to', why: 'HTTP 301 in response to a POST' },
  { method: 'POST', status: 302, to: () => '/to', why: 'HTTP 302 in response to a POST' },
  { method: 'DELETE', status: 302, to: () => '/to', why: 'HTTP 302 in response to a DELETE' },
  { method: 'GET', status: 302, to: (port: number) => `http://localhost:${port}/to`, why: 'to another host' },
  { method: 'GET', status: 302, to: (port: number) => `//localhost:${port}/to`, why: 'to another host' },
  { method: 'GET', status: 302, to: (port: number) => `\\\\localhost:${port}/to`, why: 'to another host' },
  { method: 'GET', status: 302, to: () => 'http://127.0.0.1:1/to', why: 'to another port' },
  { method: 'GET', status: 302, to: (port: number) => `https://127.0.0.1:${port}/to`, why: 'from http to https' },
  { method: 'GET', status: 302, to: (port: number) => `http://u:p@127.0.0.1:${port}/to`, why: 'with a user name' },
  { method: 'GET', status: 302, to: () => 'file:///etc/passwd', why: 'to another host' },
  { method: 'GET', status: 302, to: () => 'http://[', why: 'its Location is not a URL' },
] as const)('$status to another place is refused: $why', async ({ method, status, to, why }) => {
  const { port, asked } = await redirecting(status, to);
  const sent = createClient().send(draftOf(method, port), { timeoutMs: 5_000 });
  await expect(sent).rejects.toMatchObject({
    code: 'REDIRECT_REFUSED',
    details: { reason: expect.stringContaining(why) },
  });
  expect(asked).toHaveLength(1);
});

test('five redirects are followed, a sixth is rejected', async () => {
  const hops = (count: number) => async () => {
    const port = await startHttpServer((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left > 0) response.writeHead(302, { location: `/${left - 1}` });
      response.end();
    });
    return createClient().send(getRequest(port, `/${count}`), { timeoutMs: 5_000 });
  };
  expect((await hops(5)()).status).toBe(200);
  await expect(hops(6)()).rejects.toMatchObject({ code: 'REDIRECT_REFUSED' });
});

test.each([304, 300])('%i is a response, not a redirect', async (status) => {
  const { port, asked } = await redirecting(status, () => '/to');
  expect((await createClient().send(getRequest(port, '/from'), { timeoutMs: 5_000 })).status).toBe(status);
  expect(asked).toHaveLength(1);
});

test('a redirected request is built by the caller', async () => {
  const { port, asked } = await redirecting(302, () => '/to?page=2');
  const redirect = (moved: HttpRequest): HttpRequest => ({
    ...moved,
    headers: { ...moved.headers, authorization: new URL(moved.url).pathname },
  });
  await createClient().send(redirect(getRequest(port, '/from')), { timeoutMs: 5_000, redirect });
  expect(asked.map(({ headers }) => headers.authorization)).toEqual(['/from', '/to']);
});

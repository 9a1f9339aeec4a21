import { expect, onTestFinished, test } from 'vitest';
import { createPorts } from '../../engine/io/ports.ts';
import { getRequest, readText } from './http/client.ts';
import { startHttpServer } from './local.ts';

test('the real ports: a request, a clock, and nothing left open after close', async () => {
  const port = await startHttpServer((_request, response) => response.end('ok'));
  const ports = createPorts({ allowPrivate: true, env: {} });
  expect(await readText(await ports.http.send(getRequest(port), { timeoutMs: 5_000 }))).toBe('ok');
  expect(ports.clock.now()).toBeGreaterThan(Date.UTC(2025));
  await ports.close();
  await expect(ports.http.send(getRequest(port), { timeoutMs: 5_000 })).rejects.toThrow();
});

test('a host that must be public is refused on a private address and over http, whatever the operator allows', async () => {
  const port = await startHttpServer((_request, response) => response.end('ok'));
  const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
  const ports = createPorts({ allowPrivate: true, env: {}, resolve });
  onTestFinished(() => ports.close());
  const send = (url: string, isPublic: boolean) =>
    ports.http.send({ method: 'GET', url, headers: {} }, { timeoutMs: 5_000, publicOnly: () => isPublic });
  expect(await readText(await send(`http://127.0.0.1:${port}/`, false))).toBe('ok');
  expect(await readText(await send(`http://a.files.example:${port}/`, false))).toBe('ok');
  for (const url of [`http://127.0.0.1:${port}/`, `https://127.0.0.1:${port}/`, `https://a.files.example:${port}/`])
    await expect(send(url, true)).rejects.toMatchObject({ code: 'EGRESS_BLOCKED' });
});

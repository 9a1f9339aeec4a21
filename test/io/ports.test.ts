import { expect, test } from 'vitest';
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

import { expect, test } from 'vitest';
import { createPorts } from '../../engine/io/ports.ts';
import { get, text } from './http/client.ts';
import { serving } from './local.ts';

test('the real ports: a request, a clock, and nothing left open after close', async () => {
  const port = await serving((_request, response) => response.end('ok'));
  const ports = createPorts({ allowPrivate: true, env: {} });
  expect(await text(await ports.http.send(get(port), { timeoutMs: 5_000 }))).toBe('ok');
  expect(ports.clock.now()).toBeGreaterThan(Date.UTC(2025));
  await ports.close();
  await expect(ports.http.send(get(port), { timeoutMs: 5_000 })).rejects.toThrow();
});

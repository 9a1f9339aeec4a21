import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildAppsBody, type Size } from '../platform/worker/apps.ts';

/** Slow vendor of applications and findings, in a separate process. */
export interface AppsServer {
  readonly origin: string;
  /** Number of answered requests. */
  readonly asked: () => number;
  /** Total size of the sent bodies in bytes. */
  readonly sent: () => number;
  close(): Promise<void>;
}

/** Starts the vendor on a loopback port; it responds after `latencyMs`. */
export async function startAppsServer(size: Size, latencyMs: number): Promise<AppsServer> {
  let [asked, sent] = [0, 0];
  const server = createServer((request, response) => {
    asked += 1;
    const body = JSON.stringify(buildAppsBody(size, request.url ?? ''));
    sent += body.length;
    setTimeout(() => response.writeHead(200, { 'content-type': 'application/json' }).end(body), latencyMs);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => asked,
    sent: () => sent,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

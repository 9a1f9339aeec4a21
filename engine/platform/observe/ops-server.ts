import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { engineError } from '../../base/errors/index.ts';
import type { Metrics } from './metrics.ts';

/** HTTP server of a worker's operations endpoints. */
export interface OpsServer extends AsyncDisposable {
  readonly origin: string;
}

interface OpsSources {
  readonly metrics: Metrics;
  /** Rejects if the worker is unhealthy, for example because its store is unreachable. */
  readonly healthy: () => Promise<void>;
}

interface OpsResponse {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

const jsonResponse = (status: number, value: unknown): OpsResponse => ({
  status,
  type: 'application/json',
  text: `${JSON.stringify(value)}\n`,
});

const ROUTES: Readonly<Record<string, (sources: OpsSources) => Promise<OpsResponse>>> = {
  '/metrics': async ({ metrics }) => ({ status: 200, type: metrics.contentType, text: await metrics.text() }),
  '/healthz': async ({ healthy }) => {
    try {
      await healthy();
      return jsonResponse(200, { ok: true });
    } catch {
      return jsonResponse(503, { ok: false });
    }
  },
};

/** Serves GET /metrics and GET /healthz on a port (0: any free port). Throws PORT_TAKEN. */
export async function startOps(
  sources: OpsSources,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<OpsServer> {
  const server = createServer(async (request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    const route = request.method === 'GET' && Object.hasOwn(ROUTES, path) ? ROUTES[path] : undefined;
    const result = route
      ? await route(sources).catch(() => jsonResponse(503, { ok: false }))
      : jsonResponse(404, { routes: Object.keys(ROUTES) });
    response
      .writeHead(result.status, { 'content-type': result.type, 'x-content-type-options': 'nosniff' })
      .end(result.text);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(engineError('PORT_TAKEN', { host, port }, error)));
    server.listen(port, host, resolve);
  });
  const { address, port: bound } = server.address() as AddressInfo;
  return {
    origin: `http://${address.includes(':') ? `[${address}]` : address}:${bound}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

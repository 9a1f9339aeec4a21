import { createServer } from 'node:http';
import { connect } from 'node:net';
import { listenLocally } from '../io/local.ts';

/** Proxy that connects every CONNECT to a local port, regardless of the requested host. */
export interface ConnectProxy {
  readonly port: number;
  /** Targets of the CONNECT requests, with their credentials. */
  readonly asked: string[];
}

/** Starts a proxy; it refuses all tunnels if `status` is not 200. */
export async function startConnectProxy(target: number, status = 200): Promise<ConnectProxy> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(502).end();
  }).on('connect', (request, client) => {
    asked.push(`${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim());
    client.on('error', () => undefined);
    if (status !== 200) return client.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const through = connect(target, '127.0.0.1', () => client.write('HTTP/1.1 200 Connected\r\n\r\n'));
    through
      .on('error', () => client.destroy())
      .pipe(client)
      .pipe(through);
  });
  return { port: await listenLocally(server), asked };
}

import { mkdtemp, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createStudio, type StudioOptions } from '../../../studio/server/app.ts';
import { CONNECTORS } from '../../manifests/connectors.ts';

export const TOKEN = 'a-token-of-this-test-0123456789';
export const ROOT = new URL('../../../', import.meta.url).pathname;

/** A studio that listens, and ways to call it. */
export interface Started {
  readonly port: number;
  readonly origin: string;
  /** With the token, and what `init` says. */
  call(path: string, init?: { method?: string; body?: unknown; headers?: Record<string, string> }): Promise<Called>;
  /** What the server sends for these bytes until it closes. */
  raw(bytes: string): Promise<string>;
  close(): Promise<void>;
}

export interface Called {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

const PAGE =
  '<!doctype html><html><head><meta name="mapwright-token" content="" /></head><body><div id="app"></div></body></html>';

async function builtPage(): Promise<string> {
  const web = await mkdtemp(join(tmpdir(), 'studio-web-'));
  await writeFile(join(web, 'index.html'), PAGE);
  await writeFile(join(web, 'app.js'), 'export {};');
  await writeFile(join(web, '.secret'), 'not for the web');
  return web;
}

const bodyOf = async (response: Response): Promise<unknown> => {
  const content = await response.text();
  return response.headers.get('content-type')?.includes('json') ? JSON.parse(content) : content;
};

/** Starts a studio on a port of its own. */
export async function startStudio(options: Partial<StudioOptions> = {}): Promise<Started> {
  const app = await createStudio({
    version: '0.0.0-test',
    token: TOKEN,
    manifests: CONNECTORS.map((id) => ({ file: join(ROOT, 'manifests', id, 'manifest.json'), origin: 'catalogue' })),
    web: await builtPage(),
    write: false,
    demo: false,
    allowPrivate: false,
    ...options,
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const [address] = app.addresses();
  const port = typeof address === 'object' && 'port' in address ? address.port : 0;
  const origin = `http://127.0.0.1:${port}`;
  return {
    port,
    origin,
    async call(path, { method = 'GET', body, headers = {} } = {}) {
      const response = await fetch(origin + path, {
        method,
        headers: {
          'x-mapwright-token': TOKEN,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      return { status: response.status, headers: response.headers, body: await bodyOf(response) };
    },
    raw: (bytes) => {
      const socket = connect(port, '127.0.0.1');
      socket.write(bytes);
      return text(socket);
    },
    close: () => app.close(),
  };
}

/** A request as its bytes; the connection ends with the answer. */
export const request = (line: string, headers: Record<string, string>, body = ''): string => {
  const lines = Object.entries({ ...headers, connection: 'close' }).map(([name, value]) => `${name}: ${value}`);
  return `${line} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`;
};

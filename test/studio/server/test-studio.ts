import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { loadConnector } from '../../../engine/cli/load-connector.ts';
import { createPorts, parseKeyring, type WorkerEvent, type WorkerParts } from '../../../engine/index.ts';
import { openStore, type Store } from '../../../engine/inventory/store/index.ts';
import { createQueue, openWorker } from '../../../engine/platform/worker/index.ts';
import { createSessions, createStudio, type StudioOptions } from '../../../studio/server/app.ts';
import { SIMULATED } from '../../manifests/connectors.ts';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Running studio, with ways to call it. */
export interface StartedStudio {
  readonly port: number;
  readonly origin: string;
  /** Cookie of a session, `name=value`. */
  readonly cookie: string;
  /** Sends a request with the session's cookie. */
  call(path: string, init?: { method?: string; body?: unknown; headers?: Record<string, string> }): Promise<CallResult>;
  /** Sends raw bytes and returns the response, once the server closes the connection. */
  raw(bytes: string): Promise<string>;
  readonly store: Store;
  /** Events of its worker. */
  readonly log: readonly WorkerEvent[];
  close(): Promise<void>;
}

export interface CallResult {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export const PAGE = '<!doctype html><html><body><div id="app"></div></body></html>';

async function builtPage(): Promise<string> {
  const web = await mkdtemp(join(tmpdir(), 'studio-web-'));
  await cp(join(ROOT, 'studio/web/public'), web, { recursive: true });
  await writeFile(join(web, 'index.html'), PAGE);
  await writeFile(join(web, 'app.js'), 'export {};');
  await writeFile(join(web, '.secret'), 'not for the web');
  return web;
}

const readBody = async (response: Response): Promise<unknown> => {
  const content = await response.text();
  return response.headers.get('content-type')?.startsWith('application/json') ? JSON.parse(content) : content;
};

/** Opens a new store in a temporary folder. */
const createFreshStore = async (): Promise<Store> =>
  openStore(`sqlite:${join(await mkdtemp(join(tmpdir(), 'studio-store-')), 'store.db')}`);

/** Shared by all studios of a test, which can share a store. */
export const KEY = randomBytes(32).toString('base64');

/** Creates the parts of a studio on a store. */
function partsOn(store: Store, ports: ReturnType<typeof createPorts>, log: WorkerEvent[]): StudioOptions['parts'] {
  const platform: WorkerParts['platform'] = {
    store,
    keyring: parseKeyring(KEY, 'the test'),
    manifestOf: async (connector) => (await loadConnector(connector)).manifest,
    clock: ports.clock,
    random: ports.random,
    actor: 'test',
  };
  return {
    platform,
    ports,
    queue: createQueue(platform, () => undefined),
    tell: (event) => void log.push(event),
    learn: () => undefined,
  };
}

/** Starts a worker in this thread; the command starts one in a separate thread. */
const workerOn =
  (parts: StudioOptions['parts']): NonNullable<StudioOptions['startWorker']> =>
  (tell) => {
    const stopping = new AbortController();
    const queue = createQueue(parts.platform, () => undefined);
    const own = { ...parts, queue, tell, platform: { ...parts.platform, actor: 'studio' } };
    const done = openWorker(own, { concurrency: 2, scheduling: true }).work(stopping.signal);
    return {
      async stop() {
        stopping.abort();
        await done;
      },
    };
  };

export type StartOptions = Partial<StudioOptions> & {
  readonly store?: Store;
  /** Port to listen on; any free one when absent. */
  readonly port?: number;
  /** Starts a worker. */
  readonly worker?: boolean;
  /** Called once it listens. */
  readonly brought?: (parts: StudioOptions['parts']) => Promise<void>;
};

/** Starts a studio on a free port. */
export async function startStudio({
  store: given,
  brought,
  worker = false,
  port: wanted = 0,
  ...options
}: StartOptions = {}): Promise<StartedStudio> {
  const store = given ?? (await createFreshStore());
  const ports = createPorts({ allowPrivate: options.allowPrivate ?? false });
  const log: WorkerEvent[] = [];
  const { sessions = createSessions(Date.now, () => undefined) } = options;
  const parts = partsOn(store, ports, log);
  const app = await createStudio({
    version: '0.0.0-test',
    sessions,
    manifests: SIMULATED.map((id) => ({ file: join(ROOT, 'manifests', id, 'manifest.json'), origin: 'catalogue' })),
    web: await builtPage(),
    write: false,
    demo: false,
    allowPrivate: false,
    parts,
    ...(worker ? { startWorker: workerOn(parts) } : {}),
    ...options,
  });
  await app.listen({ host: '127.0.0.1', port: wanted });
  await brought?.(parts);
  const [address] = app.addresses();
  const port = typeof address === 'object' && 'port' in address ? address.port : 0;
  const origin = `http://127.0.0.1:${port}`;
  const cookie = `mapwright-${port}=${sessions.open(sessions.code)}`;
  return {
    port,
    origin,
    cookie,
    async call(path, { method = 'GET', body, headers = {} } = {}) {
      const response = await fetch(origin + path, {
        method,
        headers: {
          cookie,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      return { status: response.status, headers: response.headers, body: await readBody(response) };
    },
    raw: (bytes) => {
      const socket = connect(port, '127.0.0.1');
      socket.write(bytes);
      return text(socket);
    },
    store,
    log,
    async close() {
      await app.close();
      await ports.close();
      await store.close();
    },
  };
}

/** Formats a request as bytes; the connection closes after the response. */
export const formatRequest = (line: string, headers: Record<string, string>, body = ''): string => {
  const lines = Object.entries({ ...headers, connection: 'close' }).map(([name, value]) => `${name}: ${value}`);
  return `${line} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`;
};

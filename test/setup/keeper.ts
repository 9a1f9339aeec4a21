import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { createPostgresServer, type PostgresServer, type StopMode } from './postgres-server.ts';

/**
 * Manages the PostgreSQL servers of a test run, and removes them when its standard input closes, which happens when the
 * parent process exits for any reason.
 */
const servers = new Map<number, PostgresServer>();
let sharedServers: Promise<number> | undefined;

async function startedServers(fsync: boolean): Promise<number> {
  const server = await createPostgresServer({ fsync });
  servers.set(server.port, server);
  await server.start();
  return server.port;
}

/** Request handlers by path. */
const REQUESTS: Readonly<Record<string, (body: { port: number; mode: StopMode }) => Promise<unknown>>> = {
  '/shared': () => {
    sharedServers ??= startedServers(false);
    return sharedServers;
  },
  '/own': () => startedServers(true),
  '/stop': async ({ port, mode }) => servers.get(port)?.stop(mode),
  '/start': async ({ port }) => servers.get(port)?.start(),
  '/remove': async ({ port }) => {
    servers.get(port)?.remove();
    servers.delete(port);
  },
};

const http = createServer(async (request, response) => {
  try {
    const answer = await REQUESTS[request.url ?? '']?.(JSON.parse((await text(request)) || '{}'));
    response.end(JSON.stringify(answer ?? null));
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
});

function end(): void {
  for (const server of servers.values()) server.remove();
  process.exit();
}

// An interrupt reaches the whole process group; the parent process decides when this process ends.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', end);
process.stdin.on('end', end).on('error', end).resume();
http.listen(0, '127.0.0.1', () => {
  const address = http.address();
  if (address !== null && typeof address === 'object') process.stdout.write(`${address.port}\n`);
});

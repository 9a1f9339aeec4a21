import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** The port of a server that listens on loopback from now until the test is over. */
export async function listenLocally(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket.on('error', () => undefined));
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** The port of an HTTP server. */
export const startHttpServer = (
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<number> => listenLocally(createServer(handle));

/** The port of a TCP server that does with each connection what it likes. */
export const startTcpServer = (handle: (socket: Socket) => void): Promise<number> =>
  listenLocally(createTcpServer(handle));

/** The port of a TCP server that plays `play` for every request head that comes in (bodies of requests are not read). */
export const startScriptedServer = (play: (socket: Socket, head: string) => void): Promise<number> =>
  startTcpServer((socket) => socket.on('data', (bytes) => play(socket, bytes.toString('latin1'))));

/** A port that nothing listens on. */
export async function findClosedPort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

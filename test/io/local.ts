import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** Starts a server on loopback until the end of the test; returns its port. */
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

/** Starts an HTTP server; returns its port. */
export const startHttpServer = (
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<number> => listenLocally(createServer(handle));

/** Starts a TCP server with a custom connection handler; returns its port. */
export const startTcpServer = (handle: (socket: Socket) => void): Promise<number> =>
  listenLocally(createTcpServer(handle));

/** Starts a TCP server that calls `play` for every request head (request bodies are not read); returns its port. */
export const startScriptedServer = (play: (socket: Socket, head: string) => void): Promise<number> =>
  startTcpServer((socket) => socket.on('data', (bytes) => play(socket, bytes.toString('latin1'))));

/** Returns a port without a listener. */
export async function findClosedPort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { createLedger, type Ledger, type LedgerRequest } from './ledger.ts';

/** Request with its socket, which the handler can misuse. */
export interface Exchange {
  readonly socket: Socket;
  readonly seen: LedgerRequest;
  readonly ledger: Ledger;
  /** Origin that the manifest does not allow, which must not receive any request. */
  readonly stranger: string;
}

/** Behavior of a connection before its first request. */
export type Greeting = 'well' | 'reset' | 'end' | 'silent';

export interface ServerOptions {
  readonly answer: (exchange: Exchange) => void;
  /** Returns the greeting of a connection by its number, from 0. */
  readonly greet?: (connection: number) => Greeting;
  readonly tls?: TlsOptions | undefined;
  readonly stranger?: string;
}

/** Server on raw sockets, because an HTTP server cannot send malformed HTTP. */
export interface FaultServer {
  readonly port: number;
  readonly ledger: Ledger;
  /** Starts to listen on its port again. */
  open(): Promise<void>;
  close(): Promise<void>;
}

const HEAD_END = '\r\n\r\n';

/** Parses the first complete request of the received bytes, and returns it with the remaining bytes. */
function cutRequest(text: string): { head: string; body: string; rest: string } | undefined {
  const end = text.indexOf(HEAD_END);
  if (end < 0) return undefined;
  const head = text.slice(0, end);
  const length = Number(/^content-length: *(\d+)$/im.exec(head)?.[1] ?? 0);
  const from = end + HEAD_END.length;
  if (text.length < from + length) return undefined;
  return { head, body: text.slice(from, from + length), rest: text.slice(from + length) };
}

function parseRequest(ledger: Ledger, head: string, body: string): LedgerRequest {
  const [line = '', ...lines] = head.split('\r\n');
  const route = line.replace(/ HTTP\/1\.1$/, '');
  const headers = lines.map((one) => [
    one.slice(0, one.indexOf(':')).toLowerCase(),
    one.slice(one.indexOf(':') + 1).trim(),
  ]);
  const attempt = ledger.requests.filter((seen) => seen.route === route).length;
  return { route, attempt, headers: Object.fromEntries(headers), body };
}

const GREETINGS: Readonly<Record<Greeting, (socket: Socket) => boolean>> = {
  well: () => true,
  silent: () => false,
  reset(socket) {
    socket.resetAndDestroy();
    return false;
  },
  end(socket) {
    socket.end();
    return false;
  },
};

/** Answers the requests of a connection in order. */
function serve(socket: Socket, ledger: Ledger, { answer, stranger = '' }: ServerOptions): void {
  let text = '';
  socket.on('data', (bytes) => {
    text += bytes.toString('latin1');
    for (let cut = cutRequest(text); cut; cut = cutRequest(text)) {
      text = cut.rest;
      const seen = parseRequest(ledger, cut.head, cut.body);
      ledger.requests.push(seen);
      answer({ socket, seen, ledger, stranger });
    }
  });
}

const listen = (server: Server, port: number) =>
  new Promise<void>((ready, failed) => server.once('error', failed).listen(port, '127.0.0.1', ready));

/** Starts the server on a loopback port. */
export async function startServer(options: ServerOptions): Promise<FaultServer> {
  const ledger = createLedger();
  const sockets = new Set<Socket>();
  const greet = (socket: Socket): boolean => GREETINGS[options.greet?.(ledger.connections++) ?? 'well'](socket);
  const accept = (socket: Socket) =>
    serve(
      socket.on('error', () => undefined),
      ledger,
      options,
    );
  const secure = options.tls && createTlsServer(options.tls, accept).on('tlsClientError', () => undefined);
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    socket.on('close', () => sockets.delete(socket));
    if (!greet(socket)) return;
    if (secure) secure.emit('connection', socket);
    else accept(socket);
  });
  await listen(server, 0);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    ledger,
    open: () => listen(server, port),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { Clock } from './clock.ts';
import type { Handler, Reply, Seen } from './exchange.ts';
import { type Faults, faultReply } from './faults.ts';
import type { newLedger } from './ledger.ts';
import { type RateLimit, slidingWindow } from './rate-limit.ts';

/** Options of a vendor's server. */
export interface ServerOptions {
  readonly clock: Clock;
  readonly ledger: ReturnType<typeof newLedger>;
  readonly faults: Faults;
  readonly latencyMs?: number;
  readonly rateLimit?: RateLimit;
  /** Compresses responses if the client accepts it; true when absent. */
  readonly gzip?: boolean;
}

/** Server that listens on a free loopback port. */
export interface Listening {
  readonly origin: string;
  close(): Promise<void>;
}

const CHUNK = 64 * 1024;
const compress = promisify(gzip);

/** Starts a vendor's server on 127.0.0.1. */
export const listen = async (handler: Handler, options: ServerOptions): Promise<Listening> => {
  const full = slidingWindow(options.rateLimit);
  let origin = '';

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const seen = seenOf(request, await readBody(request), options.clock.now());
    if (options.latencyMs) await pause(options.latencyMs);
    const fault = options.faults.take(seen);
    if (fault?.reset) {
      options.ledger.write(seen, { status: 0 }, origin);
      response.destroy();
      return;
    }
    const reply = fault ? faultReply(fault) : (tooMany(full(seen.at)) ?? handler(seen));
    options.ledger.write(seen, reply, origin);
    await send(reply, response, options.gzip !== false && accepts(request, 'gzip'));
  }

  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

const seenOf = (request: IncomingMessage, body: string, at: number): Seen => {
  const target = request.url ?? '/';
  const [path = '/', ...query] = target.split('?');
  return {
    method: request.method ?? 'GET',
    target,
    path,
    query: new URLSearchParams(query.join('?')),
    headers: request.headers,
    body,
    at,
  };
};

const tooMany = (seconds: number | undefined): Reply | undefined =>
  seconds === undefined
    ? undefined
    : {
        status: 429,
        headers: { 'content-type': 'text/plain', 'retry-after': String(seconds) },
        body: 'Too many requests.',
      };

const accepts = (request: IncomingMessage, coding: string): boolean =>
  String(request.headers['accept-encoding'] ?? '')
    .split(',')
    .some((part) => part.trim().startsWith(coding));

const send = async (reply: Reply, response: ServerResponse, compressed: boolean): Promise<void> => {
  const plain = Buffer.from(reply.body ?? '', 'utf8');
  // Real servers do not compress small responses either.
  const packed = compressed && plain.length > 1024;
  const bytes = packed ? await compress(plain, { level: constants.Z_BEST_SPEED }) : plain;
  response.writeHead(reply.status, {
    ...reply.headers,
    ...(packed ? { 'content-encoding': 'gzip', vary: 'accept-encoding' } : {}),
    ...(bytes.length <= CHUNK ? { 'content-length': bytes.length } : {}),
  });
  for (let from = 0; from < bytes.length; from += CHUNK) {
    if (response.destroyed) return;
    if (!response.write(bytes.subarray(from, from + CHUNK))) await drained(response);
  }
  response.end();
};

const drained = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });

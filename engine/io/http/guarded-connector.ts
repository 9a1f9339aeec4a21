import type { Socket } from 'node:net';
import { getCACertificates } from 'node:tls';
import { buildConnector } from 'undici';
import { engineError } from '../../base/errors/index.ts';
import type { Egress } from '../egress.ts';

/** Options for opening connections. */
export interface ConnectOptions {
  /** Timeout for TCP and TLS together, per connection. */
  readonly connectTimeoutMs: number;
  /** Additional trusted certificates (PEM). */
  readonly ca?: string;
}

/** Builds the TLS options: TLS 1.2 or newer, HTTP/1.1 only (one request per connection, so that a fault affects one page). */
export const buildTlsOptions = ({ ca }: Pick<ConnectOptions, 'ca'>) => ({
  allowH2: false,
  minVersion: 'TLSv1.2' as const,
  ...(ca === undefined ? {} : { ca: [...getCACertificates('default'), ca] }),
});

/** Returns true if the connection was closed. undici uses the same code for invalid responses; only the message differs. */
const isClosed = (error: Error): boolean =>
  'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE' || error.message === 'other side closed');

// Errors of sockets that had received response bytes before: usually of an earlier response, rarely of a truncated head,
// which is safe to retry as well. undici's errors lack this fact, and a WeakSet avoids changing them.
const AFTER_RESPONSE = new WeakSet<Error>();

/** Returns true if the server closed a kept-alive connection before it processed the request. */
export const isStaleConnection = (error: unknown): boolean => error instanceof Error && AFTER_RESPONSE.has(error);

/**
 * Creates undici's connector with the egress guard: literals are checked here, names on resolution. A handshake timeout
 * becomes TLS_TIMEOUT, as undici uses the same code for unreachable hosts.
 */
export function createGuardedConnector(egress: Egress, options: ConnectOptions): buildConnector.connector {
  const { connectTimeoutMs } = options;
  const dial = buildConnector({ ...buildTlsOptions(options), timeout: connectTimeoutMs, lookup: egress.lookup });
  return (target, callback) => {
    let reached = false;
    try {
      egress.admit(target);
    } catch (error) {
      return callback(error as Error, null);
    }
    // The connector returns its socket, which undici uses to cancel, although its type does not declare it.
    const socket = dial(target, (error, connected) => {
      if (!error) return callback(null, connected as Socket);
      const isTlsTimeout =
        reached && target.protocol === 'https:' && 'code' in error && error.code === 'UND_ERR_CONNECT_TIMEOUT';
      callback(
        isTlsTimeout ? engineError('TLS_TIMEOUT', { host: target.host ?? target.hostname }, error) : error,
        null,
      );
    }) as unknown as Socket;
    socket.once('connect', () => {
      reached = true;
    });
    socket.on('error', (error) => {
      if (socket.bytesRead > 0 && isClosed(error)) AFTER_RESPONSE.add(error);
    });
    return socket;
  };
}

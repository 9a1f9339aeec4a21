import type { Socket } from 'node:net';
import { getCACertificates } from 'node:tls';
import { buildConnector } from 'undici';
import { engineError } from '../../base/errors/index.ts';
import type { Egress } from '../egress.ts';

/** How connections are made. */
export interface ConnectOptions {
  /** For TCP and TLS together, per connection. */
  readonly connectTimeoutMs: number;
  /** Certificates (PEM) to trust beside this machine's. */
  readonly ca?: string;
}

/** TLS as we speak it: HTTP/1.1 only (one request a connection, so that a fault hits one page), TLS 1.2 or newer. */
export const buildTlsOptions = ({ ca }: Pick<ConnectOptions, 'ca'>) => ({
  allowH2: false,
  minVersion: 'TLSv1.2' as const,
  ...(ca === undefined ? {} : { ca: [...getCACertificates('default'), ca] }),
});

/** Whether the connection ended. undici has the same code for an answer that it does not understand: only its sentence tells. */
const isEnd = (error: Error): boolean =>
  'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE' || error.message === 'other side closed');

// Errors of sockets that had brought bytes of an answer before: of an earlier one as a rule, seldom of a head that was
// cut, which may be asked for again as well. undici's errors do not say it, and a WeakSet leaves them as they are.
const AFTER_AN_ANSWER = new WeakSet<Error>();

/** Whether the server closed a kept-alive connection under a request: the request was never looked at. */
export const isStaleConnection = (error: unknown): boolean => error instanceof Error && AFTER_AN_ANSWER.has(error);

/**
 * undici's connector behind the egress guard: literals are checked here, names where they are resolved. A handshake
 * that does not end is TLS_TIMEOUT, as undici has one code for that and for a host that cannot be reached.
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
    // The connector gives its socket back (and undici cancels through it), though its type does not say so.
    const socket = dial(target, (error, connected) => {
      if (!error) return callback(null, connected as Socket);
      const silent =
        reached && target.protocol === 'https:' && 'code' in error && error.code === 'UND_ERR_CONNECT_TIMEOUT';
      callback(silent ? engineError('TLS_TIMEOUT', { host: target.host ?? target.hostname }, error) : error, null);
    }) as unknown as Socket;
    socket.once('connect', () => {
      reached = true;
    });
    socket.on('error', (error) => {
      if (socket.bytesRead > 0 && isEnd(error)) AFTER_AN_ANSWER.add(error);
    });
    return socket;
  };
}

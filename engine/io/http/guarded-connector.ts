import type { Socket } from 'node:net';
import { getCACertificates, TLSSocket } from 'node:tls';
import { buildConnector } from 'undici';
import { engineError } from '../../base/errors/index.ts';
import type { TlsIdentity } from '../../pipeline/auth/index.ts';
import type { Egress } from '../egress.ts';
import { errorCode, nameCertificate, replaceError } from '../network-error.ts';

/** Options for opening connections. */
export interface ConnectOptions {
  /** Timeout for TCP and TLS together, per connection. */
  readonly connectTimeoutMs: number;
  /** Additional trusted certificates (PEM). */
  readonly ca?: string;
  /** Client certificate and CA of one connection. */
  readonly identity?: TlsIdentity;
}

/** Builds the TLS options: TLS 1.2 or newer, HTTP/1.1 only (one request per connection, so that a fault affects one page). */
export const buildTlsOptions = ({ ca, identity }: Pick<ConnectOptions, 'ca' | 'identity'>) => {
  const { cert, key, passphrase, ca: own } = identity ?? {};
  const extra = [ca, own].filter((pem) => pem !== undefined);
  return {
    allowH2: false,
    minVersion: 'TLSv1.2' as const,
    ...(extra.length === 0 ? {} : { ca: [...getCACertificates('default'), ...extra] }),
    ...(cert === undefined || key === undefined ? {} : { cert, key }),
    ...(passphrase === undefined ? {} : { passphrase }),
  };
};

const MAX_NAME = 200;

const formatName = (name: object | undefined): string =>
  Object.entries(name ?? {})
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(', ')
    .replace(/[^ -~]/g, '?')
    .slice(0, MAX_NAME);

/** Describes the certificate of a server in one line of printable characters; undefined if there is none. */
export function describeCertificate(socket: TLSSocket): string | undefined {
  const certificate = socket.getPeerCertificate();
  if (!certificate?.valid_to) return undefined;
  const { subject, issuer, valid_from: from, valid_to: to } = certificate;
  return `${formatName(subject) || 'no subject'}, issued by ${formatName(issuer)}, valid from ${from} until ${to}`;
}

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
    let certificate: string | undefined;
    try {
      egress.admit(target);
    } catch (error) {
      return callback(error as Error, null);
    }
    // The connector returns its socket, which undici uses to cancel, although its type does not declare it.
    const socket = dial(target, (error, connected) => {
      if (!error) return callback(null, connected as Socket);
      if (certificate !== undefined) nameCertificate(error, certificate);
      const isTlsTimeout =
        reached && target.protocol === 'https:' && 'code' in error && error.code === 'UND_ERR_CONNECT_TIMEOUT';
      callback(
        isTlsTimeout ? engineError('TLS_TIMEOUT', { host: target.host ?? target.hostname }, error) : error,
        null,
      );
    }) as unknown as Socket;
    // Node verifies the certificate in its own listener, and closes the socket if it is not trusted.
    if (socket instanceof TLSSocket)
      socket.prependOnceListener('secure', () => {
        certificate = describeCertificate(socket);
      });
    socket.once('connect', () => {
      reached = true;
    });
    let alert: Error | undefined;
    socket.on('error', (error) => {
      // With TLS 1.3, the server rejects a client certificate after the handshake, and undici reports the end of the connection.
      if (alert !== undefined) replaceError(error, alert);
      if (errorCode(error).startsWith('ERR_SSL_')) alert ??= error;
      if (socket.bytesRead > 0 && isClosed(error)) AFTER_RESPONSE.add(error);
    });
    return socket;
  };
}

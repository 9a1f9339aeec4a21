import { X509Certificate } from 'node:crypto';
import type { FastifyRequest } from 'fastify';

/** Access from browsers. Plain http on the address that the studio listens on when both are absent. */
export interface Reach {
  /** Certificate and private key in PEM, to serve https. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Origin of the proxy that provides https. */
  readonly proxy?: string;
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Browsers use https only. */
export const isSecure = ({ tls, proxy }: Reach): boolean => tls !== undefined || proxy !== undefined;

const formatHostLiteral = (address: string) => (address.includes(':') ? `[${address}]` : address);

/** Returns the allowed `Host` values of a request: loopback and the address it connected to, with the port. */
function dialledHosts({ socket }: FastifyRequest, usualPort: number): readonly string[] {
  const dialled = (socket.localAddress ?? '').replace(/^::ffff:/, '');
  const port = socket.localPort;
  return [...LOOPBACK, formatHostLiteral(dialled)].flatMap((name) =>
    port === usualPort ? [name, `${name}:${port}`] : [`${name}:${port}`],
  );
}

/** Returns a predicate for hosts that the certificate covers. Browsers verify it, too: no other site can use such a name. */
function isNamedBy({ cert }: NonNullable<Reach['tls']>): (host: string, port: number | undefined) => boolean {
  const certificate = new X509Certificate(cert);
  return (host, port) => {
    const [, name = '', namedPort = '443'] = /^([a-z0-9.-]+)(?::(\d+))?$/.exec(host) ?? [];
    return name !== '' && Number(namedPort) === port && certificate.checkHost(name) !== undefined;
  };
}

/** Checks of the `Host` and `Origin` headers. */
export interface Names {
  isHost(request: FastifyRequest): boolean;
  isOrigin(request: FastifyRequest, origin: string): boolean;
}

/** Creates the checks. Unknown host names are refused, which prevents DNS rebinding. */
export function createNames({ tls, proxy }: Reach): Names {
  const isNamed = tls ? isNamedBy(tls) : () => false;
  const scheme = tls ? 'https' : 'http';
  const hostOf = ({ headers }: FastifyRequest) => (headers.host ?? '').toLowerCase();
  const proxyHost = proxy === undefined ? undefined : new URL(proxy).host;
  return {
    isHost(request) {
      const host = hostOf(request);
      return (
        host === proxyHost ||
        dialledHosts(request, tls ? 443 : 80).includes(host) ||
        isNamed(host, request.socket.localPort)
      );
    },
    isOrigin: (request, origin) => origin === (proxy ?? `${scheme}://${hostOf(request)}`),
  };
}

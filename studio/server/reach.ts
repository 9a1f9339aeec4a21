import { X509Certificate } from 'node:crypto';
import type { FastifyRequest } from 'fastify';

/** The ways by which browsers reach a studio. Plain http on the address that it listens on when both are absent. */
export interface Reach {
  /** Certificate and private key in PEM: the studio serves https itself. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Origin of the proxy in front of the studio, which provides https. */
  readonly proxy?: string;
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Browsers reach it by https alone. */
export const isSecure = ({ tls, proxy }: Reach): boolean => tls !== undefined || proxy !== undefined;

const formatHostLiteral = (address: string) => (address.includes(':') ? `[${address}]` : address);

/** Lists the hosts that a request may name: loopback and the address that was dialled, with the port. */
function dialledHosts({ socket }: FastifyRequest, usualPort: number): readonly string[] {
  const dialled = (socket.localAddress ?? '').replace(/^::ffff:/, '');
  const port = socket.localPort;
  return [...LOOPBACK, formatHostLiteral(dialled)].flatMap((name) =>
    port === usualPort ? [name, `${name}:${port}`] : [`${name}:${port}`],
  );
}

/** Returns a test of a name by the certificate: a browser has checked it, too, so no other site can claim such a name. */
function isNamedBy({ cert }: NonNullable<Reach['tls']>): (host: string, port: number | undefined) => boolean {
  const certificate = new X509Certificate(cert);
  return (host, port) => {
    const [, name = '', given = '443'] = /^([a-z0-9.-]+)(?::(\d+))?$/.exec(host) ?? [];
    return name !== '' && Number(given) === port && certificate.checkHost(name) !== undefined;
  };
}

/** Which hosts and which origins requests to a studio may name. */
export interface Names {
  isHost(request: FastifyRequest): boolean;
  isOrigin(request: FastifyRequest, origin: string): boolean;
}

/** The names of a studio. Other names that DNS leads here are refused, so that no site can rebind its own to the studio. */
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

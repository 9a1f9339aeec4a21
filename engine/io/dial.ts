import { once } from 'node:events';
import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { connect, type Socket } from 'node:net';
import { connect as connectSecure, type TLSSocket } from 'node:tls';
import { engineError, isEngineError } from '../base/errors/index.ts';
import type { Egress } from './egress.ts';
import { buildTlsOptions } from './http/guarded-connector.ts';
import { errorCode } from './network-error.ts';

const urlPort = ({ protocol, port }: URL): number => Number(port || (protocol === 'https:' ? 443 : 80));

/** Waits for the event that says a socket is open; a socket that does not open is destroyed. */
async function waitForOpen<T extends Socket>(
  socket: T,
  event: 'connect' | 'secureConnect',
  signal: AbortSignal,
): Promise<T> {
  try {
    await once(socket, event, { signal });
    return socket.on('error', () => undefined);
  } catch (error) {
    socket.on('error', () => undefined).destroy();
    throw error;
  }
}

/** A bare TCP connection to the URL's host, behind the egress guard. Rejects with the socket's own error. */
export async function dial(url: URL, egress: Egress, signal: AbortSignal): Promise<Socket> {
  egress.admit(url);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const socket = connect({ host, port: urlPort(url), lookup: egress.lookup });
  return waitForOpen(socket, 'connect', signal);
}

/** A connection to the URL's host through a proxy (CONNECT). Rejects with PROXY_FAILED. */
export async function dialThrough(proxy: URL, url: URL, signal: AbortSignal): Promise<Socket> {
  const target = `${url.hostname}:${urlPort(url)}`;
  const login = [proxy.username, proxy.password].map(decodeURIComponent).join(':');
  const headers = login === ':' ? {} : { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` };
  const send = proxy.protocol === 'https:' ? requestSecure : requestPlain;
  const asking = send({
    hostname: proxy.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: urlPort(proxy),
    method: 'CONNECT',
    path: target,
    headers: { host: target, ...headers },
    signal,
  });
  try {
    const [{ statusCode }, socket] = await once(asking.end(), 'connect', { signal });
    if (statusCode === 200) return socket.on('error', () => undefined);
    socket.destroy();
    throw engineError('PROXY_FAILED', { reason: `HTTP ${statusCode}` });
  } catch (error) {
    asking.on('error', () => undefined).destroy();
    if (isEngineError(error)) throw error;
    throw engineError('PROXY_FAILED', { reason: errorCode(error) }, error);
  }
}

/**
 * TLS over an open connection. A certificate that is not trusted is no error here (`authorizationError` says what is
 * wrong with it), so that it can be shown: send nothing over this socket.
 */
export function handshake(socket: Socket, url: URL, { ca, signal }: { ca?: string | undefined; signal: AbortSignal }) {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const { allowH2: _, ...options } = buildTlsOptions(ca === undefined ? {} : { ca });
  const secure: TLSSocket = connectSecure({
    ...options,
    socket,
    host,
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: false,
    // A literal is checked against the certificate too, but is no server name.
    ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
  });
  return waitForOpen(secure, 'secureConnect', signal);
}

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

/** Waits until a socket is open; destroys it on failure. */
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

/** Opens a TCP connection to the URL's host through the egress guard. Rejects with the socket's error. */
export async function dial(url: URL, egress: Egress, signal: AbortSignal): Promise<Socket> {
  egress.admit(url);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const socket = connect({ host, port: urlPort(url), lookup: egress.lookup });
  return waitForOpen(socket, 'connect', signal);
}

/** Opens a connection to the URL's host through a proxy (CONNECT). Rejects with PROXY_FAILED. */
export async function dialThrough(proxy: URL, url: URL, signal: AbortSignal): Promise<Socket> {
  const target = `${url.hostname}:${urlPort(url)}`;
  const login = [proxy.username, proxy.password].map(decodeURIComponent).join(':');
  const headers = login === ':' ? {} : { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` };
  const send = proxy.protocol === 'https:' ? requestSecure : requestPlain;
  const connectRequest = send({
    hostname: proxy.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: urlPort(proxy),
    method: 'CONNECT',
    path: target,
    headers: { host: target, ...headers },
    signal,
  });
  try {
    const [{ statusCode }, socket] = await once(connectRequest.end(), 'connect', { signal });
    if (statusCode === 200) return socket.on('error', () => undefined);
    socket.destroy();
    throw engineError('PROXY_FAILED', { reason: `HTTP ${statusCode}` });
  } catch (error) {
    connectRequest.on('error', () => undefined).destroy();
    if (isEngineError(error)) throw error;
    throw engineError('PROXY_FAILED', { reason: errorCode(error) }, error);
  }
}

/** TLS options of a handshake. */
type HandshakeOptions = Parameters<typeof buildTlsOptions>[0] & { readonly signal: AbortSignal };

/**
 * Starts TLS on an open connection. Accepts untrusted certificates, so that they can be inspected (`authorizationError`
 * contains the reason). Never send data over this socket.
 */
export function handshake(socket: Socket, url: URL, { signal, ...options }: HandshakeOptions) {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const { allowH2: _, ...tls } = buildTlsOptions(options);
  const secure: TLSSocket = connectSecure({
    ...tls,
    socket,
    host,
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: false,
    // An IP literal is verified against the certificate, but is not allowed as a server name.
    ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
  });
  return waitForOpen(secure, 'secureConnect', signal);
}

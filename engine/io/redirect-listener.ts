import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { engineError } from '../base/errors/index.ts';
import type { OAuth2Redirect } from '../manifest/types.generated.ts';
import type { RedirectListener } from '../pipeline/run/obtain-consent.ts';

/** Time for a person to consent. */
const CONSENT_MS = 10 * 60 * 1000;
const LOOPBACK = '127.0.0.1';
const MAX_URL = 8192;

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  connection: 'close',
};

const answer = (response: ServerResponse, status: number, text: string): void => {
  response.writeHead(status, HEADERS);
  response.end(`<!doctype html><meta charset="utf-8"><title>Mapwright</title><p>${text}</p>\n`);
};

const isSame = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};

/** Error codes of RFC 6749 §4.1.2.1; others come from the vendor and are not quoted. */
const REASONS: ReadonlySet<string> = new Set([
  'access_denied',
  'invalid_request',
  'invalid_scope',
  'server_error',
  'temporarily_unavailable',
  'unauthorized_client',
  'unsupported_response_type',
]);

const toRejection = (error: string) =>
  engineError('AUTH_REJECTED', { reason: REASONS.has(error) ? error : 'the authorization failed' });

async function listenOn(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(engineError('REDIRECT_PORT_UNAVAILABLE', { port }, error)));
    server.listen(port, LOOPBACK, resolve);
  });
  return (server.address() as AddressInfo).port;
}

/**
 * Listens on 127.0.0.1 for one redirect (RFC 8252 §7.3). It accepts only requests to its own host and path with the expected
 * state, and closes after the first of them. Rejects with REDIRECT_PORT_UNAVAILABLE.
 */
export async function listenForRedirect(
  { host = LOOPBACK, port = 0, path = '/callback' }: OAuth2Redirect,
  signal: AbortSignal,
  timeoutMs = CONSENT_MS,
): Promise<RedirectListener> {
  let handle = (_request: IncomingMessage, response: ServerResponse): void => answer(response, 404, 'Not found.');
  const server = createServer({ maxHeaderSize: MAX_URL }, (request, response) => handle(request, response));
  const bound = await listenOn(server, port);
  const url = `http://${host}:${bound}${path}`;
  const hosts = new Set([`${LOOPBACK}:${bound}`, `localhost:${bound}`]);
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  const receiveCode = (state: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(engineError('CONSENT_TIMED_OUT', {})), timeoutMs);
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      handle = (request, response) => {
        const target = URL.parse(request.url ?? '', url);
        if (request.method !== 'GET' || !target || target.pathname !== path || !hosts.has(request.headers.host ?? ''))
          return answer(response, 404, 'Not found.');
        const query = target.searchParams;
        if (!isSame(query.get('state') ?? '', state))
          return answer(response, 400, 'This page belongs to another authorization. Start it again in Mapwright.');
        clearTimeout(timer);
        handle = (_request, late) => answer(late, 410, 'This authorization is complete.');
        const code = query.get('code');
        const error = query.get('error');
        response.once('close', () => {
          if (error !== null || code === null || code === '') reject(toRejection(error ?? ''));
          else resolve(code);
        });
        answer(response, 200, error === null ? 'Done. You can close this page.' : 'The vendor refused the access.');
      };
      signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
    });
  return { url, receiveCode, close };
}

import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { engineError } from '../../engine/index.ts';

/** The header that carries the token. */
const TOKEN_HEADER = 'x-mapwright-token';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
};

const literalOf = (address: string) => (address.includes(':') ? `[${address}]` : address);

/** The names under which a studio may be asked: of loopback, and the address that was really dialled; no name that DNS gives. */
function hostsOf({ socket }: FastifyRequest): readonly string[] {
  const dialled = (socket.localAddress ?? '').replace(/^::ffff:/, '');
  const port = socket.localPort;
  return [...LOOPBACK, literalOf(dialled)].flatMap((name) =>
    port === 80 ? [name, `${name}:80`] : [`${name}:${port}`],
  );
}

export const isApi = (url: string): boolean => /^\/api(?:[/?]|$)/.test(url);

/** A link on another page may lead here; nothing else of another site may. */
const isVisit = ({ method, headers, url }: FastifyRequest): boolean =>
  method === 'GET' &&
  !isApi(url) &&
  headers['sec-fetch-mode'] === 'navigate' &&
  headers['sec-fetch-dest'] === 'document';

function isOwn(request: FastifyRequest): boolean {
  const { host, origin } = request.headers;
  if (origin !== undefined && origin !== `http://${host}`) return false;
  const site = request.headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'none' || isVisit(request);
}

const hasToken = ({ headers }: FastifyRequest, token: Buffer): boolean => {
  const given = Buffer.from(String(headers[TOKEN_HEADER] ?? ''));
  return given.length === token.length && timingSafeEqual(given, token);
};

/** Refuses what does not come from the studio's own page, before anything is read of it. */
export function protect(app: FastifyInstance, token: string): void {
  const expected = Buffer.from(token);
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(HEADERS);
    if (!hostsOf(request).includes((request.headers.host ?? '').toLowerCase()))
      throw engineError('STUDIO_HOST_REFUSED');
    if (!isOwn(request)) throw engineError('STUDIO_ORIGIN_REFUSED');
    if (!isApi(request.url)) return;
    reply.header('cache-control', 'no-store');
    if (!hasToken(request, expected)) throw engineError('STUDIO_TOKEN_MISSING');
  });
}

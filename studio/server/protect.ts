import type { FastifyInstance, FastifyRequest } from 'fastify';
import { engineError } from '../../engine/index.ts';
import { createNames, type Reach } from './reach.ts';

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
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
};

/** A link on another page may open a page of the studio. */
const isVisit = ({ method, headers }: FastifyRequest): boolean =>
  method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';

/** By the browser's own word; clients that are no browsers send none. */
export const isFromOtherSite = ({ headers }: FastifyRequest): boolean =>
  !['same-origin', 'none', undefined].includes(headers['sec-fetch-site'] as string | undefined);

/** Refuses requests that name another host or come from another site, before anything of them is read. */
export function addProtection(app: FastifyInstance, reach: Reach): void {
  const names = createNames(reach);
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(HEADERS);
    if (!names.isHost(request)) throw engineError('STUDIO_HOST_REFUSED');
    const { origin } = request.headers;
    if (origin !== undefined && !names.isOrigin(request, origin)) throw engineError('STUDIO_ORIGIN_REFUSED');
    if (isFromOtherSite(request) && !isVisit(request)) throw engineError('STUDIO_ORIGIN_REFUSED');
  });
}

/** Refuses visits, too: no link on another page leads into the API. */
export function protectApi(api: FastifyInstance): void {
  api.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    if (isFromOtherSite(request)) throw engineError('STUDIO_ORIGIN_REFUSED');
  });
}

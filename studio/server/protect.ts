import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { engineError } from '../../engine/index.ts';
import { createNames, type Reach } from './reach.ts';

const SELF = ["'self'"];
const NONE = ["'none'"];

const HELMET: FastifyHelmetOptions = {
  contentSecurityPolicy: {
    // Helmet's defaults allow inline styles.
    useDefaults: false,
    directives: {
      defaultSrc: NONE,
      scriptSrc: SELF,
      styleSrc: SELF,
      imgSrc: [...SELF, 'data:'],
      fontSrc: SELF,
      connectSrc: SELF,
      workerSrc: SELF,
      manifestSrc: SELF,
      baseUri: NONE,
      formAction: SELF,
      frameAncestors: NONE,
    },
  },
  xFrameOptions: { action: 'deny' },
  referrerPolicy: { policy: 'no-referrer' },
  crossOriginOpenerPolicy: { policy: 'same-origin' },
  crossOriginResourcePolicy: { policy: 'same-origin' },
  // Browsers apply it to every port of the host: other programs there may serve plain http.
  strictTransportSecurity: false,
};

/** Helmet does not set this header. */
const PERMISSIONS = 'camera=(), geolocation=(), microphone=()';

/** A link on another page may open a page of the studio. */
const isVisit = ({ method, headers }: FastifyRequest): boolean =>
  method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';

/** Relies on `Sec-Fetch-Site`, which every browser sends and no page can change; other clients do not send it. */
export const isFromOtherSite = ({ headers }: FastifyRequest): boolean =>
  !['same-origin', 'none', undefined].includes(headers['sec-fetch-site'] as string | undefined);

/** Sets the security headers, and refuses requests for another host or from another site before their body is read. */
export async function addProtection(app: FastifyInstance, reach: Reach): Promise<void> {
  const names = createNames(reach);
  // Registered before the hook below, so that refusals have these headers, too.
  await app.register(helmet, HELMET);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('permissions-policy', PERMISSIONS);
    if (!names.isHost(request)) throw engineError('STUDIO_HOST_REFUSED');
    const { origin } = request.headers;
    if (origin !== undefined && !names.isOrigin(request, origin)) throw engineError('STUDIO_ORIGIN_REFUSED');
    if (isFromOtherSite(request) && !isVisit(request)) throw engineError('STUDIO_ORIGIN_REFUSED');
  });
}

/** Refuses visits, too: no link on another page may lead into the API. */
export function protectApi(api: FastifyInstance): void {
  api.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    if (isFromOtherSite(request)) throw engineError('STUDIO_ORIGIN_REFUSED');
  });
}

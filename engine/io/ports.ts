import type { Ports } from '../pipeline/run/ports.ts';
import { type AllowPrivate, allowsPrivate } from './allow-private.ts';
import { systemClock } from './clock.ts';
import { createHttp, type Http, type HttpOptions } from './http/index.ts';
import { systemRandom } from './random.ts';
import { openSpool } from './spool.ts';

/** As of HTTP, where private addresses may be allowed for some origins alone. */
export type PortsOptions = Omit<HttpOptions, 'allowPrivate'> & { readonly allowPrivate: AllowPrivate };

/** Two ways out, one guarded and one not: redirects stay within their origin, so that none leads from one to the other. */
function createHttpPorts({ allowPrivate, ...options }: PortsOptions): Http {
  if (typeof allowPrivate === 'boolean') return createHttp({ ...options, allowPrivate });
  const [open, guarded] = [true, false].map((allow) => createHttp({ ...options, allowPrivate: allow })) as [Http, Http];
  return {
    send: (request, how) => (allowsPrivate(allowPrivate, request.url) ? open : guarded).send(request, how),
    close: async () => void (await Promise.all([open.close(), guarded.close()])),
  };
}

/** The real world as ports; `close` ends the connections. */
export function createPorts(options: PortsOptions): Ports & { close(): Promise<void> } {
  const http = createHttpPorts(options);
  return { http, clock: systemClock, random: systemRandom, spool: openSpool, close: () => http.close() };
}

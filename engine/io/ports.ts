import type { Ports } from '../pipeline/run/ports.ts';
import { type AllowPrivate, allowsPrivate } from './allow-private.ts';
import { systemClock } from './clock.ts';
import { createHttp, type Http, type HttpOptions } from './http/index.ts';
import { systemRandom } from './random.ts';
import { openSpool } from './spool.ts';

/** HTTP options, with private addresses allowed for single origins. */
export type PortsOptions = Omit<HttpOptions, 'allowPrivate'> & { readonly allowPrivate: AllowPrivate };

/** Creates a guarded and an unguarded client. Redirects stay within their origin, so that none crosses between the two. */
function createHttpPorts({ allowPrivate, ...options }: PortsOptions): Http {
  if (typeof allowPrivate === 'boolean') return createHttp({ ...options, allowPrivate });
  const [open, guarded] = [true, false].map((allow) => createHttp({ ...options, allowPrivate: allow })) as [Http, Http];
  return {
    send: (request, sendOptions) =>
      (allowsPrivate(allowPrivate, request.url) ? open : guarded).send(request, sendOptions),
    close: async () => void (await Promise.all([open.close(), guarded.close()])),
  };
}

/** Creates the production ports; `close` closes all connections. */
export function createPorts(options: PortsOptions): Ports & { close(): Promise<void> } {
  const http = createHttpPorts(options);
  return { http, clock: systemClock, random: systemRandom, spool: openSpool, close: () => http.close() };
}

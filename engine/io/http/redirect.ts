import { engineError } from '../../base/errors/index.ts';
import type { HttpRequest } from '../../pipeline/request/http-request.ts';

export const MAX_REDIRECTS = 5;

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const BODY_HEADERS = new Set(['content-type', 'content-length', 'content-encoding', 'transfer-encoding']);

const toGet = ({ url, headers }: HttpRequest): HttpRequest => ({
  method: 'GET',
  url,
  headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !BODY_HEADERS.has(name))),
});

/** Describes how `to` leaves the origin of `from`, without quoting either URL; undefined for the same origin. */
export function findOriginChange(from: URL, to: URL): string | undefined {
  if (to.hostname !== from.hostname) return 'to another host';
  if (to.protocol !== from.protocol) return `from ${from.protocol.slice(0, -1)} to ${to.protocol.slice(0, -1)}`;
  return to.port === from.port ? undefined : 'to another port';
}

function buildNextRequest(status: number, request: HttpRequest): HttpRequest | undefined {
  if (request.method === 'GET' || status === 307 || status === 308) return request;
  return status === 303 ? toGet(request) : undefined;
}

/** Creates the error for a redirect that is not followed. */
export const createRedirectError = ({ url }: HttpRequest, reason: string) =>
  engineError('REDIRECT_REFUSED', { host: new URL(url).host, reason });

/**
 * Builds the request that follows a redirect; undefined without one. The caller decides about other origins.
 * RFC 9110 §15.4: 307 and 308 repeat the request unchanged, 303 fetches the result by GET. 301 and 302 do not define what
 * happens to requests other than GET, so they are refused (REDIRECT_REFUSED), as are locations that are not URLs.
 */
export function followRedirect(
  request: HttpRequest,
  status: number,
  location: string | undefined,
): HttpRequest | undefined {
  if (!REDIRECTS.has(status) || location === undefined) return undefined;
  const refuse = (reason: string) => createRedirectError(request, reason);
  const to = URL.parse(location, request.url);
  if (to === null) throw refuse('its Location is not a URL');
  if (to.username || to.password) throw refuse('to a URL with a user name in it');
  const next = buildNextRequest(status, request);
  if (next === undefined) throw refuse(`HTTP ${status} in response to a ${request.method}`);
  to.hash = '';
  return { ...next, url: to.href };
}

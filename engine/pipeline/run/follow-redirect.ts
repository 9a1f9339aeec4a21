import { type HostAccess, type HttpRequest, joinPairs, parsePairs } from '../request/index.ts';

/** Request before it was signed, and what decides about the redirects of its responses. */
export interface RedirectedRequest {
  readonly unsigned: HttpRequest;
  /** Adds the credentials that the request's origin may receive. */
  readonly sign: (request: HttpRequest) => HttpRequest;
  /** Returns the access to a URL by `allowedHosts`; undefined if it does not cover the URL. */
  readonly accessOf: (url: string) => HostAccess | undefined;
  /** Returns true for a text that contains a secret in any encoding. */
  readonly hasSecret: (text: string) => boolean;
}

/** Headers that carry credentials whatever their value. */
const CREDENTIAL_HEADERS: ReadonlySet<string> = new Set(['authorization', 'proxy-authorization', 'cookie']);

/** Removes what signing added: keeps the method and URL of the redirect, and the headers and body from before. */
const undoSigning = (moved: HttpRequest, { headers, body }: HttpRequest): HttpRequest => ({
  method: moved.method,
  url: moved.url,
  headers: Object.fromEntries(Object.entries(headers).filter(([name]) => Object.hasOwn(moved.headers, name))),
  ...(moved.body !== undefined && body !== undefined && { body }),
});

/** Removes query parameters with secrets: vendors repeat the query of the request, with its key, in the location. */
function dropSecretParameters(url: string, hasSecret: RedirectedRequest['hasSecret']): string {
  const [base = '', search] = url.split(/\?(.*)/s);
  if (search === undefined || !hasSecret(search)) return url;
  const kept = joinPairs(parsePairs(search).filter(({ wire }) => !hasSecret(wire)));
  return kept === '' ? base : `${base}?${kept}`;
}

/** Returns the request without credentials; undefined if its URL or body still contains one. */
function dropCredentials(request: HttpRequest, hasSecret: RedirectedRequest['hasSecret']): HttpRequest | undefined {
  const url = dropSecretParameters(request.url, hasSecret);
  if (hasSecret(url) || hasSecret(request.body ?? '')) return undefined;
  const headers = Object.entries(request.headers).filter(
    ([name, value]) => !CREDENTIAL_HEADERS.has(name) && !hasSecret(value),
  );
  return { ...request, url, headers: Object.fromEntries(headers) };
}

/** A host below a wildcard is not known before: it receives only the location itself, as a download does. */
const isAllowed = ({ method, body }: HttpRequest, access: HostAccess | undefined): boolean =>
  access === 'listed' || (access === 'wildcard' && method === 'GET' && body === undefined);

/**
 * Returns the request to send to the location of a redirect, and undefined for an origin that is not allowed. On another
 * origin than that of the first request, only credentials that name this origin are sent.
 */
export function followRedirect(moved: HttpRequest, request: RedirectedRequest): HttpRequest | undefined {
  const { unsigned, sign, accessOf, hasSecret } = request;
  const bare = undoSigning(moved, unsigned);
  if (new URL(moved.url).origin === new URL(unsigned.url).origin) return sign(bare);
  const clean = isAllowed(bare, accessOf(moved.url)) ? dropCredentials(bare, hasSecret) : undefined;
  return clean && sign(clean);
}

import { engineError } from '../../base/errors/index.ts';

/** Parses an absolute http(s) URL without credentials. Throws URL_INVALID; `what` names the URL in the message. */
export const parseUrl = (text: string, what: string): URL => {
  const url = /^https?:\/\//i.test(text) ? URL.parse(text) : null;
  if (url === null || url.username !== '' || url.password !== '') throw engineError('URL_INVALID', { what });
  return url;
};

/** Returns true if one of the entries (rendered URLs, or host[:port] for https) is the URL's origin. */
export const isCovered = (url: URL, entries: readonly string[]): boolean =>
  entries.some((entry) => coversUrl(entry, url));

/** Returns true if an entry of `allowedHosts` is the URL's origin. A bare host[:port] means https. */
const coversUrl = (entry: string, url: URL): boolean => {
  if (isWildcard(entry)) return false;
  if (entry.includes('://')) return URL.parse(entry)?.origin === url.origin;
  return URL.parse(`https://${entry}`)?.href === `${url.origin}/`;
};

/** Domain of a wildcard entry such as `*.files.acme.example`: at least two labels, so that no top-level domain is open. */
const WILDCARD = /^\*((?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?){2,})$/i;

/** Returns true if a wildcard covers the URL: any host below its domain, by https on the default port. */
const coversHost = (entry: string, { protocol, port, hostname }: URL): boolean => {
  const domain = WILDCARD.exec(entry)?.[1];
  return domain !== undefined && protocol === 'https:' && port === '' && hostname.endsWith(domain.toLowerCase());
};

/** Returns true for an entry that is a wildcard, valid or not: it never covers a request with credentials. */
export const isWildcard = (entry: string): boolean => entry.includes('*');

/**
 * Access to a URL by `allowedHosts`: its origin is listed, or a wildcard covers its host. Hosts below a wildcard are known
 * only from the vendor's responses: they receive no credentials, and must have public addresses.
 */
export type HostAccess = 'listed' | 'wildcard';

/** Returns the access to a URL; undefined if no entry covers it. */
export const findAccess = (url: URL, allowed: readonly string[]): HostAccess | undefined => {
  if (isCovered(url, allowed)) return 'listed';
  return allowed.some((entry) => coversHost(entry, url)) ? 'wildcard' : undefined;
};

/**
 * Parses a URL and checks that its origin is in `allowed` (rendered URLs, or host[:port] for https) or, with `isOpen`, that
 * a wildcard covers it. Throws HOST_NOT_ALLOWED, and URL_INVALID unless it is an absolute http(s) URL without credentials.
 */
export const checkAllowed = (
  url: string | URL,
  allowed: readonly string[],
  { isOpen = (): boolean => false } = {},
): URL => {
  const parsed = parseUrl(String(url), 'a request');
  const access = findAccess(parsed, allowed);
  if (access === undefined) throw engineError('HOST_NOT_ALLOWED', { host: parsed.host });
  if (access === 'wildcard' && !isOpen())
    throw engineError('HOST_NOT_ALLOWED', {
      host: parsed.host,
      reason: 'only a wildcard of allowedHosts covers it, and the request may have credentials',
      fix: 'Set "auth": "none" in the request or stream that reads the link, or list the host without a wildcard.',
    });
  return parsed;
};

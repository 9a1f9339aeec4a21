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
  if (entry.includes('://')) return URL.parse(entry)?.origin === url.origin;
  return URL.parse(`https://${entry}`)?.href === `${url.origin}/`;
};

/**
 * Parses a URL and checks that its origin is in `allowed` (rendered URLs, or host[:port] for https). Throws
 * HOST_NOT_ALLOWED, and URL_INVALID unless it is an absolute http(s) URL without credentials.
 */
export const checkAllowed = (url: string | URL, allowed: readonly string[]): URL => {
  const parsed = parseUrl(String(url), 'a request');
  if (!isCovered(parsed, allowed)) throw engineError('HOST_NOT_ALLOWED', { host: parsed.host });
  return parsed;
};

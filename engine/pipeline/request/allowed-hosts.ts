import { engineError } from '../../base/errors/index.ts';

/** `text` as an absolute http(s) URL without user; throws URL_INVALID, saying `what` it was for. */
export const parseUrl = (text: string, what: string): URL => {
  const url = /^https?:\/\//i.test(text) ? URL.parse(text) : null;
  if (url === null || url.username !== '' || url.password !== '') throw engineError('URL_INVALID', { what });
  return url;
};

/** Returns whether an entry of allowedHosts is the URL's origin. A bare host[:port] means https. */
const coversUrl = (entry: string, url: URL): boolean => {
  if (entry.includes('://')) return URL.parse(entry)?.origin === url.origin;
  return URL.parse(`https://${entry}`)?.href === `${url.origin}/`;
};

/**
 * The URL, when its origin is one of `allowed` (URLs, or host[:port] for https; already rendered). Throws HOST_NOT_ALLOWED, and
 * URL_INVALID for what is no absolute http(s) URL or carries a user.
 */
export const checkAllowed = (url: string | URL, allowed: readonly string[]): URL => {
  const parsed = parseUrl(String(url), 'a request');
  if (!allowed.some((entry) => coversUrl(entry, parsed))) throw engineError('HOST_NOT_ALLOWED', { host: parsed.host });
  return parsed;
};

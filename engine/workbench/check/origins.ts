import { engineError } from '../../base/errors/index.ts';
import { compileTemplate } from '../../language/template/index.ts';
import type { Manifest } from '../../manifest/index.ts';
import type { Connector } from '../../pipeline/connector/index.ts';

function parseOriginUrl(text: string): URL {
  try {
    return new URL(text.includes('://') ? text : `https://${text}`);
  } catch (error) {
    throw engineError('URL_INVALID', { what: 'the connection' }, error);
  }
}

const readsSession = (text: string): boolean => compileTemplate(text, 'url').names.some(([root]) => root === 'session');

/** Returns true for a text whose origin is not known before a request: a wildcard, or a value of the login. */
const isUnknown = (text: string): boolean => text.includes('*') || readsSession(text);

/** Returns true if a login reveals one of the hosts of a manifest. */
export const hasSessionHost = ({ baseUrl, allowedHosts }: Manifest): boolean =>
  [baseUrl, ...allowedHosts].some(readsSession);

/** Returns the known origins that a connection uses, starting with that of the base URL. Throws URL_INVALID. */
export function findOrigins({ manifest, scope }: Pick<Connector, 'manifest' | 'scope'>): URL[] {
  const texts = [manifest.baseUrl, ...manifest.allowedHosts].filter((text) => !isUnknown(text));
  const urls = texts.map((text) => parseOriginUrl(compileTemplate(text, 'url').render(scope)));
  return [...new Map(urls.map((url) => [url.origin, new URL(url.origin)])).values()];
}

import { engineError } from '../../base/errors/index.ts';
import { compileTemplate } from '../../language/template/index.ts';
import type { Connector } from '../../pipeline/connector/index.ts';

function parseOriginUrl(text: string): URL {
  try {
    return new URL(text.includes('://') ? text : `https://${text}`);
  } catch (error) {
    throw engineError('URL_INVALID', { what: 'the connection' }, error);
  }
}

/**
 * Returns the origins that a connection uses, starting with that of the base URL. Hosts below a wildcard are unknown, and
 * receive no credentials. Throws URL_INVALID.
 */
export function findOrigins({ manifest, scope }: Pick<Connector, 'manifest' | 'scope'>): URL[] {
  const texts = [manifest.baseUrl, ...manifest.allowedHosts.filter((host) => !host.includes('*'))];
  const urls = texts.map((text) => parseOriginUrl(compileTemplate(text, 'url').render(scope)));
  return [...new Map(urls.map((url) => [url.origin, new URL(url.origin)])).values()];
}

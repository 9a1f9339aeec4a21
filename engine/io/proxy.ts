import { engineError } from '../base/errors/index.ts';

/** Environment variables in the form of `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

const readVariable = (env: Environment, name: string) => env[name.toLowerCase()] || env[name] || undefined;

/** Returns true if a NO_PROXY entry (`host`, `.domain`, `*.domain` or `*`, optionally with `:port`) covers the host. */
function coversHost(entry: string, hostname: string, port: string): boolean {
  const [, name = '', onlyPort] = /^(\[[^\]]*\]|[^:]*|.*:.*:.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
  if (onlyPort !== undefined && onlyPort !== port) return false;
  if (name === '*') return true;
  const domain = name.replace(/^\*?\./, '').replace(/^\[(.*)\]$/, '$1');
  return domain !== '' && (hostname === domain || hostname.endsWith(`.${domain}`));
}

/** Normalizes a proxy URL from the environment, which often has no scheme. */
function normalizeProxyUrl(text: string): string {
  const url = URL.parse(text.includes('://') ? text : `http://${text}`);
  if (url && url.hostname !== '' && /^https?:$/.test(url.protocol)) return text.includes('://') ? text : url.href;
  throw engineError('PROXY_FAILED', { reason: 'the proxy variable is not an http:// or https:// URL' });
}

/**
 * Finds the proxy for requests to `url` by HTTPS_PROXY, HTTP_PROXY and NO_PROXY (lower case takes precedence, as in
 * curl); undefined for a direct connection. Throws PROXY_FAILED for an invalid proxy URL.
 */
export function findProxy(url: URL, env: Environment): string | undefined {
  const proxy = readVariable(env, url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY');
  if (proxy === undefined) return undefined;
  const hostname = url.hostname
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const entries = (readVariable(env, 'NO_PROXY') ?? '').split(/[\s,]+/).filter(Boolean);
  return entries.some((entry) => coversHost(entry, hostname, port)) ? undefined : normalizeProxyUrl(proxy);
}

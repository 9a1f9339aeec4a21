import { engineError } from '../base/errors/index.ts';

/** The environment variables that name a proxy, as `process.env` holds them. */
export type Environment = Readonly<Record<string, string | undefined>>;

const readVariable = (env: Environment, name: string) => env[name.toLowerCase()] || env[name] || undefined;

/** Whether one NO_PROXY entry (`host`, `.domain`, `*.domain`, `*`, each with an optional `:port`) covers the host. */
function coversHost(entry: string, hostname: string, port: string): boolean {
  const [, name = '', onlyPort] = /^(\[[^\]]*\]|[^:]*|.*:.*:.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
  if (onlyPort !== undefined && onlyPort !== port) return false;
  if (name === '*') return true;
  const domain = name.replace(/^\*?\./, '').replace(/^\[(.*)\]$/, '$1');
  return domain !== '' && (hostname === domain || hostname.endsWith(`.${domain}`));
}

/** The URL of a proxy as the environment writes it, often without a scheme. */
function normalizeProxyUrl(text: string): string {
  const url = URL.parse(text.includes('://') ? text : `http://${text}`);
  if (url && url.hostname !== '' && /^https?:$/.test(url.protocol)) return text.includes('://') ? text : url.href;
  throw engineError('PROXY_FAILED', { reason: 'the proxy variable is not an http:// or https:// URL' });
}

/**
 * The URL of the proxy that requests to `url` go through, by HTTPS_PROXY, HTTP_PROXY and NO_PROXY (lower case wins,
 * as with curl); undefined when they go straight. Throws PROXY_FAILED for a variable that names no proxy.
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

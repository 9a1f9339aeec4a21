import type { Socket } from 'node:net';
import { Agent, type buildConnector, type Dispatcher, Pool, ProxyAgent } from 'undici';
import { engineError } from '../../base/errors/index.ts';
import { createEgress, type EgressOptions } from '../egress.ts';
import { errorCode } from '../network-error.ts';
import { type Environment, findProxy } from '../proxy.ts';
import { buildTlsOptions, type ConnectOptions, createGuardedConnector } from './guarded-connector.ts';

export interface ConnectionPoolOptions extends EgressOptions, ConnectOptions {
  /** Connections per origin at one time. */
  readonly connections: number;
  /** Where the proxy variables are read. */
  readonly env: Environment;
}

/** The connections of a process: which pool a URL's request goes through. */
export interface ConnectionPools {
  /** The pool for `url`. Throws EGRESS_BLOCKED (and DNS errors) for a target that only the proxy would dial. */
  route(url: URL): Promise<Dispatcher>;
  close(): Promise<void>;
}

// undici's own timers are off: they restart with each chunk, so a dripping server outlives them. The attempt's deadline rules.
const LIMITS = { headersTimeout: 0, bodyTimeout: 0, maxHeaderSize: 32 * 1024, pipelining: 1 };

/** undici's pool to a proxy, whose failures to connect are told apart from those of the vendor. */
function createProxyPool(origin: URL, options: object): Pool {
  const { connect } = options as { readonly connect: buildConnector.connector };
  return new Pool(origin, {
    ...options,
    connect: (target, callback) =>
      connect(target, (error, socket) => {
        if (!error) return callback(null, socket as Socket);
        callback(engineError('PROXY_FAILED', { reason: errorCode(error) }, error), null);
      }),
  });
}

/**
 * Opens pools on demand: straight ones whose every connection is guarded, and one for each proxy in use. A proxy is
 * the operator's choice and may be private; what lies behind it may not, so the target's name is resolved and checked
 * here first, though the proxy dials it. A name that cannot be resolved here is not asked of the proxy.
 */
export function createConnectionPools(options: ConnectionPoolOptions): ConnectionPools {
  const { connections, connectTimeoutMs, env } = options;
  const egress = createEgress(options);
  const straight = new Agent({ ...LIMITS, connections, connect: createGuardedConnector(egress, options) });
  const proxies = new Map<string, ProxyAgent>();
  const tls = { ...buildTlsOptions(options), timeout: connectTimeoutMs };
  const through = { ...LIMITS, connections, requestTls: tls, proxyTls: tls, clientFactory: createProxyPool };
  const proxyAgent = (uri: string): ProxyAgent => {
    const agent = proxies.get(uri) ?? new ProxyAgent({ ...through, uri });
    proxies.set(uri, agent);
    return agent;
  };
  return {
    async route(url) {
      const proxy = findProxy(url, env);
      if (proxy === undefined) return straight;
      egress.admit(url);
      if (!options.allowPrivate) await egress.resolve(url.hostname);
      return proxyAgent(proxy);
    },
    async close() {
      await Promise.all([straight, ...proxies.values()].map((agent) => agent.destroy()));
    },
  };
}

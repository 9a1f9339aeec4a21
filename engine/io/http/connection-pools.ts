import type { Socket } from 'node:net';
import { Agent, type buildConnector, type Dispatcher, Pool, ProxyAgent } from 'undici';
import { engineError } from '../../base/errors/index.ts';
import { createEgress, type EgressOptions } from '../egress.ts';
import { errorCode } from '../network-error.ts';
import { type Environment, findProxy } from '../proxy.ts';
import { buildTlsOptions, type ConnectOptions, createGuardedConnector } from './guarded-connector.ts';

export interface ConnectionPoolOptions extends EgressOptions, ConnectOptions {
  /** Maximum concurrent connections per origin. */
  readonly connections: number;
  /** Environment with the proxy variables. */
  readonly env: Environment;
}

/** Connection pools of a process. */
export interface ConnectionPools {
  /** Returns the pool for `url`. Rejects with EGRESS_BLOCKED and DNS errors, also for targets that a proxy would dial. */
  route(url: URL): Promise<Dispatcher>;
  close(): Promise<void>;
}

// undici's timers are off because each chunk restarts them, so that a slow drip never ends. The attempt's deadline applies.
const LIMITS = { headersTimeout: 0, bodyTimeout: 0, maxHeaderSize: 32 * 1024, pipelining: 1 };

/** Creates undici's pool to a proxy and reports its connection failures as PROXY_FAILED. */
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
 * Opens pools on demand: direct ones with guarded connections, and one per proxy. The operator chooses the proxy, so it
 * may have a private address. Targets may not: their names are resolved and checked here first, although the proxy dials
 * them. A name that cannot be resolved here is never sent to the proxy.
 */
export function createConnectionPools(options: ConnectionPoolOptions): ConnectionPools {
  const { connections, connectTimeoutMs, env } = options;
  const egress = createEgress(options);
  const direct = new Agent({ ...LIMITS, connections, connect: createGuardedConnector(egress, options) });
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
      if (proxy === undefined) return direct;
      egress.admit(url);
      if (!options.allowPrivate) await egress.resolve(url.hostname);
      return proxyAgent(proxy);
    },
    async close() {
      await Promise.all([direct, ...proxies.values()].map((agent) => agent.destroy()));
    },
  };
}

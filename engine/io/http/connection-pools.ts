import type { Socket } from 'node:net';
import { Agent, type buildConnector, type Dispatcher, Pool, ProxyAgent } from 'undici';
import { engineError } from '../../base/errors/index.ts';
import type { TlsIdentity } from '../../pipeline/auth/index.ts';
import { createEgress, type Egress, type EgressOptions } from '../egress.ts';
import { errorCode } from '../network-error.ts';
import { type Environment, findProxy } from '../proxy.ts';
import { buildTlsOptions, type ConnectOptions, createGuardedConnector } from './guarded-connector.ts';

export interface ConnectionPoolOptions extends EgressOptions, ConnectOptions {
  /** Maximum concurrent connections per origin. */
  readonly connections: number;
  /** Environment with the proxy variables. */
  readonly env: Environment;
}

export interface RouteOptions {
  readonly identity?: TlsIdentity | undefined;
  /** Refuses private addresses and plain http, even if the operator allows them. */
  readonly publicOnly?: boolean;
}

/** Connection pools of a process. */
export interface ConnectionPools {
  /** Returns the pool for `url` and a client identity. Rejects with EGRESS_BLOCKED and DNS errors, also for targets that a proxy would dial. */
  route(url: URL, options?: RouteOptions): Promise<Dispatcher>;
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

/** Maximum number of pools; the one that was used least recently is closed. */
const MAX_POOLS = 64;

/** Creates a cache of pools by key. */
function createPoolCache() {
  const pools = new Map<string, Dispatcher>();
  return {
    get(key: string, create: () => Dispatcher): Dispatcher {
      const pool = pools.get(key) ?? create();
      pools.delete(key);
      pools.set(key, pool);
      const [oldest] = pools.keys();
      if (pools.size > MAX_POOLS && oldest !== undefined) {
        // Requests in progress finish first.
        pools
          .get(oldest)
          ?.close()
          .catch(() => undefined);
        pools.delete(oldest);
      }
      return pool;
    },
    destroy: () => Promise.all([...pools.values()].map((pool) => pool.destroy())),
  };
}

/**
 * Opens pools on demand: one per client identity for direct and guarded connections, and one per proxy and identity. The
 * operator chooses the proxy, so it may have a private address. Targets may not: their names are resolved and checked here
 * first, although the proxy dials them. A name that cannot be resolved here is never sent to the proxy.
 */
export function createConnectionPools(options: ConnectionPoolOptions): ConnectionPools {
  const { connections, connectTimeoutMs, env } = options;
  const [open, guarded] = [createEgress(options), createEgress({ ...options, allowPrivate: false })];
  const pools = createPoolCache();
  const withIdentity = (identity: TlsIdentity | undefined) => (identity ? { ...options, identity } : options);
  const createDirect = (egress: Egress, identity: TlsIdentity | undefined) => () =>
    new Agent({ ...LIMITS, connections, connect: createGuardedConnector(egress, withIdentity(identity)) });
  const createProxied = (uri: string, identity: TlsIdentity | undefined) => () => {
    // The client certificate is for the target, never for the proxy.
    const proxyTls = { ...buildTlsOptions(options), timeout: connectTimeoutMs };
    const requestTls = { ...buildTlsOptions(withIdentity(identity)), timeout: connectTimeoutMs };
    return new ProxyAgent({ ...LIMITS, connections, requestTls, proxyTls, clientFactory: createProxyPool, uri });
  };
  return {
    async route(url, { identity, publicOnly = false } = {}) {
      const proxy = findProxy(url, env);
      const egress = publicOnly ? guarded : open;
      const key = `${proxy ?? ''} ${identity?.id ?? ''}${publicOnly ? ' public' : ''}`;
      if (proxy === undefined) return pools.get(key, createDirect(egress, identity));
      egress.admit(url);
      if (publicOnly || !options.allowPrivate) await egress.resolve(url.hostname);
      return pools.get(key, createProxied(proxy, identity));
    },
    close: async () => void (await pools.destroy()),
  };
}

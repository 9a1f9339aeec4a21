import type { Dispatcher } from 'undici';
import { engineError } from '../../base/errors/index.ts';
import type { HttpRequest } from '../../pipeline/request/http-request.ts';
import type { HttpResponse, Ports, SendOptions } from '../../pipeline/run/ports.ts';
import { type Deadline, raceAbort, startDeadline } from '../deadline.ts';
import type { Resolve } from '../egress.ts';
import { toNetworkError } from '../network-error.ts';
import type { Environment } from '../proxy.ts';
import { type ConnectionPools, createConnectionPools } from './connection-pools.ts';
import { isStaleConnection } from './guarded-connector.ts';
import { createRedirectError, findOriginChange, followRedirect, MAX_REDIRECTS } from './redirect.ts';
import { unpackBody } from './unpack.ts';

export interface HttpOptions {
  /** Allows private addresses and plain http. */
  readonly allowPrivate: boolean;
  /** Maximum decompressed body size; default 1 GiB. */
  readonly maxBodyBytes?: number;
  /** Maximum concurrent connections per origin; default 16. */
  readonly connections?: number;
  /** Timeout of a connection (TCP and TLS); default 10 s. */
  readonly connectTimeoutMs?: number;
  /** Additional trusted certificates (PEM). */
  readonly ca?: string;
  /** Environment with HTTPS_PROXY, HTTP_PROXY and NO_PROXY; default `process.env`. */
  readonly env?: Environment;
  /** Name resolver; default: the system's. */
  readonly resolve?: Resolve;
}

export type Http = Ports['http'] & {
  /** Closes all connections, including those in use. */
  close(): Promise<void>;
};

type Response = Dispatcher.ResponseData;

interface Transport {
  readonly pools: ConnectionPools;
  readonly maxBodyBytes: number;
  readonly seconds: number;
}

const DEFAULT_HEADERS = { 'accept-encoding': 'gzip, deflate, br', 'user-agent': 'mapwright' };

// RFC 9110 §9.2.2. The server may have processed a PATCH or POST.
const IDEMPOTENT: ReadonlySet<HttpRequest['method']> = new Set(['GET', 'PUT', 'DELETE']);

/** Maximum consecutive stale connections per request. */
const MAX_STALE = 4;

/** Redirect bodies are read up to this size, so that the connection can be reused. */
const REDIRECT_BODY_BYTES = 64 * 1024;

function parseRequestUrl(httpRequest: HttpRequest): URL {
  const url = URL.canParse(httpRequest.url) ? new URL(httpRequest.url) : undefined;
  const usable = url && /^https?:$/.test(url.protocol) && !url.username && !url.password;
  if (!usable) throw engineError('URL_INVALID', { what: 'a request' });
  return url;
}

/** Returns the request target with its exact characters, because signatures cover them. */
const getRequestTarget = (httpRequest: HttpRequest): string => {
  const target = httpRequest.url.replace(/#.*$/s, '').replace(/^[a-z]+:\/\/[^/?#\\]*/i, '');
  return target.startsWith('/') ? target : `/${target}`;
};

type Attempt = Pick<SendOptions, 'tls' | 'publicOnly'> & { readonly signal: AbortSignal };

async function request(transport: Transport, httpRequest: HttpRequest, attempt: Attempt): Promise<Response> {
  const { signal, tls, publicOnly } = attempt;
  const url = parseRequestUrl(httpRequest);
  const route = { identity: tls?.(url.href), publicOnly: publicOnly?.(url.href) ?? false };
  const dispatcher = await raceAbort(signal, transport.pools.route(url, route));
  return dispatcher.request({
    origin: url.origin,
    path: getRequestTarget(httpRequest),
    method: httpRequest.method,
    headers: { ...DEFAULT_HEADERS, ...httpRequest.headers },
    body: httpRequest.body ?? null,
    signal,
  });
}

/**
 * Retries idempotent requests on a fresh connection: a server may close a kept-alive connection just as a request is
 * sent, which is not a failure of the server. Other idle connections of the pool may be stale, too.
 */
async function requestOnFreshConnection(
  transport: Transport,
  httpRequest: HttpRequest,
  attempt: Attempt,
): Promise<Response> {
  for (let stale = 1; ; stale += 1) {
    try {
      return await request(transport, httpRequest, attempt);
    } catch (error) {
      const canRetry = isStaleConnection(error) && IDEMPOTENT.has(httpRequest.method) && !attempt.signal.aborted;
      if (!canRetry || stale > MAX_STALE) throw error;
    }
  }
}

const joinHeader = (name: string, value: string | string[] | undefined): string =>
  Array.isArray(value) ? value.join(name === 'set-cookie' ? '\n' : ', ') : (value ?? '');

const collectHeaders = (response: Response): Record<string, string> =>
  Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, joinHeader(name, value)]));

/** Returns the request to send to the location of a redirect, as the caller decides. Throws REDIRECT_REFUSED. */
async function admitRedirect(from: HttpRequest, moved: HttpRequest, redirect: SendOptions['redirect']) {
  const change = findOriginChange(new URL(from.url), new URL(moved.url));
  const admitted = redirect ? await redirect(moved) : change === undefined ? moved : undefined;
  if (admitted === undefined) throw createRedirectError(from, change ?? 'to a location that is not allowed');
  return admitted;
}

/** Sends a request and follows its redirects. */
async function follow(
  transport: Transport,
  httpRequest: HttpRequest,
  { redirect, signal, tls, publicOnly }: SendOptions & { signal: AbortSignal },
) {
  const attempt = { signal, ...(tls ? { tls } : {}), ...(publicOnly ? { publicOnly } : {}) };
  let current = httpRequest;
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    const response = await requestOnFreshConnection(transport, current, attempt);
    // The deadline may abort a body that is not read yet.
    response.body.on('error', () => undefined);
    const { location } = collectHeaders(response);
    const next = followRedirect(current, response.statusCode, location);
    if (next === undefined) return response;
    await response.body.dump({ limit: REDIRECT_BODY_BYTES, signal });
    current = await admitRedirect(current, next, redirect);
  }
  throw createRedirectError(httpRequest, 'more than five in a row');
}

async function* readBody(
  response: Response,
  transport: Transport,
  { deadline, host }: { deadline: Deadline; host: string },
) {
  try {
    yield* unpackBody(response.body, collectHeaders(response)['content-encoding'] ?? '', transport.maxBodyBytes);
  } catch (error) {
    deadline.signal.throwIfAborted();
    throw toNetworkError(error, { host, seconds: transport.seconds, inBody: true });
  } finally {
    deadline.end();
    response.body.destroy();
  }
}

async function send(transport: Transport, httpRequest: HttpRequest, options: SendOptions): Promise<HttpResponse> {
  const { host } = parseRequestUrl(httpRequest);
  const { timeoutMs, signal } = options;
  const late = () => engineError('RESPONSE_TIMEOUT', { host, seconds: timeoutMs / 1000 });
  // A single deadline covers the whole attempt: connection, redirects, and the body to its last byte.
  const deadline = startDeadline({ timeoutMs, late, signal });
  try {
    const response = await follow(transport, httpRequest, { ...options, signal: deadline.signal });
    return {
      status: response.statusCode,
      headers: collectHeaders(response),
      body: readBody(response, transport, { deadline, host }),
    };
  } catch (error) {
    deadline.end();
    deadline.signal.throwIfAborted();
    throw toNetworkError(error, { host, seconds: transport.seconds });
  }
}

/**
 * Creates the engine's HTTP port with undici's `request()` (never `fetch`, which accepts truncated compressed bodies): one
 * deadline per attempt, decompressed and limited bodies, redirects as the caller admits them, guarded connections. Errors are
 * EngineErrors; an aborted `signal` rejects with its own reason.
 */
export function createHttp(options: HttpOptions): Http {
  const { maxBodyBytes = 2 ** 30, connections = 16, connectTimeoutMs = 10_000, env = process.env } = options;
  const pools = createConnectionPools({ ...options, connections, connectTimeoutMs, env });
  const transport: Transport = { pools, maxBodyBytes, seconds: connectTimeoutMs / 1000 };
  return { send: (httpRequest, sendOptions) => send(transport, httpRequest, sendOptions), close: () => pools.close() };
}

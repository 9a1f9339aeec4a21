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
import { followRedirect, MAX_REDIRECTS } from './redirect.ts';
import { unpackBody } from './unpack.ts';

export interface HttpOptions {
  /** Lets private addresses and plain http pass the egress guard. */
  readonly allowPrivate: boolean;
  /** How large a body may get when unpacked; 1 GiB when absent. */
  readonly maxBodyBytes?: number;
  /** Connections per origin at one time; 16 when absent. */
  readonly connections?: number;
  /** How long a connection (TCP and TLS) may take; 10 s when absent. */
  readonly connectTimeoutMs?: number;
  /** Certificates (PEM) to trust beside this machine's. */
  readonly ca?: string;
  /** Where HTTPS_PROXY, HTTP_PROXY and NO_PROXY are read; the process's environment when absent. */
  readonly env?: Environment;
  /** How names become addresses; the system's resolver when absent. */
  readonly resolve?: Resolve;
}

export type Http = Ports['http'] & {
  /** Ends every connection, also those in use. */
  close(): Promise<void>;
};

type Answer = Dispatcher.ResponseData;

interface Transport {
  readonly pools: ConnectionPools;
  readonly maxBodyBytes: number;
  readonly seconds: number;
}

const DEFAULT_HEADERS = { 'accept-encoding': 'gzip, deflate, br', 'user-agent': 'mapwright' };

// RFC 9110 §9.2.2. PATCH and POST may have been acted upon.
const IDEMPOTENT: ReadonlySet<HttpRequest['method']> = new Set(['GET', 'PUT', 'DELETE']);

/** Connections in a row that a request may find closed. */
const MAX_STALE = 4;

/** Redirect answers are read up to this, so that their connection can be used again. */
const REDIRECT_BODY_BYTES = 64 * 1024;

function parseRequestUrl(draft: HttpRequest): URL {
  const url = URL.canParse(draft.url) ? new URL(draft.url) : undefined;
  const usable = url && /^https?:$/.test(url.protocol) && !url.username && !url.password;
  if (!usable) throw engineError('URL_INVALID', { what: 'a request' });
  return url;
}

/** What goes into the request line: the draft's own characters, as a signature was made over them. */
const requestTarget = (draft: HttpRequest): string => {
  const target = draft.url.replace(/#.*$/s, '').replace(/^[a-z]+:\/\/[^/?#\\]*/i, '');
  return target.startsWith('/') ? target : `/${target}`;
};

async function request(transport: Transport, draft: HttpRequest, signal: AbortSignal): Promise<Answer> {
  const url = parseRequestUrl(draft);
  const dispatcher = await raceAbort(signal, transport.pools.route(url));
  return dispatcher.request({
    origin: url.origin,
    path: requestTarget(draft),
    method: draft.method,
    headers: { ...DEFAULT_HEADERS, ...draft.headers },
    body: draft.body ?? null,
    signal,
  });
}

/**
 * A server may close a kept-alive connection just as a request leaves: that says nothing about the server, so once
 * more, and again where the next connection had been kept as long.
 */
async function requestOnFreshConnection(
  transport: Transport,
  draft: HttpRequest,
  signal: AbortSignal,
): Promise<Answer> {
  for (let stale = 1; ; stale += 1) {
    try {
      return await request(transport, draft, signal);
    } catch (error) {
      const again = isStaleConnection(error) && IDEMPOTENT.has(draft.method) && !signal.aborted;
      if (!again || stale > MAX_STALE) throw error;
    }
  }
}

const joinHeader = (name: string, value: string | string[] | undefined): string =>
  Array.isArray(value) ? value.join(name === 'set-cookie' ? '\n' : ', ') : (value ?? '');

const collectHeaders = (answer: Answer): Record<string, string> =>
  Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, joinHeader(name, value)]));

/** Sends the draft and what its redirects lead to, each signed anew where the caller can. */
async function follow(
  transport: Transport,
  draft: HttpRequest,
  { resign, signal }: SendOptions & { signal: AbortSignal },
) {
  let current = draft;
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    const answer = await requestOnFreshConnection(transport, current, signal);
    // The deadline may end a body that nobody is reading yet.
    answer.body.on('error', () => undefined);
    const { location } = collectHeaders(answer);
    const next = followRedirect(current, answer.statusCode, location);
    if (next === undefined) return answer;
    await answer.body.dump({ limit: REDIRECT_BODY_BYTES, signal });
    current = resign ? await resign(next) : next;
  }
  throw engineError('REDIRECT_REFUSED', { host: new URL(draft.url).host, reason: 'more than five in a row' });
}

async function* readBody(
  answer: Answer,
  transport: Transport,
  { deadline, host }: { deadline: Deadline; host: string },
) {
  try {
    yield* unpackBody(answer.body, collectHeaders(answer)['content-encoding'] ?? '', transport.maxBodyBytes);
  } catch (error) {
    deadline.signal.throwIfAborted();
    throw toNetworkError(error, { host, seconds: transport.seconds, inBody: true });
  } finally {
    deadline.end();
    answer.body.destroy();
  }
}

async function send(transport: Transport, draft: HttpRequest, options: SendOptions): Promise<HttpResponse> {
  const { host } = parseRequestUrl(draft);
  const { timeoutMs, signal } = options;
  const late = () => engineError('RESPONSE_TIMEOUT', { host, seconds: timeoutMs / 1000 });
  // One deadline for all of the attempt: connecting, redirects, and the body to its last byte.
  const deadline = startDeadline({ timeoutMs, late, signal });
  try {
    const answer = await follow(transport, draft, { ...options, signal: deadline.signal });
    return {
      status: answer.statusCode,
      headers: collectHeaders(answer),
      body: readBody(answer, transport, { deadline, host }),
    };
  } catch (error) {
    deadline.end();
    deadline.signal.throwIfAborted();
    throw toNetworkError(error, { host, seconds: transport.seconds });
  }
}

/**
 * HTTP as the engine's port has it, on undici's `request()` (never `fetch`, which takes truncated compressed bodies
 * for whole ones): one deadline per attempt, unpacked and limited bodies, redirects within the origin, every
 * connection behind the egress guard. Errors are EngineErrors; an aborted `signal` rejects with its own reason.
 */
export function createHttp(options: HttpOptions): Http {
  const { maxBodyBytes = 2 ** 30, connections = 16, connectTimeoutMs = 10_000, env = process.env } = options;
  const pools = createConnectionPools({ ...options, connections, connectTimeoutMs, env });
  const transport: Transport = { pools, maxBodyBytes, seconds: connectTimeoutMs / 1000 };
  return { send: (draft, sendOptions) => send(transport, draft, sendOptions), close: () => pools.close() };
}

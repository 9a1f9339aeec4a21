import { toEngineError } from '../../base/errors/index.ts';
import { createRedactor, type Redactor, type Secret } from '../../base/secret/index.ts';
import type { Connector } from '../../pipeline/connector/index.ts';
import type { HttpRequest } from '../../pipeline/request/index.ts';
import type { HttpResponse, Ports } from '../../pipeline/run/ports.ts';
import { cleanUrl, describeShape, findCredentials, isMarked } from '../replay/request.ts';

/** Request of an exchange, as it was sent, with redacted credentials. */
export interface ShownRequest {
  readonly method: string;
  readonly url: string;
  /** Names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** True if `body` is only its beginning. */
  readonly cut?: true;
  /** Headers that contain credentials: only the shape of their values is shown. */
  readonly masked: readonly string[];
  /** Parameters of the query that contain credentials. */
  readonly maskedQuery: readonly string[];
}

/** Response of an exchange: the beginning of its body as text, with redacted secrets. */
export interface ShownResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Size of the whole body after decompression, in bytes. */
  readonly bytes: number;
  /** True if `body` is only its beginning. */
  readonly cut: boolean;
}

/** One attempt of a request: redirects count as one exchange. */
export interface Exchange {
  /** Time of the request, RFC 3339. */
  readonly at: string;
  readonly ms: number;
  /** Set for the requests of a login. */
  readonly login?: true;
  readonly request: ShownRequest;
  /** Absent if there was no response. */
  readonly response?: ShownResponse;
  readonly error?: { readonly code: string; readonly message: string };
}

/** Request that is about to be sent, with redacted credentials. */
export interface StartedRequest {
  readonly method: string;
  readonly url: string;
}

/** Exchange before redaction. Logins are held back until the values that they return are known as secrets. */
interface RawExchange {
  readonly at: number;
  readonly request: HttpRequest;
  readonly chunks: Uint8Array[];
  readonly isLogin: boolean;
  /** A login whose returned values are not known as secrets yet. */
  isPending: boolean;
  ms: number;
  kept: number;
  bytes: number;
  status: number | undefined;
  headers: Readonly<Record<string, string>>;
  error: Exchange['error'];
  done: boolean;
}

export interface ExchangeTap {
  /** Ports whose HTTP exchanges are observed. */
  readonly ports: Ports;
  /** Registers all secrets that a login returned, which completes the login. */
  learn(secrets: readonly (string | Secret)[]): void;
  /** Returns the exchanges since the last call, in the order of the requests; `all` includes unfinished ones. */
  take(all?: boolean): Exchange[];
}

export interface TapOptions {
  /** Bytes of a body to show. */
  readonly bodyBytes: number;
  /** Called when `take` may return more. */
  readonly onReady?: () => void;
  /** Called before each request. */
  readonly onRequest?: (request: StartedRequest) => void;
}

// A secret at the end of the shown text is recognized if the rest of it was kept as well.
const MARGIN_BYTES = 8192;

/** Response headers that contain credentials. */
const CREDENTIAL_HEADERS = new Set(['set-cookie', 'www-authenticate', 'proxy-authenticate']);

/**
 * Observes the HTTP exchanges of `ports`. What it returns is safe to show: the connector's secrets, in any encoding, the
 * credentials that signing added, and values that login responses contain are redacted.
 */
export function createExchangeTap(
  connector: () => Connector,
  ports: Ports,
  { bodyBytes, onReady, onRequest }: TapOptions,
): ExchangeTap {
  const raw: RawExchange[] = [];
  const learnt: (string | Secret)[] = [];
  let redact: Redactor | undefined;

  const send: Ports['http']['send'] = async (request, options) => {
    const one = startExchange(request, { at: ports.clock.now(), isLogin: options.purpose === 'login' });
    raw.push(one);
    onRequest?.({
      method: request.method,
      url: cleanUrl(request.url, { marks: connector().auths.marks, clean: getRedactor() }),
    });
    const end = () => {
      one.ms = ports.clock.now() - one.at;
      one.done = true;
      onReady?.();
    };
    try {
      const response = await ports.http.send(request, options);
      one.status = response.status;
      one.headers = response.headers;
      return { ...response, body: observeBody(response.body, one, { limit: bodyBytes + MARGIN_BYTES, end }) };
    } catch (error) {
      one.error = describeError(error);
      end();
      throw error;
    }
  };

  const getRedactor = (): Redactor => {
    redact ??= createRedactor(connector().secrets);
    for (const secret of learnt.splice(0)) redact.add(secret);
    return redact;
  };
  return {
    ports: { ...ports, http: { send } },
    learn(secrets) {
      learnt.push(...secrets);
      for (const one of raw) one.isPending &&= !one.done;
      onReady?.();
    },
    take(all = false) {
      const waiting = all ? -1 : raw.findIndex((one) => one.isPending || !one.done);
      const ready = raw.splice(0, waiting < 0 ? raw.length : waiting);
      if (ready.length === 0) return [];
      const clean = getRedactor();
      return ready.map((one) => toExchange(one, { clean, marks: connector().auths.marks, bodyBytes }));
    },
  };
}

const startExchange = (request: HttpRequest, given: Pick<RawExchange, 'at' | 'isLogin'>): RawExchange => ({
  ...given,
  isPending: given.isLogin,
  request,
  chunks: [],
  ms: 0,
  kept: 0,
  bytes: 0,
  status: undefined,
  headers: {},
  error: undefined,
  done: false,
});

const describeError = (error: unknown): NonNullable<Exchange['error']> => {
  const { code, message } = toEngineError(error);
  return { code, message };
};

/** Passes a body on and keeps a copy of its first `limit` bytes. */
async function* observeBody(
  body: HttpResponse['body'],
  one: RawExchange,
  { limit, end }: { limit: number; end: () => void },
): HttpResponse['body'] {
  try {
    for await (const chunk of body) {
      one.bytes += chunk.byteLength;
      // Copied, because the reader owns the chunk.
      if (one.kept < limit) one.chunks.push(Uint8Array.from(chunk.subarray(0, limit - one.kept)));
      one.kept = Math.min(limit, one.bytes);
      yield chunk;
    }
  } catch (error) {
    one.error = describeError(error);
    throw error;
  } finally {
    end();
  }
}

type View = { readonly clean: Redactor; readonly marks: Connector['auths']['marks']; readonly bodyBytes: number };

const toShownHeaders = (headers: RawExchange['headers'], hides: (name: string) => boolean, clean: Redactor) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, hides(name) ? describeShape(clean(value)) : clean(value)]),
  );

function toExchange(one: RawExchange, { clean, marks, bodyBytes }: View): Exchange {
  const { request } = one;
  return {
    at: new Date(one.at).toISOString(),
    ms: one.ms,
    ...(one.isLogin ? { login: true as const } : {}),
    request: toShownRequest(request, { clean, marks, bodyBytes }),
    ...(one.status === undefined ? {} : { response: toShownResponse(one, one.status, { clean, marks, bodyBytes }) }),
    ...(one.error === undefined ? {} : { error: { ...one.error, message: clean(one.error.message) } }),
  };
}

function toShownRequest({ method, url, headers, body }: HttpRequest, { clean, marks, bodyBytes }: View): ShownRequest {
  const isCredential = (name: string) =>
    isMarked(marks, 'header', name) || name === 'authorization' || name === 'cookie';
  const text = body === undefined ? undefined : clean(String(body));
  const shown = text === undefined ? undefined : cut(text, bodyBytes);
  return {
    method,
    url: cleanUrl(url, { marks, clean }),
    headers: toShownHeaders(headers, isCredential, clean),
    ...(shown === undefined ? {} : { body: shown }),
    ...(shown === text ? {} : { cut: true as const }),
    masked: Object.keys(headers).filter(isCredential),
    maskedQuery: marks.flatMap(({ into, name }) => (into === 'query' ? [name] : [])),
  };
}

function toShownResponse(one: RawExchange, status: number, { clean, bodyBytes }: View): ShownResponse {
  const text = Buffer.concat(one.chunks).toString('utf8');
  // Members that are named like credentials are hidden even if no login captured them.
  const named = findCredentials(text).reduce((rest, credential) => rest.replaceAll(credential, '[secret]'), text);
  const hidden = one.isLogin && status < 300 ? hideTexts(named) : named;
  return {
    status,
    headers: toShownHeaders(one.headers, (name) => CREDENTIAL_HEADERS.has(name), clean),
    body: cut(clean(hidden), bodyBytes),
    bytes: one.bytes,
    cut: one.bytes > bodyBytes,
  };
}

/** Hides every text in the response of a successful login: any of them may be a credential. */
function hideTexts(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text, (_key, value) => (typeof value === 'string' ? '[hidden]' : value)));
  } catch {
    return text === '' ? '' : '[hidden]';
  }
}

/** Cuts a text after about `bytes` bytes, between two characters. */
function cut(text: string, bytes: number): string {
  const whole = Buffer.from(text);
  return whole.byteLength <= bytes
    ? text
    : whole
        .subarray(0, bytes)
        .toString('utf8')
        .replace(/\ufffd+$/, '');
}

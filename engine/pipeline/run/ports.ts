import type { TlsIdentity } from '../auth/index.ts';
import type { HttpRequest } from '../request/http-request.ts';

/** HTTP response. The body is decompressed (gzip, deflate, br) and size-limited; read or cancel it. */
export interface HttpResponse {
  readonly status: number;
  /** Names in lower case; repeated headers joined by ", ", set-cookie by "\n". */
  readonly headers: Readonly<Record<string, string>>;
  /** The reader owns each chunk. */
  readonly body: AsyncIterable<Uint8Array>;
}

export interface SendOptions {
  /** Time limit of the whole attempt including the body, ms. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Set for login requests, whose responses contain secrets that are not known yet. */
  readonly purpose?: 'login';
  /** Returns true for URLs whose hosts must have public addresses and use https, even if the operator allows others. */
  readonly publicOnly?: (url: string) => boolean;
  /** Returns the client certificate and CA for a URL. */
  readonly tls?: (url: string) => TlsIdentity | undefined;
  /**
   * Returns the request to send to the location of a redirect, or undefined to refuse it. Without it, only redirects within
   * the origin are followed, with the same headers.
   */
  readonly redirect?: (moved: HttpRequest) => HttpRequest | undefined | Promise<HttpRequest | undefined>;
}

/** Everything impure that a run needs: real at run time, replayed in `test`. */
export interface Ports {
  readonly http: {
    /** Sends one attempt and follows redirects as `redirect` allows. Throws network errors of the catalogue. */
    send(request: HttpRequest, options: SendOptions): Promise<HttpResponse>;
  };
  readonly clock: {
    /** Milliseconds since the epoch. */
    now(): number;
    /** Resolves after `ms`; rejects with the signal's reason when it aborts. */
    sleep(ms: number, signal?: AbortSignal): Promise<void>;
  };
  readonly random: {
    bytes(count: number): Uint8Array;
    /** In [0, 1). */
    fraction(): number;
  };
  /** Opens temporary storage for a page that is too large for memory. */
  readonly spool: () => Promise<Spool>;
}

/** Temporary storage outside memory. */
export interface Spool {
  write(chunk: Uint8Array): Promise<void>;
  /** Reads all, or from `start` up to `end`, exclusive. */
  read(range?: { readonly start: number; readonly end: number }): AsyncIterable<Uint8Array>;
  discard(): Promise<void>;
}

import type { HttpRequest } from '../request/http-request.ts';

/** An answer; its body is unpacked (gzip, deflate, br) and size-limited, and must be read or cancelled. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; repeated headers joined by ", ", set-cookie by "\n". */
  readonly headers: Readonly<Record<string, string>>;
  /** Each chunk is its reader's own: nobody else uses it once it is given. */
  readonly body: AsyncIterable<Uint8Array>;
}

export interface SendOptions {
  /** Milliseconds that the whole attempt may take, body included. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /**
   * Signs the draft of a redirect anew: a signature over the old URL would be refused. Without it the headers go on as
   * they are, which is right for schemes that do not sign the URL.
   */
  readonly resign?: (moved: HttpRequest) => HttpRequest | Promise<HttpRequest>;
}

/** The world outside, as the engine sees it: what is given to a run at run time, replayed in `test`. */
export interface Ports {
  readonly http: {
    /** Sends one attempt; follows redirects within the origin only. Throws EngineErrors of the area network. */
    send(request: HttpRequest, options: SendOptions): Promise<HttpAnswer>;
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
  /** Opens a place for the bytes of a page that is too large to be held. */
  readonly spool: () => Promise<Spool>;
}

/** Bytes kept outside memory until they are read or discarded. */
export interface Spool {
  write(chunk: Uint8Array): Promise<void>;
  read(): AsyncIterable<Uint8Array>;
  discard(): Promise<void>;
}

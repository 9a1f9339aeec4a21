/** A request as it will go on the wire, before and after signing: plain data. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Absolute, fragment-free, percent-encoded exactly as it will be sent: signatures are made over it. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What a paginator changes in a request to reach a page; the driver applies it when the draft is built. */
export interface RequestPatch {
  readonly query?: Readonly<Record<string, string>>;
  /** Into a JSON body: top-level members. */
  readonly json?: Readonly<Record<string, string | number>>;
  readonly form?: Readonly<Record<string, string>>;
  /** An absolute URL that replaces the whole URL (nextUrl). */
  readonly url?: string;
}

/** `draft` with one header set (its name is lower-cased). */
export const setHeader = (request: HttpRequest, name: string, value: string): HttpRequest => ({
  ...request,
  headers: { ...request.headers, [name.toLowerCase()]: value },
});

/** `draft` with one query parameter added at the end; name and value are already percent-encoded. */
export const addQuery = (request: HttpRequest, name: string, value: string): HttpRequest => ({
  ...request,
  url: `${request.url}${request.url.includes('?') ? '&' : '?'}${name}=${value}`,
});

import type { Json } from '../../base/json/types.ts';
import { joinPairs, parsePairs, setEncodedPair } from './pairs.ts';

/** HTTP request exactly as it is sent, before or after signing. Plain data. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Absolute URL without a fragment, percent-encoded exactly as it is sent, because signatures cover it. */
  readonly url: string;
  /** Header names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Changes to a request that select a page. */
export interface RequestPatch {
  readonly query?: Readonly<Record<string, string>>;
  /** Values in the JSON body: by key, or by JSON pointer. */
  readonly json?: Readonly<Record<string, Json>>;
  readonly form?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Texts to send as numbers in the JSON body: numbers of the vendor that are too large for a double. */
  readonly numbers?: readonly string[];
  /** Absolute URL that replaces the request's URL and query (nextUrl). */
  readonly url?: string;
}

/** Returns the request with a header set; the name is converted to lower case. */
export const setHeader = (request: HttpRequest, name: string, value: string): HttpRequest => ({
  ...request,
  headers: { ...request.headers, [name.toLowerCase()]: value },
});

/**
 * Returns the request with a query parameter, whose percent-encoded value replaces the first one of that name. Other
 * parameters keep their exact characters.
 */
export const setQuery = (request: HttpRequest, name: string, value: string): HttpRequest => {
  const [path = '', query = ''] = request.url.split(/\?(.*)/s);
  return { ...request, url: `${path}?${joinPairs(setEncodedPair(parsePairs(query), name, value))}` };
};

import type { IncomingHttpHeaders } from 'node:http';

/** A request as a vendor's handler sees it. `target` is the path and query exactly as they came over the wire. */
export interface Seen {
  readonly method: string;
  readonly target: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The vendor's clock at the time of the request, in milliseconds. */
  readonly at: number;
}

/** What a handler answers. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** How many records the body holds. */
  readonly records?: number;
}

export type Handler = (seen: Seen) => Reply;

/** A JSON answer. */
export const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

/** A JSON answer from texts that are JSON already: `head`, the items with commas between them, `tail`. */
export const jsonPage = (head: string, items: readonly string[], tail: string): Reply => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: `${head}${items.join(',')}${tail}`,
  records: items.length,
});

/** An answer of text that is not JSON. */
export const text = (status: number, body: string, type = 'text/plain'): Reply => ({
  status,
  headers: { 'content-type': type },
  body,
});

/** A whole number from a query, `fallback` when absent, undefined when it is no whole number. */
export const wholeNumber = (query: URLSearchParams, name: string, fallback: number): number | undefined => {
  const value = query.get(name);
  if (value === null) return fallback;
  return /^\d{1,9}$/.test(value) ? Number(value) : undefined;
};

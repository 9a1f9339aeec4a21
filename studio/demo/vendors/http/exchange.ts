import type { IncomingHttpHeaders } from 'node:http';

/** Request to a vendor. `target` is the raw path and query of the request line. */
export interface Seen {
  readonly method: string;
  readonly target: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Time of the request on the vendor's clock, as epoch milliseconds. */
  readonly at: number;
}

/** Response of a vendor. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Number of records in the body. */
  readonly records?: number;
}

export type Handler = (seen: Seen) => Reply;

/** Builds a JSON response. */
export const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

/** Builds a JSON response from JSON texts: `head`, comma-separated items, `tail`. */
export const jsonPage = (head: string, items: readonly string[], tail: string): Reply => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: `${head}${items.join(',')}${tail}`,
  records: items.length,
});

/** Builds a text response. */
export const text = (status: number, body: string, type = 'text/plain'): Reply => ({
  status,
  headers: { 'content-type': type },
  body,
});

/** Parses a whole number from a query; returns `fallback` when absent and undefined when invalid. */
export const wholeNumber = (query: URLSearchParams, name: string, fallback: number): number | undefined => {
  const value = query.get(name);
  if (value === null) return fallback;
  return /^\d{1,9}$/.test(value) ? Number(value) : undefined;
};

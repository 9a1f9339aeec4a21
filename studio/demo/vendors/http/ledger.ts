import type { IncomingHttpHeaders } from 'node:http';
import type { Reply, Seen } from './exchange.ts';

/** Recorded request including secrets. It is for tests and never leaves the process. */
interface LedgerEntry {
  readonly origin: string;
  readonly method: string;
  readonly path: string;
  readonly target: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly at: number;
  readonly status: number;
  readonly records: number;
}

/** Requests to a vendor in order of their responses. */
export interface Ledger {
  readonly entries: readonly LedgerEntry[];
  /** Returns the entries whose path starts with a text or matches a pattern. */
  of(path: string | RegExp): LedgerEntry[];
  /** Returns the number of served records. */
  records(path?: string | RegExp): number;
  clear(): void;
}

/** Creates a writable ledger. */
export const newLedger = (): Ledger & { write(seen: Seen, reply: Reply, origin: string): void } => {
  const entries: LedgerEntry[] = [];
  const of = (path: string | RegExp): LedgerEntry[] => entries.filter((entry) => pathMatches(path, entry.path));
  return {
    entries,
    of,
    records: (path = '/') => of(path).reduce((sum, entry) => sum + entry.records, 0),
    clear: () => {
      entries.length = 0;
    },
    write: ({ method, path, target, query, headers, body, at }, { status, records = 0 }, origin) => {
      entries.push({
        origin,
        method,
        path,
        target,
        query: Object.fromEntries(query),
        headers,
        body,
        at,
        status,
        records,
      });
    },
  };
};

/** Returns true when a path starts with a text or matches a pattern. */
export const pathMatches = (pattern: string | RegExp, path: string): boolean =>
  typeof pattern === 'string' ? path.startsWith(pattern) : pattern.test(path);

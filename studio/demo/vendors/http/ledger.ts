import type { IncomingHttpHeaders } from 'node:http';
import type { Reply, Seen } from './exchange.ts';

/** One request that a vendor saw, secrets included: it is for tests, and never leaves the process. */
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

/** All that a vendor saw, in the order in which it was answered. */
export interface Ledger {
  readonly entries: readonly LedgerEntry[];
  /** Entries of a path that begins with a text or matches a pattern. */
  of(path: string | RegExp): LedgerEntry[];
  /** How many records were served in answers with status 200. */
  records(path?: string | RegExp): number;
  clear(): void;
}

/** A ledger, with the way to write to it. */
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

/** Whether a path begins with a text, or matches a pattern. */
export const pathMatches = (wanted: string | RegExp, path: string): boolean =>
  typeof wanted === 'string' ? path.startsWith(wanted) : wanted.test(path);

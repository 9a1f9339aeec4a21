/** A request as it arrived. */
export interface LedgerRequest {
  /** Method, path and query, as on the wire. */
  readonly route: string;
  /** Counted from 0, of this route. */
  readonly attempt: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a vendor was asked, and what it gave whole. */
export interface Ledger {
  readonly requests: LedgerRequest[];
  /** Ids of records in answers that were sent to their end, in the order of sending. */
  readonly served: string[];
  connections: number;
}

export const createLedger = (): Ledger => ({ requests: [], served: [], connections: 0 });

/** Returns the number of requests of a route. */
export const countRequests = ({ requests }: Ledger, route: string): number =>
  requests.filter((seen) => seen.route === route).length;

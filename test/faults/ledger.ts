/** Received request. */
export interface LedgerRequest {
  /** Method, path and query, as sent on the wire. */
  readonly route: string;
  /** Number of earlier requests of this route. */
  readonly attempt: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Received requests and completely served records of a vendor. */
export interface Ledger {
  readonly requests: LedgerRequest[];
  /** Ids of records in complete responses, in the order of sending. */
  readonly served: string[];
  connections: number;
}

export const createLedger = (): Ledger => ({ requests: [], served: [], connections: 0 });

/** Returns the number of requests of a route. */
export const countRequests = ({ requests }: Ledger, route: string): number =>
  requests.filter((seen) => seen.route === route).length;

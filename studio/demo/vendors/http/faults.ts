import type { Reply, Seen } from './exchange.ts';
import { pathMatches } from './ledger.ts';

/** Response that a test injects in place of the correct one. */
export interface Fault {
  /** Path prefix, or pattern for `METHOD /path?query`; matches all requests when absent. */
  readonly match?: string | RegExp;
  /** Number of requests that fail; 1 when absent. */
  readonly times?: number;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Closes the connection instead of responding. */
  readonly reset?: boolean;
}

/** Queue of faults; the first one that matches a request is consumed. */
export interface Faults {
  add(fault: Fault): void;
  take(seen: Seen): Fault | undefined;
}

/** Creates a queue of faults. */
export const scriptedFaults = (script: readonly Fault[] = []): Faults => {
  const queue = script.map(waitingFault);
  return {
    add: (fault) => void queue.push(waitingFault(fault)),
    take: (seen) => {
      const found = queue.find(({ fault, left }) => left > 0 && matches(fault, seen));
      if (found) found.left--;
      return found?.fault;
    },
  };
};

/** Builds the response of a fault. */
export const faultReply = ({ status = 503, headers, body }: Fault): Reply => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: body ?? '{"message":"scripted"}',
});

const waitingFault = (fault: Fault): { fault: Fault; left: number } => ({ fault, left: fault.times ?? 1 });

const matches = ({ match = '/' }: Fault, seen: Seen): boolean =>
  typeof match === 'string' ? pathMatches(match, seen.path) : match.test(`${seen.method} ${seen.target}`);

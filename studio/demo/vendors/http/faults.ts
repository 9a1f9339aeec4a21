import type { Reply, Seen } from './exchange.ts';
import { pathMatches } from './ledger.ts';

/** An answer that a test wants instead of the right one. */
export interface Fault {
  /** Which requests: the path's beginning or a pattern on `METHOD /path?query`; all of them when absent. */
  readonly match?: string | RegExp;
  /** How many of them, 1 when absent. */
  readonly times?: number;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Cut the connection instead of answering. */
  readonly reset?: boolean;
}

/** The faults still to come: the first that matches is used up. */
export interface Faults {
  add(fault: Fault): void;
  take(seen: Seen): Fault | undefined;
}

/** Scripted faults, first come, first served. */
export const scriptedFaults = (script: readonly Fault[] = []): Faults => {
  const waiting = script.map(waitingFault);
  return {
    add: (fault) => void waiting.push(waitingFault(fault)),
    take: (seen) => {
      const found = waiting.find(({ fault, left }) => left > 0 && matches(fault, seen));
      if (found) found.left--;
      return found?.fault;
    },
  };
};

/** The answer of a fault. */
export const faultReply = ({ status = 503, headers, body }: Fault): Reply => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: body ?? '{"message":"scripted"}',
});

const waitingFault = (fault: Fault): { fault: Fault; left: number } => ({ fault, left: fault.times ?? 1 });

const matches = ({ match = '/' }: Fault, seen: Seen): boolean =>
  typeof match === 'string' ? pathMatches(match, seen.path) : match.test(`${seen.method} ${seen.target}`);

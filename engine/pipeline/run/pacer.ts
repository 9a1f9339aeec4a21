import { engineError } from '../../base/errors/index.ts';
import { formatDuration } from '../../base/time/index.ts';
import type { Connector } from '../connector/connector.ts';
import {
  type Bucket,
  bookStart,
  type Decision,
  decideRetry,
  EMPTY_BUCKET,
  type Failure,
  holdStarts,
  type OwnRateLimit,
  type RateLimit,
  type RetryPolicy,
} from '../retry/index.ts';
import type { Ports } from './ports.ts';
import type { RunCounters } from './run-counters.ts';

/** Limits of a whole run, so that every run ends, whatever the vendor sends. Every method throws RUN_BUDGET_SPENT. */
export interface RunBudget {
  /** Counts bytes as they arrive. */
  spend(bytes: number): void;
  /** Checks that bytes are left and that the time limit is not before `at` (epoch ms). */
  check(at: number): void;
  /** Checks the number of items read from a page, and the time limit. */
  checkPage(items: number): void;
}

/** Starts the budget of a run or of a worker's slice. */
export function createRunBudget({ budget }: Connector, clock: Ports['clock']): RunBudget {
  const { timeMs, bytes, items: pageItems } = budget;
  const ends = clock.now() + timeMs;
  let left = bytes;
  const check = (at: number): void => {
    if (at > ends) throw engineError('RUN_BUDGET_SPENT', { budget: formatDuration(timeMs) });
    if (left < 0) throw engineError('RUN_BUDGET_SPENT', { budget: `${bytes} bytes` });
  };
  return {
    check,
    spend(count) {
      left -= count;
      check(clock.now());
    },
    checkPage(items) {
      if (items > pageItems) throw engineError('RUN_BUDGET_SPENT', { budget: `${pageItems} items per page` });
      check(clock.now());
    },
  };
}

/** A waiting request: its name in the progress display, and its signal. */
interface Wait {
  /** Name in the progress display: a stream or the login. */
  readonly who: string;
  readonly signal: AbortSignal | undefined;
  /** Limits of the stream, in addition to those of the connector. */
  readonly limits?: readonly OwnRateLimit[];
}

/** Rate limiter of a credential that several processes share. */
export interface SharedRate {
  /** Reserves the next request under all limits. Resolves to its start, epoch ms. */
  book(limits: readonly RateLimit[], own?: readonly OwnRateLimit[]): Promise<number>;
  /** Books no start before `until`, epoch ms. */
  hold(until: number): Promise<void>;
}

/** Run counters and the shared rate limit of a pacer. */
export interface PacerSide {
  readonly counters: RunCounters;
  readonly budget: RunBudget;
  readonly rate?: SharedRate;
}

/** Rate limiter and retry budget of one credential. */
export interface Pacer {
  /** Waits for the rate limit. Rejects when the signal aborts, and with RUN_BUDGET_SPENT. */
  turn(wait: Wait): Promise<void>;
  /** Starts no request for some time: the vendor has reported that no requests are left. */
  hold(ms: number): Promise<void>;
  /** Waits until a time (epoch ms). Rejects immediately with RUN_BUDGET_SPENT if the run must end before. */
  until(at: number, why: string, wait: Wait): Promise<void>;
  /** Decides whether and when to retry a failed attempt (counted from 1); a retry uses the run's retry budget. */
  again(policy: RetryPolicy, failure: Failure, attempt: number): Decision;
}

const RATE_LIMIT = 'the rate limit';

export function createPacer(connector: Connector, { clock, random }: Ports, side: PacerSide): Pacer {
  const { rateLimits, retryBudget } = connector;
  const { counters, rate, budget: whole } = side;
  let bucket: Bucket = EMPTY_BUCKET;
  let budget = retryBudget;
  const spent = new Map<RetryPolicy, number>();
  const until: Pacer['until'] = async (at, why, { who, signal }) => {
    const ms = at - clock.now();
    if (ms <= 0) return;
    whole.check(at);
    counters.waiting.set(who, { until: at, why });
    try {
      await clock.sleep(ms, signal);
    } finally {
      counters.waiting.delete(who);
    }
  };
  const book = (own: readonly OwnRateLimit[]): number => {
    const booked = bookStart(rateLimits, bucket, clock.now(), own);
    bucket = booked.bucket;
    return booked.at;
  };
  return {
    until,
    async turn(wait) {
      whole.check(clock.now());
      const { limits = [] } = wait;
      if (rate || rateLimits.length + limits.length > 0)
        await until(rate ? await rate.book(rateLimits, limits) : book(limits), RATE_LIMIT, wait);
      // A response that arrived in the meantime may have reported that no requests are left.
      while (bucket.heldUntil !== undefined && bucket.heldUntil > clock.now())
        await until(bucket.heldUntil, RATE_LIMIT, wait);
    },
    async hold(ms) {
      const now = clock.now();
      bucket = holdStarts(bucket, now + ms, now);
      await rate?.hold(now + ms);
    },
    again(policy, failure, attempt) {
      const before = spent.get(policy) ?? 0;
      const left = Math.min(budget, policy.budget - before);
      const context = { now: clock.now(), fraction: random.fraction(), budget: left };
      const decision = decideRetry(policy, failure, attempt, context);
      if (decision.kind !== 'retry') return decision;
      budget -= 1;
      spent.set(policy, before + 1);
      return decision;
    },
  };
}

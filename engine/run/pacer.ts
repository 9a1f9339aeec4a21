import type { Connector } from '../connector/connector.ts';
import {
  type Bucket,
  type Decision,
  decide,
  emptyBucket,
  type Failure,
  type RetryPolicy,
  take,
} from '../retry/index.ts';
import type { Meter } from './meter.ts';
import type { Ports } from './ports.ts';

/** What a request waits for. */
export interface Wait {
  /** Names it in the progress display: a stream, or the login. */
  readonly who: string;
  readonly signal: AbortSignal | undefined;
}

/** The pace of one credential: its rate limit, and the retries that a run has left. */
export interface Pacer {
  /** Waits for the request's turn. Rejects when the signal aborts. */
  turn(wait: Wait): Promise<void>;
  /** Waits until a time, epoch ms. */
  until(at: number, why: string, wait: Wait): Promise<void>;
  /** Whether and when a failed attempt (counted from 1) is repeated; takes from the run's budget. */
  again(policy: RetryPolicy, failure: Failure, attempt: number): Decision;
}

export function createPacer({ rateLimit, retryBudget }: Connector, { clock, random }: Ports, meter: Meter): Pacer {
  let bucket: Bucket = emptyBucket;
  let budget = retryBudget;
  const until: Pacer['until'] = async (at, why, { who, signal }) => {
    const ms = at - clock.now();
    if (ms <= 0) return;
    meter.waiting.set(who, { until: at, why });
    try {
      await clock.sleep(ms, signal);
    } finally {
      meter.waiting.delete(who);
    }
  };
  return {
    until,
    async turn(wait) {
      if (!rateLimit) return;
      const booked = take(rateLimit, bucket, clock.now());
      bucket = booked.bucket;
      await until(booked.at, 'the rate limit', wait);
    },
    again(policy, failure, attempt) {
      const decision = decide(policy, failure, attempt, { now: clock.now(), fraction: random.fraction(), budget });
      if (decision.kind === 'again') budget -= 1;
      return decision;
    },
  };
}

import type { RetryPolicy } from './policy.ts';
import type { RetryWait } from './wait.ts';

/** Properties of a failed attempt that decide about its retry. */
export interface Failure {
  /** The request is safe to send again. */
  readonly repeatable: boolean;
  /** The vendor did not process the request (it was not sent, or refused), so that any request is safe to send again. */
  readonly unprocessed: boolean;
  /** Wait that the vendor requests or the manifest fixes. */
  readonly wait?: RetryWait | undefined;
  /** Maximum attempts of the error rule, instead of the policy's. */
  readonly attempts?: number | undefined;
}

/** Statuses by which a vendor refuses to process a request now, whatever its method. */
export const REFUSED: ReadonlySet<number> = new Set([429, 503]);

export interface DecideContext {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Jitter in [0, 1). */
  readonly fraction: number;
  /** Remaining retries of the run. */
  readonly budget: number;
}

export type Decision =
  | { readonly kind: 'retry'; readonly at: number }
  | { readonly kind: 'giveUp'; readonly reason: 'attempts' | 'unrepeatable' }
  /** The run's retry budget is used up. */
  | { readonly kind: 'giveUp'; readonly reason: 'budget'; readonly budget: number }
  /** The vendor requests a longer wait than the policy allows. */
  | { readonly kind: 'giveUp'; readonly reason: 'wait'; readonly waitMs: number };

/** Computes the exponential backoff with full jitter, in milliseconds, capped by the policy's maximum. */
export const computeBackoff = (policy: RetryPolicy, attempt: number, fraction: number): number =>
  Math.floor(fraction * Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (attempt - 1)));

/** Decides whether and when to retry an attempt (counted from 1) that failed for a transient reason. */
export function decideRetry(policy: RetryPolicy, failure: Failure, attempt: number, context: DecideContext): Decision {
  if (!failure.repeatable && !failure.unprocessed) return { kind: 'giveUp', reason: 'unrepeatable' };
  const { ms, fixed } = failure.wait ?? { ms: 0 };
  if (!fixed && ms > policy.maxDelayMs) return { kind: 'giveUp', reason: 'wait', waitMs: ms };
  if (attempt >= (failure.attempts ?? policy.attempts)) return { kind: 'giveUp', reason: 'attempts' };
  if (context.budget <= 0) return { kind: 'giveUp', reason: 'budget', budget: policy.budget };
  const delay = fixed ? ms : Math.max(ms, computeBackoff(policy, attempt, context.fraction));
  return { kind: 'retry', at: context.now + delay };
}

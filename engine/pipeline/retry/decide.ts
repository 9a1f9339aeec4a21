import type { RetryPolicy } from './policy.ts';

/** Properties of a failed attempt that decide about its retry. */
export interface Failure {
  /** The request is safe to send again. */
  readonly repeatable: boolean;
  /** The attempt failed before anything was sent, so that any request is safe to send again. */
  readonly unsent: boolean;
  /** Wait that the vendor requests, in milliseconds. */
  readonly waitMs?: number;
}

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
  if (!failure.repeatable && !failure.unsent) return { kind: 'giveUp', reason: 'unrepeatable' };
  const { waitMs } = failure;
  if (waitMs !== undefined && waitMs > policy.maxDelayMs) return { kind: 'giveUp', reason: 'wait', waitMs };
  if (attempt >= policy.attempts) return { kind: 'giveUp', reason: 'attempts' };
  if (context.budget <= 0) return { kind: 'giveUp', reason: 'budget', budget: policy.budget };
  const delay = Math.max(waitMs ?? 0, computeBackoff(policy, attempt, context.fraction));
  return { kind: 'retry', at: context.now + delay };
}

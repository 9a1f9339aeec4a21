import type { RetryPolicy } from './policy.ts';

/** What went wrong with an attempt. */
export interface Failure {
  /** The same request may be sent again without doing harm. */
  readonly repeatable: boolean;
  /** It failed before anything was sent: any request may be sent again. */
  readonly unsent: boolean;
  /** How long the vendor asks to wait, milliseconds. */
  readonly waitMs?: number;
}

export interface DecideContext {
  /** Epoch milliseconds. */
  readonly now: number;
  /** In [0, 1): the jitter. */
  readonly fraction: number;
  /** Retries that the run has left. */
  readonly budget: number;
}

export type Decision =
  | { readonly kind: 'again'; readonly at: number }
  | { readonly kind: 'giveUp'; readonly because: 'attempts' | 'unrepeatable' }
  /** The run has used up its retries. */
  | { readonly kind: 'giveUp'; readonly because: 'budget'; readonly budget: number }
  /** The vendor asks for a longer wait than the policy allows. */
  | { readonly kind: 'giveUp'; readonly because: 'wait'; readonly waitMs: number };

/** Full jitter: anywhere between nothing and a bound that doubles with each attempt, up to the policy's longest. */
export const computeBackoff = (policy: RetryPolicy, attempt: number, fraction: number): number =>
  Math.floor(fraction * Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (attempt - 1)));

/** Whether and when an attempt (counted from 1) that failed for a passing reason is repeated. */
export function decideRetry(policy: RetryPolicy, failure: Failure, attempt: number, context: DecideContext): Decision {
  if (!failure.repeatable && !failure.unsent) return { kind: 'giveUp', because: 'unrepeatable' };
  const { waitMs } = failure;
  if (waitMs !== undefined && waitMs > policy.maxDelayMs) return { kind: 'giveUp', because: 'wait', waitMs };
  if (attempt >= policy.attempts) return { kind: 'giveUp', because: 'attempts' };
  if (context.budget <= 0) return { kind: 'giveUp', because: 'budget', budget: policy.budget };
  const delay = Math.max(waitMs ?? 0, computeBackoff(policy, attempt, context.fraction));
  return { kind: 'again', at: context.now + delay };
}

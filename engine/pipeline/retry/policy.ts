import { resolveDuration, type TemplateScope } from '../../language/template/index.ts';
import type { Retry } from '../../manifest/types.generated.ts';

/** How often and how long attempts are repeated; milliseconds. */
export interface RetryPolicy {
  readonly attempts: number;
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
  readonly statuses: readonly number[];
  /** Retries of a whole run at most. */
  readonly budget: number;
}

const DEFAULTS: RetryPolicy = {
  attempts: 5,
  baseDelayMs: 500,
  maxDelayMs: 60_000,
  statuses: [408, 425, 429, 500, 502, 503, 504],
  budget: 1000,
};

/** The manifest's `retry` with its defaults filled. Throws CONFIG_INVALID for a setting that gives no duration. */
export const compileRetry = (spec: Retry = {}, scope: TemplateScope = {}): RetryPolicy => ({
  attempts: spec.attempts ?? DEFAULTS.attempts,
  baseDelayMs: spec.baseDelay === undefined ? DEFAULTS.baseDelayMs : resolveDuration(spec.baseDelay, scope),
  maxDelayMs: spec.maxDelay === undefined ? DEFAULTS.maxDelayMs : resolveDuration(spec.maxDelay, scope),
  statuses: spec.statuses ?? DEFAULTS.statuses,
  budget: spec.budget ?? DEFAULTS.budget,
});

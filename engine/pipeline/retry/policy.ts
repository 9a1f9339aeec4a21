import { resolveDuration, type TemplateScope } from '../../language/template/index.ts';
import type { Retry } from '../../manifest/types.generated.ts';
import { compileResponseValue, compileWait, type QuotaSources } from './wait.ts';

/** Retry policy of a stream or login; delays in milliseconds. */
export interface RetryPolicy extends QuotaSources {
  readonly attempts: number;
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
  readonly statuses: readonly number[];
  /** Maximum retries of a whole run. */
  readonly budget: number;
}

const DEFAULTS: RetryPolicy = {
  attempts: 5,
  baseDelayMs: 500,
  maxDelayMs: 60_000,
  statuses: [408, 425, 429, 500, 502, 503, 504],
  budget: 1000,
  wait: undefined,
  remaining: undefined,
};

/** Compiles the manifest's `retry` with defaults. Throws CONFIG_INVALID for a setting that is not a duration, EXPRESSION_SYNTAX. */
export const compileRetry = (spec: Retry = {}, scope: TemplateScope = {}): RetryPolicy => ({
  attempts: spec.attempts ?? DEFAULTS.attempts,
  baseDelayMs: spec.baseDelay === undefined ? DEFAULTS.baseDelayMs : resolveDuration(spec.baseDelay, scope),
  maxDelayMs: spec.maxDelay === undefined ? DEFAULTS.maxDelayMs : resolveDuration(spec.maxDelay, scope),
  statuses: spec.statuses ?? DEFAULTS.statuses,
  budget: spec.budget ?? DEFAULTS.budget,
  wait: spec.wait === undefined ? undefined : compileWait(spec.wait, scope),
  remaining: spec.remaining && compileResponseValue(spec.remaining),
});

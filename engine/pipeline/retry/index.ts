export { type Bucket, emptyBucket, type RateLimit, take } from './bucket.ts';
export { backoffMs, type Decision, decide, type Failure } from './decide.ts';
export { compileRetry, type RetryPolicy } from './policy.ts';
export { retryAfter } from './retry-after.ts';
export { type Answer, classify, compileRules, type RuleSources, type Rules, type Verdict } from './rules.ts';

export { type Bucket, bookStart, EMPTY_BUCKET, type RateLimit } from './bucket.ts';
export { computeBackoff, type Decision, decideRetry, type Failure } from './decide.ts';
export { compileRetry, type RetryPolicy } from './policy.ts';
export { findRetryAfter } from './retry-after.ts';
export { classifyAnswer, compileRules, type RuleAnswer, type RuleSources, type Rules, type Verdict } from './rules.ts';

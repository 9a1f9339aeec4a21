export { type Bucket, bookStart, EMPTY_BUCKET, holdStarts, type OwnRateLimit, type RateLimit } from './bucket.ts';
export { computeBackoff, type Decision, decideRetry, type Failure, REFUSED } from './decide.ts';
export { compileRetry, type RetryPolicy } from './policy.ts';
export { findRefusalWait, findRetryAfter } from './retry-after.ts';
export {
  applyRules,
  classifyResponse,
  compileLoginRules,
  compileRules,
  type RuleResponse,
  type RuleSources,
  type Rules,
  type StatusMeaning,
  type Verdict,
} from './rules.ts';
export { compileWait, findHold, findInterval, findWait, parseWait, type RetryWait, type Wait } from './wait.ts';

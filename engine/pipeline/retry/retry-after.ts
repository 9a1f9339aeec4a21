import { parseHttpDate, parseTime } from '../../base/time/index.ts';

type Headers = Readonly<Record<string, string>>;

const SECONDS = /^\d{1,12}(\.\d+)?$/;
const EPOCH = /^\d{10,13}(\.\d+)?$/;

// Try digits first: Date.parse('120') is the year 120. Repeated headers are joined by a comma.
function parseRetryAfter(text: string, now: number): number | undefined {
  const first = text.split(',', 1)[0]?.trim() ?? '';
  if (SECONDS.test(first)) return Number(first) * 1000;
  const date = parseHttpDate(text);
  return date === undefined ? undefined : date - now;
}

/** Parses a reset time: remaining seconds, epoch seconds or milliseconds, or a date. Returns milliseconds from `now`. */
function parseReset(text: string, now: number): number | undefined {
  if (SECONDS.test(text) && !EPOCH.test(text)) return Number(text) * 1000;
  const at = parseHttpDate(text) ?? parseTime(text);
  return at === undefined ? undefined : at - now;
}

/** Prefixes of the headers that report remaining requests and the time at which the budget is renewed. */
const FAMILIES = ['ratelimit', 'x-ratelimit', 'x-rate-limit'] as const;

// A limit with requests left needs no wait; a reset time without a remaining count means that the limit is used up.
function readHeaderFamily(headers: Headers, prefix: string, now: number): number | undefined {
  const remaining = headers[`${prefix}-remaining`]?.trim();
  const reset = headers[`${prefix}-reset`]?.trim();
  return reset !== undefined && (remaining === undefined || Number(remaining) <= 0)
    ? parseReset(reset, now)
    : undefined;
}

const readNumber = (text: string, name: RegExp): number | undefined => {
  const digits = name.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
};

const REMAINING = /(?:^|[;,\s])(?:remaining|r)\s*=\s*(\d{1,12})/;
const RESET = /(?:^|[;,\s])(?:reset|t)\s*=\s*(\d{1,12})/;

/** Parses `limit=100, remaining=0, reset=5`, or a `"name";r=0;t=5` per policy (draft-ietf-httpapi-ratelimit-headers). */
function parseRateLimit(text: string): number | undefined {
  const policies = text.includes(';') ? text.split(',') : [text];
  const spent = policies.filter((policy) => readNumber(policy, REMAINING) === 0);
  const waits = spent.flatMap((policy) => readNumber(policy, RESET) ?? []);
  return waits.length === 0 ? undefined : Math.max(...waits) * 1000;
}

/** Finds the time until a used-up budget is renewed, in milliseconds from `now`, never negative. */
export function findReset(headers: Headers, now: number): number | undefined {
  let wait = parseRateLimit(headers['ratelimit'] ?? '');
  for (const family of FAMILIES) wait ??= readHeaderFamily(headers, family, now);
  return wait === undefined || Number.isNaN(wait) ? undefined : Math.max(0, wait);
}

/** Returns whether the headers report that no request is left. A missing or negative count does not. */
export const isSpent = (headers: Headers): boolean =>
  FAMILIES.some((family) => /^0+$/.test(headers[`${family}-remaining`]?.trim() ?? '')) ||
  parseRateLimit(headers['ratelimit'] ?? '') !== undefined;

/** Finds the wait of the Retry-After header (RFC 9110 §10.2.3) in milliseconds from `now` (epoch ms), never negative. */
export function findRetryAfter(headers: Headers, now: number): number | undefined {
  const wait = parseRetryAfter(headers['retry-after'] ?? '', now);
  return wait === undefined || Number.isNaN(wait) ? undefined : Math.max(0, wait);
}

/** Finds the wait that the headers of a refusal request: Retry-After takes precedence over the RateLimit headers. */
export const findRefusalWait = (headers: Headers, now: number): number | undefined =>
  findRetryAfter(headers, now) ?? findReset(headers, now);

import { parseHttpDate, parseTime } from '../../base/time/index.ts';

type Headers = Readonly<Record<string, string>>;

const SECONDS = /^\d{1,12}(\.\d+)?$/;
const EPOCH = /^\d{10,13}(\.\d+)?$/;

// Digits first: Date.parse('120') is the year 120. A header that was sent twice is joined by a comma.
function parseRetryAfter(text: string, now: number): number | undefined {
  const first = text.split(',', 1)[0]?.trim() ?? '';
  if (SECONDS.test(first)) return Number(first) * 1000;
  const date = parseHttpDate(text);
  return date === undefined ? undefined : date - now;
}

/** Vendors give a reset as seconds to go, as epoch seconds or milliseconds, or as a date. */
function parseReset(text: string, now: number): number | undefined {
  if (SECONDS.test(text) && !EPOCH.test(text)) return Number(text) * 1000;
  const at = parseHttpDate(text) ?? parseTime(text);
  return at === undefined ? undefined : at - now;
}

// A limit that is not used up does not ask for a wait; one that says only when it resets is taken to be used up.
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

/** `limit=100, remaining=0, reset=5`, or one `"name";r=0;t=5` per policy (draft-ietf-httpapi-ratelimit-headers). */
function parseRateLimit(text: string): number | undefined {
  const policies = text.includes(';') ? text.split(',') : [text];
  const spent = policies.filter((policy) => readNumber(policy, REMAINING) === 0);
  const waits = spent.flatMap((policy) => readNumber(policy, RESET) ?? []);
  return waits.length === 0 ? undefined : Math.max(...waits) * 1000;
}

/**
 * How long a vendor asks to wait, in milliseconds from `now` (epoch ms), never negative; undefined where it does not
 * say. Retry-After (RFC 9110 §10.2.3) goes before the RateLimit families.
 */
export function findRetryAfter(headers: Headers, now: number): number | undefined {
  const wait =
    parseRetryAfter(headers['retry-after'] ?? '', now) ??
    parseRateLimit(headers['ratelimit'] ?? '') ??
    readHeaderFamily(headers, 'ratelimit', now) ??
    readHeaderFamily(headers, 'x-ratelimit', now) ??
    readHeaderFamily(headers, 'x-rate-limit', now);
  return wait === undefined || Number.isNaN(wait) ? undefined : Math.max(0, wait);
}

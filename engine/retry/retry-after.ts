import { parseHttpDate } from '../time/index.ts';

type Headers = Readonly<Record<string, string>>;

const SECONDS = /^\d{1,12}(\.\d+)?$/;
// Above this a number of seconds cannot be a span: it is a time since 1970.
const EPOCH_FROM = 1_000_000_000;

const fromNumber = (text: string, now: number): number | undefined => {
  if (!SECONDS.test(text)) return undefined;
  const seconds = Number(text);
  return seconds >= EPOCH_FROM ? seconds * 1000 - now : seconds * 1000;
};

// Digits first: Date.parse('120') is the year 120.
const ofRetryAfter = (text: string | undefined, now: number): number | undefined => {
  const trimmed = text?.trim() ?? '';
  if (SECONDS.test(trimmed)) return Number(trimmed) * 1000;
  const date = parseHttpDate(trimmed);
  return date === undefined ? undefined : date - now;
};

/** `RateLimit: limit=100, remaining=0, reset=5`, or `"default";r=0;t=5` (draft-ietf-httpapi-ratelimit-headers). */
const ofRateLimit = (text: string | undefined): number | undefined => {
  const match = /(?:\bremaining=0|\br=0)\b.*?(?:\breset|\bt)=(\d{1,9})/.exec(text ?? '');
  return match ? Number(match[1]) * 1000 : undefined;
};

const ofReset = (headers: Headers, prefix: string, now: number): number | undefined => {
  const remaining = headers[`${prefix}-remaining`]?.trim();
  const reset = headers[`${prefix}-reset`]?.trim();
  return remaining === '0' && reset !== undefined ? fromNumber(reset, now) : undefined;
};

/**
 * How long a vendor asks to wait, in milliseconds from `now` (epoch ms), never negative; undefined where it does not
 * say. Retry-After (RFC 9110 §10.2.3) goes before the RateLimit families.
 */
export function retryAfter(headers: Headers, now: number): number | undefined {
  const wait =
    ofRetryAfter(headers['retry-after'], now) ??
    ofRateLimit(headers['ratelimit']) ??
    ofReset(headers, 'ratelimit', now) ??
    ofReset(headers, 'x-ratelimit', now);
  return wait === undefined || Number.isNaN(wait) ? undefined : Math.max(0, wait);
}

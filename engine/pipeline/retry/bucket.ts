import { type CountedStarts, findFreeStart } from './free-start.ts';

/** Sliding-window limit: at most `limit` starts in any span of `perMs`. */
export interface RateLimit {
  readonly limit: number;
  readonly perMs: number;
}

/** Limit of some requests only, which count under its key. */
export interface OwnRateLimit extends RateLimit {
  readonly key: string;
}

/** Latest starts in epoch milliseconds, oldest first, at most the largest limit; some may be booked for later. Plain data. */
export interface Bucket {
  readonly starts: readonly number[];
  /** Starts that count for the limits of some requests, by key. From the first of them on, starts are kept by their age. */
  readonly own?: Readonly<Record<string, readonly number[]>>;
  readonly seenAt: number;
  /** No start is booked before this time (epoch ms): the vendor has reported that no requests are left. */
  readonly heldUntil?: number;
}

export const EMPTY_BUCKET: Bucket = { starts: [], seenAt: 0 };

const mapValues = <T>(own: Readonly<Record<string, T>>, change: (value: T) => T): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(own).map(([key, value]) => [key, change(value)]));

/** Shifts booked starts when the clock is set back; otherwise, an hour back would cause an hour of waiting. */
function shiftToClock(bucket: Bucket, now: number): Bucket {
  const setBack = bucket.seenAt - now;
  if (setBack <= 0) return bucket;
  const { starts, own, heldUntil } = bucket;
  const shift = (all: readonly number[]) => all.map((start) => start - setBack);
  return {
    ...bucket,
    starts: shift(starts),
    ...(own === undefined ? {} : { own: mapValues(own, shift) }),
    ...(heldUntil === undefined ? {} : { heldUntil: heldUntil - setBack }),
  };
}

interface Booking {
  readonly bucket: Bucket;
  readonly at: number;
}

/** Books the next start under limits that apply to all requests: starts are booked in the order of the requests. */
function bookNext(rates: readonly RateLimit[], bucket: Bucket, now: number): Booking {
  const { starts, heldUntil = 0 } = bucket;
  const frees = rates.flatMap(({ limit, perMs }) => {
    const oldest = starts.length < limit ? undefined : starts[starts.length - limit];
    return oldest === undefined ? [] : [oldest + perMs];
  });
  const at = Math.max(now, heldUntil, ...frees);
  const kept = Math.max(0, ...rates.map(({ limit }) => limit));
  return { bucket: { ...bucket, starts: kept === 0 ? [] : [...starts, at].slice(-kept), seenAt: now }, at };
}

/** Adds a start, and drops those that are too old for the limit's span. */
const addStart = (starts: readonly number[], at: number, oldest: number): readonly number[] =>
  [...starts.filter((start) => start > oldest), at].sort((a, b) => a - b);

const longestSpan = (rates: readonly RateLimit[]): number => Math.max(0, ...rates.map(({ perMs }) => perMs));

/**
 * Returns the bucket with a hold until its last start if earlier starts may have been dropped: `bookNext` does not need them, but
 * a start between the others would not count them.
 */
function holdAfterDropped(rates: readonly RateLimit[], bucket: Bucket): Bucket {
  const last = bucket.starts.at(-1);
  if (last === undefined || bucket.own !== undefined) return bucket;
  const isWhole = bucket.starts.length < Math.max(0, ...rates.map(({ limit }) => limit));
  return isWhole ? bucket : { ...bucket, heldUntil: Math.max(bucket.heldUntil ?? 0, last) };
}

/** Books the earliest start under all limits: a request that its own limit delays does not delay the others. */
function bookBetween(
  rates: readonly RateLimit[],
  bucket: Bucket,
  { now, own }: { readonly now: number; readonly own: readonly OwnRateLimit[] },
): Booking {
  const startsOf = (key: string): readonly number[] =>
    (bucket.own && Object.hasOwn(bucket.own, key) ? bucket.own[key] : undefined) ?? [];
  const counted: CountedStarts[] = [
    ...rates.map((rate) => ({ rate, starts: bucket.starts })),
    ...own.map((rate) => ({ rate, starts: startsOf(rate.key) })),
  ];
  const at = findFreeStart(counted, Math.max(now, bucket.heldUntil ?? 0));
  const added = own.map((rate) => [rate.key, addStart(startsOf(rate.key), at, now - rate.perMs)] as const);
  return {
    bucket: {
      ...bucket,
      starts: rates.length === 0 ? [] : addStart(bucket.starts, at, now - longestSpan(rates)),
      own: { ...bucket.own, ...Object.fromEntries(added) },
      seenAt: now,
    },
    at,
  };
}

/**
 * Books the next start under all limits, of all requests and of the request itself, and returns its time `at`, which is
 * `now` or later (epoch milliseconds).
 */
export function bookStart(
  rates: readonly RateLimit[],
  before: Bucket,
  now: number,
  own: readonly OwnRateLimit[] = [],
): Booking {
  const bucket = shiftToClock(before, now);
  return own.length === 0 && bucket.own === undefined
    ? bookNext(rates, bucket, now)
    : bookBetween(rates, holdAfterDropped(rates, bucket), { now, own });
}

/** Books no start before `until` (epoch ms). Starts that are already booked keep their times. */
export function holdStarts(before: Bucket, until: number, now: number): Bucket {
  const bucket = shiftToClock(before, now);
  return { ...bucket, seenAt: now, heldUntil: Math.max(bucket.heldUntil ?? 0, until) };
}

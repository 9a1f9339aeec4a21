/** Sliding-window limit: at most `limit` starts in any span of `perMs`. */
export interface RateLimit {
  readonly limit: number;
  readonly perMs: number;
}

/** Latest starts in epoch milliseconds, oldest first, at most the largest limit; some may be booked for later. Plain data. */
export interface Bucket {
  readonly starts: readonly number[];
  readonly seenAt: number;
  /** No start is booked before this time (epoch ms): the vendor has reported that no requests are left. */
  readonly heldUntil?: number;
}

export const EMPTY_BUCKET: Bucket = { starts: [], seenAt: 0 };

/** Shifts booked starts when the clock is set back; otherwise, an hour back would cause an hour of waiting. */
function shiftToClock(bucket: Bucket, now: number): Bucket {
  const setBack = bucket.seenAt - now;
  if (setBack <= 0) return bucket;
  const { starts, heldUntil } = bucket;
  return {
    ...bucket,
    starts: starts.map((start) => start - setBack),
    ...(heldUntil === undefined ? {} : { heldUntil: heldUntil - setBack }),
  };
}

/** Books the next start under all limits and returns its time `at`, which is `now` or later (epoch milliseconds). */
export function bookStart(
  rates: readonly RateLimit[],
  before: Bucket,
  now: number,
): { readonly bucket: Bucket; readonly at: number } {
  const bucket = shiftToClock(before, now);
  const { starts, heldUntil = 0 } = bucket;
  const frees = rates.flatMap(({ limit, perMs }) => {
    const oldest = starts.length < limit ? undefined : starts[starts.length - limit];
    return oldest === undefined ? [] : [oldest + perMs];
  });
  const at = Math.max(now, heldUntil, ...frees);
  const kept = Math.max(0, ...rates.map(({ limit }) => limit));
  return { bucket: { ...bucket, starts: kept === 0 ? [] : [...starts, at].slice(-kept), seenAt: now }, at };
}

/** Books no start before `until` (epoch ms). Starts that are already booked keep their times. */
export function holdStarts(before: Bucket, until: number, now: number): Bucket {
  const bucket = shiftToClock(before, now);
  return { ...bucket, seenAt: now, heldUntil: Math.max(bucket.heldUntil ?? 0, until) };
}

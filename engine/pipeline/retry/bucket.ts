/** Sliding-window limit: at most `limit` starts in any span of `perMs`. */
export interface RateLimit {
  readonly limit: number;
  readonly perMs: number;
}

/** Latest starts in epoch milliseconds, oldest first, at most `limit`; some may be booked for later. Plain data. */
export interface Bucket {
  readonly starts: readonly number[];
  readonly seenAt: number;
}

export const EMPTY_BUCKET: Bucket = { starts: [], seenAt: 0 };

/** Books the next start and returns its time `at`, which is `now` or later (epoch milliseconds). */
export function bookStart(
  rate: RateLimit,
  bucket: Bucket,
  now: number,
): { readonly bucket: Bucket; readonly at: number } {
  // Shift booked starts when the clock is set back; otherwise, an hour back would cause an hour of waiting.
  const setBack = Math.max(0, bucket.seenAt - now);
  const starts = setBack === 0 ? bucket.starts : bucket.starts.map((start) => start - setBack);
  const oldest = starts.length < rate.limit ? undefined : starts[starts.length - rate.limit];
  const at = oldest === undefined ? now : Math.max(now, oldest + rate.perMs);
  return { bucket: { starts: [...starts, at].slice(-rate.limit), seenAt: now }, at };
}

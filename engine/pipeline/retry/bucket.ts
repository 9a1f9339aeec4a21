/** At most `limit` starts in any span of `perMs`, wherever the span begins: vendors count sliding windows. */
export interface RateLimit {
  readonly limit: number;
  readonly perMs: number;
}

/** The latest starts, oldest first, `limit` of them at most; some may be booked for later. Plain data, epoch ms. */
export interface Bucket {
  readonly starts: readonly number[];
  readonly seenAt: number;
}

export const EMPTY_BUCKET: Bucket = { starts: [], seenAt: 0 };

/** Books the next start: when it may happen, at `now` or later. */
export function bookStart(
  rate: RateLimit,
  bucket: Bucket,
  now: number,
): { readonly bucket: Bucket; readonly at: number } {
  // A clock that is set back takes what was booked along, or an hour back would mean an hour of waiting.
  const setBack = Math.max(0, bucket.seenAt - now);
  const starts = setBack === 0 ? bucket.starts : bucket.starts.map((start) => start - setBack);
  const oldest = starts.length < rate.limit ? undefined : starts[starts.length - rate.limit];
  const at = oldest === undefined ? now : Math.max(now, oldest + rate.perMs);
  return { bucket: { starts: [...starts, at].slice(-rate.limit), seenAt: now }, at };
}

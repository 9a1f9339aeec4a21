/** So many requests in any window of so many milliseconds. */
export interface RateLimit {
  readonly limit: number;
  readonly windowMs: number;
}

/** A sliding window: takes a request's instant, gives the seconds to wait when there were too many, else undefined. */
export const slidingWindow = (rate: RateLimit | undefined): ((at: number) => number | undefined) => {
  const taken: number[] = [];
  return (at) => {
    if (rate === undefined) return undefined;
    while (taken[0] !== undefined && taken[0] <= at - rate.windowMs) taken.shift();
    if (taken.length < rate.limit) {
      taken.push(at);
      return undefined;
    }
    return Math.max(1, Math.ceil(((taken[0] ?? at) + rate.windowMs - at) / 1000));
  };
};

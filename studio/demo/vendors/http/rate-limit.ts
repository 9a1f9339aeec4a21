/** Maximum number of requests in any window of `windowMs` milliseconds. */
export interface RateLimit {
  readonly limit: number;
  readonly windowMs: number;
}

/** Creates a sliding window limiter. It takes the time of a request and returns the seconds to wait, or undefined. */
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

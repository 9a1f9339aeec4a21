import { parseHttpDate } from './http-date.ts';

/** Vendors tolerate a few minutes between their clock and the signer's. */
const TOLERATED_MS = 60_000;

/** Returns the difference in seconds between `now` (epoch ms) and a Date header; undefined if it is tolerable. */
export function computeSkewSeconds(date: string | undefined, now: number): number | undefined {
  const theirs = parseHttpDate(date);
  const skew = theirs === undefined ? 0 : Math.abs(theirs - now);
  return skew > TOLERATED_MS ? Math.round(skew / 1000) : undefined;
}

/** Formats clock skew as the end of a sentence; empty without skew. */
export const formatSkewNote = (seconds: number | undefined): string =>
  seconds === undefined ? '' : `; this machine's clock differs from the vendor's by ${seconds} s`;

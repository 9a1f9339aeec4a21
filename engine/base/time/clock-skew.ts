import { parseHttpDate } from './http-date.ts';

/** Vendors allow some minutes between their clock and the signer's. */
const TOLERATED_MS = 60_000;

/** By how many seconds a clock that says `now` (epoch ms) differs from a Date header's; undefined where that may pass. */
export function computeSkewSeconds(date: string | undefined, now: number): number | undefined {
  const theirs = parseHttpDate(date);
  const skew = theirs === undefined ? 0 : Math.abs(theirs - now);
  return skew > TOLERATED_MS ? Math.round(skew / 1000) : undefined;
}

/** The same as the end of a sentence about a refusal; nothing where the clocks agree. */
export const formatSkewNote = (seconds: number | undefined): string =>
  seconds === undefined ? '' : `; this machine's clock differs from the vendor's by ${seconds} s`;

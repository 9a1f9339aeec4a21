import type { RateLimit } from './bucket.ts';

/** Booked starts that count for a limit, oldest first. */
export interface CountedStarts {
  readonly rate: RateLimit;
  readonly starts: readonly number[];
}

/**
 * Returns the latest time before the booked start at `index` at which one more start fits, and the earliest one after the
 * start before it. Any `limit` + 1 consecutive starts must span the period.
 */
function findGap({ rate: { limit, perMs }, starts }: CountedStarts, index: number): readonly [number, number] {
  const from = Math.max(starts[index - 1] ?? 0, (starts[index - limit] ?? Number.NEGATIVE_INFINITY) + perMs);
  const to = Math.min(
    starts[index] ?? Number.POSITIVE_INFINITY,
    (starts[index + limit - 1] ?? Number.POSITIVE_INFINITY) - perMs,
  );
  return [from, to];
}

/** Returns true if the starts around the gap before `index` leave room for one more. */
function hasRoom({ rate: { limit, perMs }, starts }: CountedStarts, index: number): boolean {
  for (let first = Math.max(0, index - limit + 1); first < index; first++) {
    const last = starts[first + limit - 1];
    if (last === undefined) return true;
    if (last - (starts[first] as number) < perMs) return false;
  }
  return true;
}

/** Returns the earliest time from `from` on at which one more start keeps the limit. */
function findFree(counted: CountedStarts, from: number): number {
  const { starts } = counted;
  const later = starts.findIndex((start) => start >= from);
  for (let index = later < 0 ? starts.length : later; index < starts.length; index++) {
    const [earliest, latest] = findGap(counted, index);
    const at = Math.max(from, earliest);
    if (at <= latest && hasRoom(counted, index)) return at;
  }
  return Math.max(from, findGap(counted, starts.length)[0]);
}

/** Returns the earliest time from `from` on at which one more start keeps all limits. */
export function findFreeStart(all: readonly CountedStarts[], from: number): number {
  for (let at = from; ; ) {
    const next = all.reduce((time, counted) => findFree(counted, time), at);
    if (next === at) return at;
    at = next;
  }
}

import { addDuration, expectLocal, toInstant, toLocal } from '../../base/time/index.ts';
import type { FindNext } from './next.ts';
import type { Interval, IntervalUnit } from './schedule.generated.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Units that count elapsed time, unaffected by daylight saving. */
const ELAPSED: Readonly<Partial<Record<IntervalUnit, number>>> = { minutes: MINUTE, hours: 60 * MINUTE };
/** Units that keep the local time. */
const CLOCK = {
  days: { months: 0, ms: DAY },
  weeks: { months: 0, ms: 7 * DAY },
  months: { months: 1, ms: 0 },
} as const;
const LONGEST_MONTH = 31 * DAY;

function nextByElapsed({ every, start, zone }: Interval, step: number, after: number): number {
  const first = toInstant(expectLocal(start), zone);
  const count = Math.max(0, Math.floor((after - first) / (every * step)) + 1);
  return first + count * every * step;
}

/** Counts from the start each time, so that a schedule on the 31st does not stay on the 28th after a February. */
function nextByClock({ every, start, zone }: Interval, unit: keyof typeof CLOCK, after: number): number {
  const first = expectLocal(start);
  const { months, ms } = CLOCK[unit];
  const longest = every * (months * LONGEST_MONTH + ms);
  // Starts two days lower, because a zone's offset never changes by more than that.
  let count = Math.max(0, Math.floor((toLocal(after, zone) - first - 2 * DAY) / longest));
  for (;;) {
    const local = addDuration(first, { months: months * every * count, ms: ms * every * count });
    const instant = toInstant(local, zone);
    if (instant > after) return instant;
    const missing = Math.floor((after - instant) / longest);
    count += Math.max(1, missing);
  }
}

/** Finds the next run of an interval schedule. */
export const nextInterval: FindNext<Interval> = (schedule, after) => {
  const step = ELAPSED[schedule.unit];
  return step === undefined
    ? nextByClock(schedule, schedule.unit as keyof typeof CLOCK, after)
    : nextByElapsed(schedule, step, after);
};

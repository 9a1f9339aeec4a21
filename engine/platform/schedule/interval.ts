import { addDuration, expectLocal, toInstant, toLocal } from '../../base/time/index.ts';
import type { FindNext } from './next.ts';
import type { Interval, IntervalUnit } from './schedule.generated.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Units that pass as they do, whatever the clocks show. */
const ELAPSED: Readonly<Partial<Record<IntervalUnit, number>>> = { minutes: MINUTE, hours: 60 * MINUTE };
/** Units that keep the time on the clock. */
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

/** Counted from the start each time, so that the 31st is not the 28th for ever after one February. */
function nextByClock({ every, start, zone }: Interval, unit: keyof typeof CLOCK, after: number): number {
  const first = expectLocal(start);
  const { months, ms } = CLOCK[unit];
  const longest = every * (months * LONGEST_MONTH + ms);
  // Two days below, as the clocks of a zone are never further than that from what they were.
  let count = Math.max(0, Math.floor((toLocal(after, zone) - first - 2 * DAY) / longest));
  for (;;) {
    const local = addDuration(first, { months: months * every * count, ms: ms * every * count });
    const instant = toInstant(local, zone);
    if (instant > after) return instant;
    const missing = Math.floor((after - instant) / longest);
    count += Math.max(1, missing);
  }
}

/** Every so often from its start. */
export const nextInterval: FindNext<Interval> = (schedule, after) => {
  const step = ELAPSED[schedule.unit];
  return step === undefined
    ? nextByClock(schedule, schedule.unit as keyof typeof CLOCK, after)
    : nextByElapsed(schedule, step, after);
};

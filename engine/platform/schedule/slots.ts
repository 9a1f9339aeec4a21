import { instantOf, localText, localTime } from '../../base/time/index.ts';
import { cron } from './cron.ts';
import { interval } from './interval.ts';
import type { Next, NextByType } from './next.ts';
import { once } from './once.ts';
import type { Schedule } from './schedule.generated.ts';

/** All types of schedules. */
const NEXT: NextByType = { once, interval, cron };

const DAY = 86_400_000;
const MINUTE = 60_000;

/** The first and the last instant that a schedule's bounds leave; a date alone is the whole day. */
function boundsOf({ zone, ...schedule }: Schedule): { readonly first: number; readonly last: number } {
  const { start, end } = schedule as { readonly start?: string; readonly end?: string };
  const lastLocal = end === undefined ? undefined : localTime(end) + (end.includes('T') ? 0 : DAY - MINUTE);
  return {
    first: start === undefined ? Number.NEGATIVE_INFINITY : instantOf(localTime(start), zone),
    last: lastLocal === undefined ? Number.POSITIVE_INFINITY : instantOf(lastLocal, zone),
  };
}

/** The first slot of a schedule after `after` (epoch ms); undefined when none is left. */
export function nextSlot(schedule: Schedule, after: number): number | undefined {
  const next = NEXT[schedule.type] as Next<Schedule>;
  const { first, last } = boundsOf(schedule);
  const slot = next(schedule, Math.max(after, first - 1));
  return slot !== undefined && slot <= last ? slot : undefined;
}

/** A time at which a connection runs, as the user's clocks and as UTC have it. */
export interface Slot {
  readonly at: number;
  /** With the offset of the schedule's zone: `2026-12-01T02:30:00+01:00`. */
  readonly local: string;
  readonly utc: string;
}

/** A slot's time in both forms. */
export const slotOf = (at: number, zone: string): Slot => ({
  at,
  local: localText(at, zone),
  utc: new Date(at).toISOString().replace('.000Z', 'Z'),
});

/** The next slots after a time, at most `count`. */
export function slots(schedule: Schedule, { after, count }: { after: number; count: number }): readonly Slot[] {
  const found: Slot[] = [];
  for (let at = nextSlot(schedule, after); at !== undefined && found.length < count; at = nextSlot(schedule, at))
    found.push(slotOf(at, schedule.zone));
  return found;
}

import { expectLocal, formatLocal, toInstant } from '../../base/time/index.ts';
import { nextCron } from './cron.ts';
import { nextInterval } from './interval.ts';
import type { FindNext, NextByType } from './next.ts';
import { nextOnce } from './once.ts';
import type { Schedule } from './schedule.generated.ts';

/** All types of schedules. */
const NEXT: NextByType = { once: nextOnce, interval: nextInterval, cron: nextCron };

const DAY = 86_400_000;
const MINUTE = 60_000;

/** The first and the last instant that a schedule's bounds leave; a date alone is the whole day. */
function findBounds({ zone, ...schedule }: Schedule): { readonly first: number; readonly last: number } {
  const { start, end } = schedule as { readonly start?: string; readonly end?: string };
  const lastLocal = end === undefined ? undefined : expectLocal(end) + (end.includes('T') ? 0 : DAY - MINUTE);
  return {
    first: start === undefined ? Number.NEGATIVE_INFINITY : toInstant(expectLocal(start), zone),
    last: lastLocal === undefined ? Number.POSITIVE_INFINITY : toInstant(lastLocal, zone),
  };
}

/** The first slot of a schedule after `after` (epoch ms); undefined when none is left. */
export function findNextSlot(schedule: Schedule, after: number): number | undefined {
  const next = NEXT[schedule.type] as FindNext<Schedule>;
  const { first, last } = findBounds(schedule);
  const slot = next(schedule, Math.max(after, first - 1));
  return slot !== undefined && slot <= last ? slot : undefined;
}

/** A time at which a connection runs, as the user's clocks and as UTC have it. */
export interface ScheduleSlot {
  readonly at: number;
  /** With the offset of the schedule's zone: `2026-12-01T02:30:00+01:00`. */
  readonly local: string;
  readonly utc: string;
}

/** A slot's time in both forms. */
export const formatSlot = (at: number, zone: string): ScheduleSlot => ({
  at,
  local: formatLocal(at, zone),
  utc: new Date(at).toISOString().replace('.000Z', 'Z'),
});

/** The next slots after a time, at most `count`. */
export function listSlots(
  schedule: Schedule,
  { after, count }: { after: number; count: number },
): readonly ScheduleSlot[] {
  const found: ScheduleSlot[] = [];
  for (
    let at = findNextSlot(schedule, after);
    at !== undefined && found.length < count;
    at = findNextSlot(schedule, at)
  )
    found.push(formatSlot(at, schedule.zone));
  return found;
}

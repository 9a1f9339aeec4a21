import { expectLocal, formatLocal, toInstant } from '../../base/time/index.ts';
import { nextCron } from './cron.ts';
import { nextInterval } from './interval.ts';
import type { FindNext, NextByType } from './next.ts';
import { nextOnce } from './once.ts';
import type { Schedule } from './schedule.generated.ts';

/** Implementations of all schedule types. */
const NEXT: NextByType = { once: nextOnce, interval: nextInterval, cron: nextCron };

const DAY = 86_400_000;
const MINUTE = 60_000;

/** Returns the first and last instant allowed by start and end; an end without a time includes the whole day. */
function findBounds({ zone, ...schedule }: Schedule): { readonly first: number; readonly last: number } {
  const { start, end } = schedule as { readonly start?: string; readonly end?: string };
  const lastLocal = end === undefined ? undefined : expectLocal(end) + (end.includes('T') ? 0 : DAY - MINUTE);
  return {
    first: start === undefined ? Number.NEGATIVE_INFINITY : toInstant(expectLocal(start), zone),
    last: lastLocal === undefined ? Number.POSITIVE_INFINITY : toInstant(lastLocal, zone),
  };
}

/** Returns the first slot of a schedule after `after` (epoch ms); undefined if none is left. */
export function findNextSlot(schedule: Schedule, after: number): number | undefined {
  const next = NEXT[schedule.type] as FindNext<Schedule>;
  const { first, last } = findBounds(schedule);
  const slot = next(schedule, Math.max(after, first - 1));
  return slot !== undefined && slot <= last ? slot : undefined;
}

/** Time of a run in epoch milliseconds, local time and UTC. */
export interface ScheduleSlot {
  readonly at: number;
  /** With the offset of the schedule's zone: `2026-12-01T02:30:00+01:00`. */
  readonly local: string;
  readonly utc: string;
}

/** Formats a slot in local time and UTC. */
export const formatSlot = (at: number, zone: string): ScheduleSlot => ({
  at,
  local: formatLocal(at, zone),
  utc: new Date(at).toISOString().replace('.000Z', 'Z'),
});

/** Lists the next slots after a time, at most `count`. */
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

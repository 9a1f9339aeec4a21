import { sql } from 'kysely';
import { ALL, type Query } from '../query/index.ts';
import { matchingRows, type ReadableStore } from './list-query.ts';

/** Findings first found in a week, by severity. */
export interface Week {
  /** Monday of the week, in UTC. */
  readonly week: string;
  /** Number by severity, 1 to 5. */
  readonly severities: Readonly<Record<number, number>>;
}

/** Findings by week. */
export interface WeekCounts {
  /** Oldest first, without gaps. */
  readonly weeks: readonly Week[];
  /** Findings that were first found before the first week. */
  readonly older: number;
}

const DAY = 86_400_000;
const WEEK = 7 * DAY;
// 1 January 1970 was a Thursday: three days after a Monday.
const MONDAY = 3 * DAY;

const MOST_WEEKS = 26;
const SLOTS = 8;
/** Slot of all findings before the first week. */
const OLDER = -1;

const weekNumber = (at: number) => Math.floor((at + MONDAY) / WEEK);
const mondayDate = (week: number) => new Date(week * WEEK - MONDAY).toISOString().slice(0, 10);

interface SlotCount {
  /** Week number times SLOTS, plus the severity. */
  readonly slot: number;
  readonly count: number;
}

/** Query for the chart. */
export interface WeekQuery {
  readonly query?: Query;
  /** Number of weeks, including that of `now`. */
  readonly weeks?: number;
  readonly now: number;
}

/** Counts findings by the week in which the vendor first saw them, and those before the first week. */
export async function countFindingsByWeek(store: ReadableStore, asked: WeekQuery): Promise<WeekCounts> {
  const { query = ALL, weeks = MOST_WEEKS, now } = asked;
  const last = weekNumber(now);
  const first = last - weeks + 1;
  const begin = first * WEEK - MONDAY;
  const at = sql.ref('r.first_found_at');
  // One number for both: sorting by a single key takes half the time. Older findings share one that no week has.
  const slot = sql`case when ${at} < ${sql.lit(begin)} then ${sql.lit(OLDER)}
    else (${at} + ${sql.lit(MONDAY)}) / ${sql.lit(WEEK)} * ${sql.lit(SLOTS)} + r.severity end`;
  const { where } = await matchingRows('finding', query, store, now);
  const { rows } = await sql<SlotCount>`select ${slot} as slot, count(*) as count from finding as r
    where ${at} < ${(last + 1) * WEEK - MONDAY} and ${where}
    group by 1`.execute(store.db);
  const counts = new Map(rows.map((row) => [Number(row.slot), Number(row.count)]));
  return {
    older: counts.get(OLDER) ?? 0,
    weeks: Array.from({ length: weeks }, (_, index) => ({
      week: mondayDate(first + index),
      severities: Object.fromEntries(
        [1, 2, 3, 4, 5].map((severity) => [severity, counts.get((first + index) * SLOTS + severity) ?? 0]),
      ),
    })),
  };
}

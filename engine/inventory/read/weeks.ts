import { sql } from 'kysely';
import { ALL, type Query, whereOf } from '../query/index.ts';
import type { Reading } from './page.ts';

/** Findings that were first found in a week, by severity. */
export interface Week {
  /** Its Monday, in UTC. */
  readonly week: string;
  /** How many of each severity, 1 to 5. */
  readonly severities: Readonly<Record<number, number>>;
}

const DAY = 86_400_000;
const WEEK = 7 * DAY;
// 1 January 1970 was a Thursday: three days behind a Monday.
const MONDAY = 3 * DAY;

const MOST_WEEKS = 26;
const SLOTS = 8;

const weekOf = (at: number) => Math.floor((at + MONDAY) / WEEK);
const mondayOf = (week: number) => new Date(week * WEEK - MONDAY).toISOString().slice(0, 10);

interface Counted {
  /** The week's number times SLOTS, and the severity. */
  readonly slot: number;
  readonly count: number;
}

/** What the chart asks for. */
export interface AskedWeeks {
  readonly query?: Query;
  /** How many, the one of `now` included. */
  readonly weeks?: number;
  readonly now: number;
}

/** Findings by the week in which the vendor first saw them, oldest week first, none left out. */
export async function findingsByWeek(store: Reading, asked: AskedWeeks): Promise<Week[]> {
  const { query = ALL, weeks = MOST_WEEKS, now } = asked;
  const last = weekOf(now);
  const first = last - weeks + 1;
  const at = sql.ref('r.first_found_at');
  // One number for both: a single key sorts in half the time.
  const slot = sql`(${at} + ${sql.lit(MONDAY)}) / ${sql.lit(WEEK)} * ${sql.lit(SLOTS)} + r.severity`;
  const where = whereOf(query, { entity: 'finding', alias: 'r', kind: store.kind, now });
  const { rows } = await sql<Counted>`select ${slot} as slot, count(*) as count from finding as r
    where ${at} >= ${first * WEEK - MONDAY} and ${at} < ${(last + 1) * WEEK - MONDAY} and ${where}
    group by 1`.execute(store.db);
  const counts = new Map(rows.map((row) => [Number(row.slot), Number(row.count)]));
  return Array.from({ length: weeks }, (_, index) => ({
    week: mondayOf(first + index),
    severities: Object.fromEntries(
      [1, 2, 3, 4, 5].map((severity) => [severity, counts.get((first + index) * SLOTS + severity) ?? 0]),
    ),
  }));
}

import type { WeeksResponse } from '../api/types.generated.ts';
import { formatSeverity, SEVERITIES } from '../components/severity.tsx';
import { getQuery, narrowQuery, setListQuery } from '../inventory/list-query.ts';

export type Week = WeeksResponse['weeks'][number];

const DAY = 86_400_000;

export const countSeverity = ({ severities }: Week, severity: number): number => severities[String(severity)] ?? 0;

export const sumWeek = (week: Week): number =>
  SEVERITIES.reduce((sum, severity) => sum + countSeverity(week, severity), 0);

const weekEnd = (monday: string): string => new Date(Date.parse(monday) + 6 * DAY).toISOString().slice(0, 10);

/** Adds the range from the first day of one week to the last day of another to the query. */
export const showWeeks = (from: Week, to: Week): void =>
  setListQuery(narrowQuery(getQuery(), `firstFoundOn:[${from.week} .. ${weekEnd(to.week)}]`));

/** Limits the query to findings from before a week. */
export const showOlder = ({ week }: Week): void => setListQuery(narrowQuery(getQuery(), `firstFoundOn < ${week}`));

/** Lists the severities that a week has, most severe first. */
export const listCounts = (week: Week): readonly (readonly [severity: number, title: string, count: number])[] =>
  SEVERITIES.flatMap((severity) => {
    const count = countSeverity(week, severity);
    return count === 0 ? [] : [[severity, formatSeverity(severity), count] as const];
  });

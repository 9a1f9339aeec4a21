import { engineError } from '../errors/index.ts';

/** ISO 8601 duration: months follow the calendar, everything else has a fixed length. */
export interface Duration {
  readonly months: number;
  readonly ms: number;
}

const DURATION =
  /^([+-])?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Parses `P6M`, `PT0.5S`, `-P1DT12H`; returns undefined for other texts. */
export function parseDuration(text: string): Duration | undefined {
  const match = DURATION.exec(text);
  if (!match || /[PT]$/.test(text)) return undefined;
  const [years, months, weeks, days, hours, minutes, seconds] = match
    .slice(2)
    .map((part) => Number((part ?? '0').replace(',', '.')));
  const sign = match[1] === '-' ? -1 : 1;
  const fixed = (weeks ?? 0) * 7 * DAY + (days ?? 0) * DAY + (hours ?? 0) * HOUR + (minutes ?? 0) * MINUTE;
  // `|| 0` turns -0 into 0; fractions of a millisecond are rounded.
  return {
    months: sign * ((years ?? 0) * 12 + (months ?? 0)) || 0,
    ms: sign * Math.round(fixed + (seconds ?? 0) * SECOND) || 0,
  };
}

// Months count as 30 days where a fixed length is required (a timeout of `P1M`).
const MONTH = 30 * DAY;

/** Returns true for ISO 8601 durations that `parseDuration` accepts. */
export const isDuration = (text: string): boolean => parseDuration(text) !== undefined;

/** Parses a duration to milliseconds. Throws CONFIG_INVALID. */
export function parseDurationMs(text: string): number {
  const duration = parseDuration(text);
  if (duration) return duration.months * MONTH + duration.ms;
  throw engineError('CONFIG_INVALID', {
    path: '',
    problem: `"${text}" is not a duration`,
    fix: 'Use an ISO 8601 duration such as PT30S or P6M.',
  });
}

/** Formats a duration for people: `45 s`, `3 min`, `2 h`. */
export const formatDuration = (ms: number): string =>
  ms < 2 * MINUTE
    ? `${Math.round(ms / SECOND)} s`
    : ms < 2 * HOUR
      ? `${Math.round(ms / MINUTE)} min`
      : `${Math.round(ms / HOUR)} h`;

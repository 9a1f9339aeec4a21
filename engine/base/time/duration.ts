import { engineError } from '../errors/index.ts';

/** An ISO 8601 duration: months are of the calendar, all else a fixed length. */
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

/** Reads `P6M`, `PT0.5S`, `-P1DT12H`; undefined when the text is not a duration. */
export function parseDuration(text: string): Duration | undefined {
  const match = DURATION.exec(text);
  if (!match || /[PT]$/.test(text)) return undefined;
  const [years, months, weeks, days, hours, minutes, seconds] = match
    .slice(2)
    .map((part) => Number((part ?? '0').replace(',', '.')));
  const sign = match[1] === '-' ? -1 : 1;
  const fixed = (weeks ?? 0) * 7 * DAY + (days ?? 0) * DAY + (hours ?? 0) * HOUR + (minutes ?? 0) * MINUTE;
  // `|| 0` turns -0 into 0; a part of a millisecond is rounded.
  return {
    months: sign * ((years ?? 0) * 12 + (months ?? 0)) || 0,
    ms: sign * Math.round(fixed + (seconds ?? 0) * SECOND) || 0,
  };
}

// Where a calendar length must become a fixed one (a time-out of `P1M`), months count as 30 days.
const MONTH = 30 * DAY;

/** True for ISO 8601 durations as `parseDuration` reads them. */
export const isDuration = (text: string): boolean => parseDuration(text) !== undefined;

/** A duration in milliseconds. Throws CONFIG_INVALID when the text, rendered from settings, is not one. */
export function parseDurationMs(text: string): number {
  const duration = parseDuration(text);
  if (duration) return duration.months * MONTH + duration.ms;
  throw engineError('CONFIG_INVALID', {
    path: '',
    problem: `"${text}" is not a duration`,
    fix: 'Give an ISO 8601 duration such as PT30S or P6M.',
  });
}

/** A short text for people: `45 s`, `3 min`, `2 h`. */
export const formatDuration = (ms: number): string =>
  ms < 2 * MINUTE
    ? `${Math.round(ms / SECOND)} s`
    : ms < 2 * HOUR
      ? `${Math.round(ms / MINUTE)} min`
      : `${Math.round(ms / HOUR)} h`;

import { draw } from './prng.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Age of the oldest data. */
export const HISTORY_MONTHS = 18;

const QUIET = 3 * DAY;
const NEWEST = 2 * MINUTE;

/** Subtracts calendar months; clamps the day to the length of the month. */
export const monthsBefore = (instant: number, months: number): number => {
  const date = new Date(instant);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() - months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.setUTCDate(Math.min(day, last));
};

/** Times of changes, ascending by number. */
export interface Timeline {
  instantOf(number: number): number;
}

/**
 * Creates 18 months of changes up to two minutes before `now`. Nothing changes within three days of each full month ago,
 * so that every client reads the same rows, no matter how it rounds "six months".
 */
export const timeline = (now: number, total: number, root: number): Timeline => {
  const spans = activeSpans(now);
  const length = spans.reduce((sum, span) => sum + span.to - span.from, 0);
  const step = total === 0 ? 0 : length / total;
  return {
    instantOf: (number) => {
      let offset = number * step + ((draw(root, number) % 1000) / 1000) * Math.max(0, step - 1);
      for (const span of spans) {
        if (offset < span.to - span.from) return Math.floor(span.from + offset);
        offset -= span.to - span.from;
      }
      return now - NEWEST;
    },
  };
};

const activeSpans = (now: number): { from: number; to: number }[] =>
  Array.from({ length: HISTORY_MONTHS }, (_, i) => HISTORY_MONTHS - i).map((month) => ({
    from: monthsBefore(now, month) + QUIET,
    to: month === 1 ? now - NEWEST : monthsBefore(now, month - 1) - QUIET,
  }));

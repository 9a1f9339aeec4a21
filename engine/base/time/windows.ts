import { engineError } from '../errors/index.ts';
import { addDuration } from './calendar.ts';
import { type Duration, isDuration, parseDuration } from './duration.ts';
import { parseTime } from './parse.ts';

/** Time span in epoch milliseconds. */
export interface WindowSpan {
  readonly start: number;
  readonly end: number;
}

/** Returns true for texts that `resolveInstant` accepts. */
export const isInstant = (text: string): boolean => isDuration(text) || parseTime(text) !== undefined;

/** Converts RFC 3339, or a signed duration relative to `now`, to epoch milliseconds. Throws CONFIG_INVALID. */
export function resolveInstant(text: string, now: number, zone?: string): number {
  const duration = parseDuration(text);
  const at = duration ? addDuration(now, duration, zone) : parseTime(text, zone);
  if (at !== undefined) return at;
  const fix = 'Use a time such as 2025-01-31T00:00:00Z, or a duration relative to now such as -P6M.';
  throw engineError('CONFIG_INVALID', { path: '', problem: `"${text}" is not a point in time`, fix });
}

// One day over 270 years: more is a mistake, and would mean as many requests.
const MOST_SPANS = 100_000;

function parseLength(text: string): Duration {
  const duration = parseDuration(text);
  const { months, ms } = duration ?? { months: 0, ms: 0 };
  if (duration && (months > 0 || ms > 0)) return duration;
  const fix = 'Use an ISO 8601 duration above zero, such as P180D.';
  throw engineError('CONFIG_INVALID', { path: '', problem: `invalid window length "${text}"`, fix });
}

/**
 * Splits [start, end] into spans of `length`, the last one shorter: each starts where the previous one ends. Returns no
 * span if start is not before end. Throws CONFIG_INVALID for an invalid length and for more than 100,000 spans.
 */
export function splitWindows(start: number, end: number, length: string, zone?: string): WindowSpan[] {
  const duration = parseLength(length);
  const spans: WindowSpan[] = [];
  for (let at = start; at < end; ) {
    if (spans.length === MOST_SPANS) throw createTooManyError(length);
    const stop = Math.min(addDuration(at, duration, zone), end);
    spans.push({ start: at, end: stop });
    at = stop;
  }
  return spans;
}

const createTooManyError = (length: string) =>
  engineError('CONFIG_INVALID', {
    path: '',
    problem: `windows of ${length} split the history into more than ${MOST_SPANS} parts`,
    fix: 'Use longer windows, or a later start.',
  });

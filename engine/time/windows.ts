import { engineError } from '../errors/index.ts';
import { addDuration } from './calendar.ts';
import { parseDuration } from './duration.ts';
import { parseTime } from './parse.ts';

/** A span of time, epoch milliseconds. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** RFC 3339, or a signed duration from `now` → epoch milliseconds. Throws CONFIG_INVALID. */
export function resolveInstant(text: string, now: number, zone?: string): number {
  const duration = parseDuration(text);
  const at = duration ? addDuration(now, duration, zone) : parseTime(text, zone);
  if (at !== undefined) return at;
  const fix = 'Give a time such as 2025-01-31T00:00:00Z, or a duration from now such as -P6M.';
  throw engineError('CONFIG_INVALID', { path: '', problem: `"${text}" is not a point in time`, fix });
}

/**
 * [start, end] cut into spans of `length`, the last one shorter: each begins where the one before ends, so that they
 * touch and never overlap. No span when there is nothing between start and end.
 */
export function windows(start: number, end: number, length: string, zone?: string): Span[] {
  const duration = parseDuration(length);
  const spans: Span[] = [];
  for (let at = start; at < end; ) {
    const next = duration ? addDuration(at, duration, zone) : end;
    const stop = next > at ? Math.min(next, end) : end;
    spans.push({ start: at, end: stop });
    at = stop;
  }
  return spans;
}

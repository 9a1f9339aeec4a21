import { engineError } from '../errors/index.ts';
import type { Duration } from './duration.ts';
import { loadTemporal } from './temporal.ts';

// What a Date can hold, in either direction.
const FURTHEST = 8.64e15;

function addMonths(epochMs: number, months: number, zone: string): number {
  if (months === 0) return epochMs;
  const at = loadTemporal().Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(zone);
  return at.add({ months }).epochMilliseconds;
}

/**
 * `epochMs` moved by a duration, months by the calendar of `zone` (31 August less 6 months is the end of February).
 * Throws CONFIG_INVALID for a zone that is not known, and where the result is beyond what a date can hold.
 */
export function addDuration(epochMs: number, duration: Duration, zone = 'UTC'): number {
  try {
    const at = addMonths(epochMs, duration.months, zone || 'UTC') + duration.ms;
    if (Math.abs(at) <= FURTHEST) return at;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw engineError('CONFIG_INVALID', {
    path: '',
    problem: `${duration.months} months and ${duration.ms} ms from ${epochMs} is no time in "${zone}"`,
    fix: 'Give a shorter duration, and an IANA zone such as Europe/Berlin.',
  });
}

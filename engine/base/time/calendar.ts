import { engineError } from '../errors/index.ts';
import type { Duration } from './duration.ts';
import { loadTemporal } from './temporal.ts';

// Range of a Date, in both directions.
const FURTHEST = 8.64e15;

function addMonths(epochMs: number, months: number, zone: string): number {
  if (months === 0) return epochMs;
  const at = loadTemporal().Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(zone);
  return at.add({ months }).epochMilliseconds;
}

/**
 * Adds a duration to `epochMs`, months by the calendar of `zone` (31 August minus 6 months is the end of February).
 * Throws CONFIG_INVALID for an unknown zone and for results outside the range of a Date.
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
    problem: `adding ${duration.months} months and ${duration.ms} ms to ${epochMs} in "${zone}" is out of range`,
    fix: 'Use a shorter duration, and an IANA zone such as Europe/Berlin.',
  });
}

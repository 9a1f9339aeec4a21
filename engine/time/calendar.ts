import { Temporal } from 'temporal-polyfill';
import type { Duration } from './duration.ts';

/** `epochMs` moved by a duration, months by the calendar of `zone` (31 August less 6 months is the end of February). */
export function addDuration(epochMs: number, duration: Duration, zone = 'UTC'): number {
  if (duration.months === 0) return epochMs + duration.ms;
  const at = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(zone || 'UTC');
  return at.add({ months: duration.months }).epochMilliseconds + duration.ms;
}

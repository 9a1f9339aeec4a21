import { Temporal } from 'temporal-polyfill';

/** Every zone that this machine knows. */
export const ZONES: readonly string[] = Intl.supportedValuesOf('timeZone');

const FROM = Temporal.Instant.from('2024-01-01T00:00:00Z');
const UNTIL = Temporal.Instant.from('2035-01-01T00:00:00Z').epochMilliseconds;

/** The instants in 2024–2034 at which the clocks of a zone are changed. */
export function findTransitions(zone: string): number[] {
  const found: number[] = [];
  let at = FROM.toZonedDateTimeISO(zone).getTimeZoneTransition('next');
  while (at && at.epochMilliseconds < UNTIL) {
    found.push(at.epochMilliseconds);
    at = at.getTimeZoneTransition('next');
  }
  return found;
}

const calendars = new Map<string, Intl.DateTimeFormat>();

/** The day that a zone's calendars show at an instant, by an implementation that is not ours. */
export function calendarDay(at: number, zone: string): string {
  const calendar = calendars.get(zone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });
  calendars.set(zone, calendar);
  return calendar.format(at);
}

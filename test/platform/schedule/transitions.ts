import { Temporal } from 'temporal-polyfill';

/** All time zones of this machine. */
export const ZONES: readonly string[] = Intl.supportedValuesOf('timeZone');

const FROM = Temporal.Instant.from('2024-01-01T00:00:00Z');
const UNTIL = Temporal.Instant.from('2035-01-01T00:00:00Z').epochMilliseconds;

/** Returns the instants of a zone's clock changes in 2024–2034. */
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

/** Returns a zone's local date at an instant, by an independent implementation. */
export function calendarDay(at: number, zone: string): string {
  const calendar = calendars.get(zone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });
  calendars.set(zone, calendar);
  return calendar.format(at);
}

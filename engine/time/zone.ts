import { Temporal } from 'temporal-polyfill';

/** Offset of local time from UTC in milliseconds, for a local time given as if it were UTC. */
export type Zone = (localMillis: number) => number;

const SLOT = 900_000;
// Offsets change on quarters of an hour since then; before, whole seconds and odd minutes occur, so nothing is kept.
const REGULAR_SINCE = Date.UTC(1972, 0, 1);
const MOST_SLOTS = 50_000;

const lookUp = (name: string, localMillis: number) => {
  const local = Temporal.Instant.fromEpochMilliseconds(localMillis).toZonedDateTimeISO('UTC').toPlainDateTime();
  return localMillis - local.toZonedDateTime(name, { disambiguation: 'compatible' }).epochMilliseconds;
};

/** Whether this is the name of a time zone that can be used. */
export const isZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
};

/**
 * The zone of that IANA name. Of a local time that occurs twice the earlier one is meant; one that daylight saving
 * leaves out is read with the offset before the change.
 */
export const zoneOf = (name: string): Zone => {
  const offsets = new Map<number, number>();
  return (localMillis) => {
    if (localMillis < REGULAR_SINCE) return lookUp(name, localMillis);
    const slot = Math.floor(localMillis / SLOT);
    const known = offsets.get(slot);
    if (known !== undefined) return known;
    if (offsets.size >= MOST_SLOTS) offsets.clear();
    const offset = lookUp(name, localMillis);
    offsets.set(slot, offset);
    return offset;
  };
};

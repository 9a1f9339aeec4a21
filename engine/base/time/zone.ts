import { engineError } from '../errors/index.ts';
import { memoizeByText } from '../memoize/index.ts';
import { loadTemporal } from './temporal.ts';

/** Offset of local time from UTC in milliseconds, for a local time given as if it were UTC. */
export type Zone = (localMillis: number) => number;

const SLOT = 900_000;
// Since then offsets change on quarters of an hour; earlier ones (Monrovia, January 1972) have odd minutes and seconds,
// so they are not cached.
const REGULAR_SINCE = Date.UTC(1973, 0, 1);
const MOST_SLOTS = 50_000;

const lookUpOffset = (name: string, localMillis: number) => {
  const local = loadTemporal().Instant.fromEpochMilliseconds(localMillis).toZonedDateTimeISO('UTC').toPlainDateTime();
  return localMillis - local.toZonedDateTime(name, { disambiguation: 'compatible' }).epochMilliseconds;
};

/** Returns true for the name of a supported time zone. */
export const isZone: (name: string) => boolean = memoizeByText((name) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
});

/** Throws CONFIG_INVALID for an unknown time zone. */
export function checkZone(name: string): void {
  if (isZone(name)) return;
  const fix = 'Use an IANA name such as Europe/Berlin or UTC.';
  throw engineError('CONFIG_INVALID', { path: '', problem: `unknown time zone "${name}"`, fix });
}

/**
 * Creates the zone of an IANA name. A local time that occurs twice means the earlier one; one that daylight saving
 * skips uses the offset before the change. Throws CONFIG_INVALID for an unknown zone.
 */
export const createZone = (name: string): Zone => {
  checkZone(name);
  const offsets = new Map<number, number>();
  return (localMillis) => {
    if (localMillis < REGULAR_SINCE) return lookUpOffset(name, localMillis);
    const slot = Math.floor(localMillis / SLOT);
    const known = offsets.get(slot);
    if (known !== undefined) return known;
    if (offsets.size >= MOST_SLOTS) offsets.clear();
    const offset = lookUpOffset(name, localMillis);
    offsets.set(slot, offset);
    return offset;
  };
};

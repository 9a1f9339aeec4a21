import { daysOf } from './instant.ts';
import { type Zone, zoneOf } from './zone.ts';

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,30}))?)?)?\s?(?:([Zz]|UTC|GMT)|([+-])(\d{2}):?(\d{2})?)?$/;
const MAX_OFFSET_MINUTES = 18 * 60;

interface Parts {
  readonly local: number;
  /** Minutes, or undefined for a time without a zone. */
  readonly offset: number | undefined;
}

const inRange = (hour: number, minute: number, second: number) => hour < 24 && minute < 60 && second < 60;

function partsOf(text: string): Parts | undefined {
  const match = ISO.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', utc, sign, offsetHours, offsetMinutes] = match;
  const numbers = [year, month, day, hour, minute, second].map((digits) => Number(digits ?? 0));
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = numbers;
  if (d < 1 || d > daysOf(y, mo) || !inRange(h, mi, s)) return undefined;
  const date = new Date(Date.UTC(2000, mo - 1, d, h, mi, s, Number(fraction.slice(0, 3).padEnd(3, '0'))));
  const local = date.setUTCFullYear(y, mo - 1, d);
  const shift = Number(offsetHours ?? 0) * 60 + Number(offsetMinutes ?? 0);
  if (shift > MAX_OFFSET_MINUTES) return undefined;
  return { local, offset: sign ? (sign === '-' ? -shift : shift) : utc ? 0 : undefined };
}

/**
 * ISO 8601 text → milliseconds since the epoch, a longer fraction cut; undefined when it is not a time. A time without
 * an offset is read in `zone`, without one in UTC.
 */
export function parseIso(text: string, zone: Zone | undefined): number | undefined {
  const parts = partsOf(text);
  if (!parts) return undefined;
  const offset = parts.offset === undefined ? (zone?.(parts.local) ?? 0) : parts.offset * 60_000;
  return parts.local - offset;
}

const zones = new Map<string, Zone>();

/** The zone of an IANA name, kept with its offsets; undefined for UTC, which needs none. */
export function namedZone(name: string | undefined): Zone | undefined {
  if (name === undefined || name === '' || name === 'UTC') return undefined;
  const zone = zones.get(name) ?? zoneOf(name);
  zones.set(name, zone);
  return zone;
}

// Below this, a number of seconds (until the year 5138), above, of milliseconds.
const SECONDS_BELOW = 1e11;

/** A time as text or as an epoch number in seconds or milliseconds → milliseconds since the epoch, or undefined. */
export function parseTime(value: string | number, zone?: string): number | undefined {
  const number = typeof value === 'number' ? value : /^\d{9,}(\.\d+)?$/.test(value) ? Number(value) : undefined;
  if (number !== undefined) return Math.floor(Math.abs(number) < SECONDS_BELOW ? number * 1000 : number);
  return parseIso(String(value).trim(), namedZone(zone));
}

import { daysInMonth, parseUtcMillis } from './instant.ts';
import { createZone, type Zone } from './zone.ts';

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,30}))?)?)?\s?(?:([Zz]|UTC|GMT)|([+-])(\d{2}):?(\d{2})?)?$/;
const MAX_OFFSET_MINUTES = 18 * 60;

interface Parts {
  readonly local: number;
  /** Minutes; undefined for a time without a zone. */
  readonly offset: number | undefined;
}

const inRange = (hour: number, minute: number, second: number) => hour < 24 && minute < 60 && second < 60;

function parseParts(text: string): Parts | undefined {
  const match = ISO.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', utc, sign, offsetHours, offsetMinutes] = match;
  const numbers = [year, month, day, hour, minute, second].map((digits) => Number(digits ?? 0));
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = numbers;
  if (d < 1 || d > daysInMonth(y, mo) || !inRange(h, mi, s)) return undefined;
  const date = new Date(Date.UTC(2000, mo - 1, d, h, mi, s, Number(fraction.slice(0, 3).padEnd(3, '0'))));
  const local = date.setUTCFullYear(y, mo - 1, d);
  const shift = Number(offsetHours ?? 0) * 60 + Number(offsetMinutes ?? 0);
  if (shift > MAX_OFFSET_MINUTES) return undefined;
  return { local, offset: sign ? (sign === '-' ? -shift : shift) : utc ? 0 : undefined };
}

/**
 * Parses ISO 8601 to epoch milliseconds, truncating longer fractions; returns undefined for other texts. A time without
 * an offset is in `zone`, by default UTC.
 */
export function parseIso(text: string, zone: Zone | undefined): number | undefined {
  const parts = parseParts(text);
  if (!parts) return undefined;
  const offset = parts.offset === undefined ? (zone?.(parts.local) ?? 0) : parts.offset * 60_000;
  return parts.local - offset;
}

const zones = new Map<string, Zone>();

/** Returns the zone of an IANA name, cached with its offsets; undefined for UTC. */
function getNamedZone(name: string | undefined): Zone | undefined {
  if (name === undefined || name === '' || name === 'UTC') return undefined;
  const zone = zones.get(name) ?? createZone(name);
  zones.set(name, zone);
  return zone;
}

// Epoch numbers below the first limit are seconds (until the year 5138), below the second milliseconds, else microseconds.
const SECONDS_BELOW = 1e11;
const MILLIS_BELOW = 1e14;

const EPOCH = /^\d{9,17}(\.\d+)?$/;

function parseEpoch(number: number): number | undefined {
  const size = Math.abs(number);
  if (!(size < 1e17)) return undefined;
  // Rounded before truncation: 1700000000.123 * 1000 is 1700000000122.9998.
  if (size < SECONDS_BELOW) return Math.floor(Number((number * 1000).toFixed(3)));
  return Math.floor(size < MILLIS_BELOW ? number : number / 1000);
}

/**
 * Parses a time (text, or an epoch number in seconds, milliseconds or microseconds, distinguished by size) to epoch
 * milliseconds, truncating finer parts; returns undefined for other values. Text without an offset is in `zone`.
 */
export function parseTime(value: string | number, zone?: string): number | undefined {
  if (typeof value === 'number') return parseEpoch(value);
  const hot = parseUtcMillis(value);
  if (hot !== undefined) return hot;
  const text = value.trim();
  return EPOCH.test(text) ? parseEpoch(Number(text)) : parseIso(text, getNamedZone(zone));
}

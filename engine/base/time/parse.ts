import { EPOCH_UNITS, parseEpoch, shiftDecimal } from './epoch.ts';
import { isNamedFormat } from './format.ts';
import { daysInMonth, parseUtcMillis, parseUtcNanos } from './instant.ts';
import { isInRange, type Nanos, toMillis, toNanos } from './nanos.ts';
import { getPattern } from './pattern.ts';
import { type LocalDate, parseRfc2822 } from './rfc2822.ts';
import { createZone, type Zone } from './zone.ts';

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,30}))?)?)?\s?(?:([Zz]|UTC|GMT)|([+-])(\d{2}):?(\d{2})?)?$/;
const MAX_OFFSET_MINUTES = 18 * 60;

interface Parts extends LocalDate {
  /** Nanoseconds after the millisecond. */
  readonly finer: number;
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
  const finer = Number(fraction.slice(3, 9).padEnd(6, '0'));
  return { local, finer, offset: sign ? (sign === '-' ? -shift : shift) : utc ? 0 : undefined };
}

/**
 * Parses ISO 8601 to epoch milliseconds, truncating longer fractions; returns undefined for other texts. A time without
 * an offset is in `zone`, by default UTC.
 */
export function parseIso(text: string, zone: Zone | undefined): number | undefined {
  const parts = parseParts(text);
  if (!parts) return undefined;
  return toEpoch(parts, zone);
}

const toEpoch = ({ local, offset }: LocalDate, zone: Zone | undefined): number =>
  local - (offset === undefined ? (zone?.(local) ?? 0) : offset * 60_000);

const zones = new Map<string, Zone>();

/** Returns the zone of an IANA name, cached with its offsets; undefined for UTC. */
function getNamedZone(name: string | undefined): Zone | undefined {
  if (name === undefined || name === '' || name === 'UTC') return undefined;
  const zone = zones.get(name) ?? createZone(name);
  zones.set(name, zone);
  return zone;
}

const EPOCH = /^\d{9,20}(\.\d+)?$/;

/** Parses a time of any supported form. Text without an offset is in the zone. */
function parseAny(value: string | number, zone: string | undefined): Nanos | undefined {
  if (typeof value === 'number') return parseEpoch(value);
  const common = parseUtcNanos(value);
  if (common !== undefined) return common;
  const text = value.trim();
  if (EPOCH.test(text)) return parseEpoch(text);
  const iso = parseParts(text);
  if (iso) return toNanos(toEpoch(iso, getNamedZone(zone))) + BigInt(iso.finer);
  return fromLocal(parseRfc2822(text), zone);
}

function fromLocal(date: (LocalDate & { readonly nanos?: number }) | undefined, zone: string | undefined) {
  return date && toNanos(toEpoch(date, getNamedZone(zone))) + BigInt(date.nanos ?? 0);
}

type Read = (value: string | number, zone: string | undefined) => Nanos | undefined;

const createEpochReader =
  (places: number): Read =>
  (value) =>
    shiftDecimal(value, places);

const readByPattern = (value: string | number, pattern: string, zone: string | undefined): Nanos | undefined =>
  fromLocal(getPattern(pattern).read(String(value).trim()), zone);

/** Formats that are not read like a time of any form. */
const READERS: Readonly<Record<string, Read>> = {
  ...Object.fromEntries(Object.entries(EPOCH_UNITS).map(([name, places]) => [name, createEpochReader(places)])),
  rfc2822: (value, zone) => fromLocal(parseRfc2822(String(value).trim()), zone),
};

/** Parses a time of one format: a named one, whose RFC 3339 forms accept any ISO 8601 text, or a pattern. */
function parseByFormat(value: string | number, format: string, zone: string | undefined): Nanos | undefined {
  const read = Object.hasOwn(READERS, format) ? READERS[format] : undefined;
  if (read) return read(value, zone);
  return isNamedFormat(format) ? parseAny(String(value), zone) : readByPattern(value, format, zone);
}

/** Returns true for a format that determines a date, so that times can be read by it. */
export const isReadFormat = (format: string): boolean => isNamedFormat(format) || getPattern(format).isComplete;

/** Formats of a time, in the order of trying, and the zone of texts without an offset (default UTC). */
export interface TimeReading {
  /** Default: any form that `parseTime` accepts. */
  readonly formats?: readonly string[];
  readonly zone?: string;
}

/** Parses a time to epoch nanoseconds, cutting finer parts; returns undefined for other values. */
export function parseNanos(value: string | number, { formats = [], zone }: TimeReading = {}): Nanos | undefined {
  const found =
    formats.length === 0
      ? parseAny(value, zone)
      : formats.reduce<Nanos | undefined>((known, format) => known ?? parseByFormat(value, format, zone), undefined);
  return found !== undefined && isInRange(found) ? found : undefined;
}

/**
 * Parses a time (ISO 8601, RFC 2822, or an epoch number in seconds, milli-, micro- or nanoseconds, distinguished by size)
 * to epoch milliseconds, truncating finer parts; returns undefined for other values. Text without an offset is in `zone`.
 */
export function parseTime(value: string | number, zone?: string): number | undefined {
  const hot = typeof value === 'string' ? parseUtcMillis(value) : undefined;
  if (hot !== undefined) return hot;
  const nanos = parseNanos(value, zone === undefined ? {} : { zone });
  return nanos === undefined ? undefined : toMillis(nanos);
}

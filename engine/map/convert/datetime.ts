import { type Conversion, invalid } from './conversion.ts';
import { epochByMagnitude } from './epoch.ts';
import { daysOf, instantFromMillis, instantFromUtc } from './instant.ts';
import type { Zone } from './zone.ts';

const NOT_TIME = invalid('is not a time', 'Give an ISO 8601 time, or an epoch number in seconds or milliseconds.');

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,30}))?)?)?\s?(?:([Zz]|UTC|GMT)|([+-])(\d{2}):?(\d{2})?)?$/;

interface Parts {
  readonly local: number;
  /** Minutes, or undefined for a time without a zone. */
  readonly offset: number | undefined;
}

const inRange = (hour: number, minute: number, second: number) => hour < 24 && minute < 60 && second < 60;

const partsOf = (text: string): Parts | undefined => {
  const match = ISO.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', utc, sign, offsetHours, offsetMinutes] = match;
  const numbers = [year, month, day, hour, minute, second].map((digits) => Number(digits ?? 0));
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = numbers;
  if (d < 1 || d > daysOf(y, mo) || !inRange(h, mi, s)) return undefined;
  const date = new Date(Date.UTC(2000, mo - 1, d, h, mi, s, Number(fraction.slice(0, 3).padEnd(3, '0'))));
  const local = date.setUTCFullYear(y, mo - 1, d);
  const shift = Number(offsetHours ?? 0) * 60 + Number(offsetMinutes ?? 0);
  if (shift > 18 * 60) return undefined;
  return { local, offset: sign ? (sign === '-' ? -shift : shift) : utc ? 0 : undefined };
};

const fromText = (text: string, zone: Zone | undefined) => {
  const parts = partsOf(text);
  if (!parts) return undefined;
  const offset = parts.offset === undefined ? (zone?.(parts.local) ?? 0) : parts.offset * 60_000;
  return instantFromMillis(parts.local - offset);
};

/**
 * RFC 3339 in UTC, cut to the millisecond, from ISO 8601 text or an epoch number (seconds, milliseconds or
 * microseconds, told apart by size). Text without a zone is read in `zone`, without one in UTC.
 */
export const datetime: Conversion = (value, zone) => {
  if (typeof value === 'number') return epochByMagnitude(value) ?? NOT_TIME;
  if (typeof value !== 'string') return NOT_TIME;
  const hot = instantFromUtc(value);
  if (hot !== undefined) return hot;
  const text = value.trim();
  if (text === '') return undefined;
  return fromText(text, zone) ?? epochByMagnitude(text) ?? NOT_TIME;
};

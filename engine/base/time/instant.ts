import { type Nanos, toNanos } from './nanos.ts';

const FIRST = Date.parse('0000-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

const isDigit = (code: number) => code >= 48 && code <= 57;
const parseTwoDigits = (text: string, at: number) => (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;

const DAYS = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Returns the days of a Gregorian month; 0 for a month that does not exist. */
export const daysInMonth = (year: number, month: number): number =>
  month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : (DAYS[month] ?? 0);

const hasDigits = (text: string) => {
  for (let at = 0; at < 19; at += 1) {
    const code = text.charCodeAt(at);
    if (
      at === 4 || at === 7
        ? code !== 45
        : at === 10
          ? code !== 84
          : at === 13 || at === 16
            ? code !== 58
            : !isDigit(code)
    )
      return false;
  }
  return true;
};

const inRange = (text: string) => {
  const day = parseTwoDigits(text, 8);
  const year = parseTwoDigits(text, 0) * 100 + parseTwoDigits(text, 2);
  return (
    day > 0 &&
    day <= daysInMonth(year, parseTwoDigits(text, 5)) &&
    parseTwoDigits(text, 11) < 24 &&
    parseTwoDigits(text, 14) < 60 &&
    parseTwoDigits(text, 17) < 60
  );
};

const parseFraction = (text: string): string | undefined => {
  const end = text.length - 1;
  if (end === 19) return '.000Z';
  if (text.charCodeAt(19) !== 46 || end === 20) return undefined;
  for (let at = 20; at < end; at += 1) if (!isDigit(text.charCodeAt(at))) return undefined;
  return end === 23 ? text.slice(19) : `.${text.slice(20, Math.min(end, 23)).padEnd(3, '0')}Z`;
};

const isUtc = (text: string) =>
  text.charCodeAt(text.length - 1) === 90 && text.length >= 20 && hasDigits(text) && inRange(text);

/** Parses the common form `2025-02-11T09:14:03.123456Z` without a regular expression or a Date; undefined for other texts. */
export const parseUtcInstant = (text: string): string | undefined => {
  if (!isUtc(text)) return undefined;
  const rest = parseFraction(text);
  if (rest === undefined) return undefined;
  return text.length === 24 ? text : text.slice(0, 19) + rest;
};

const parseFractionMillis = (text: string): number | undefined => {
  const end = text.length - 1;
  if (end === 19) return 0;
  if (text.charCodeAt(19) !== 46 || end === 20) return undefined;
  let millis = 0;
  for (let at = 20; at < end; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return undefined;
    if (at < 23) millis += digit * (at === 20 ? 100 : at === 21 ? 10 : 1);
  }
  return millis;
};

/** Longest text of the form that `parseIso` accepts: 30 digits of a fraction. */
const LONGEST = 51;

// The calendar repeats every 400 years, and Date.UTC maps the years 0 to 99 to 1900 to 1999.
const CYCLE_YEARS = 400;
const CYCLE_MILLIS = 146_097 * 86_400_000;

/** Parses the same common form to epoch milliseconds; returns undefined for other texts. */
export const parseUtcMillis = (text: string): number | undefined => {
  if (!isUtc(text)) return undefined;
  const millis = parseFractionMillis(text);
  if (millis === undefined) return undefined;
  const year = parseTwoDigits(text, 0) * 100 + parseTwoDigits(text, 2) + CYCLE_YEARS;
  const day = Date.UTC(year, parseTwoDigits(text, 5) - 1, parseTwoDigits(text, 8)) - CYCLE_MILLIS;
  return (
    day +
    parseTwoDigits(text, 11) * 3_600_000 +
    parseTwoDigits(text, 14) * 60_000 +
    parseTwoDigits(text, 17) * 1000 +
    millis
  );
};

/** Parses the same common form to epoch nanoseconds, cutting finer parts; returns undefined for other texts. */
export const parseUtcNanos = (text: string): Nanos | undefined => {
  const millis = text.length <= LONGEST ? parseUtcMillis(text) : undefined;
  if (millis === undefined) return undefined;
  let finer = 0;
  for (let at = 23, unit = 100_000; unit >= 1 && at < text.length - 1; at += 1, unit /= 10)
    finer += (text.charCodeAt(at) - 48) * unit;
  return toNanos(millis) + BigInt(finer);
};

/** Formats RFC 3339 in UTC with milliseconds; returns undefined outside the years 0 to 9999. */
export const formatInstant = (millis: number): string | undefined =>
  millis >= FIRST && millis <= LAST ? new Date(Math.floor(millis)).toISOString() : undefined;

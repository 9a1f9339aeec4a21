import { type Nanos, toNanos } from './nanos.ts';

const FIRST = Date.parse('0000-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

const DAYS = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Returns the days of a Gregorian month; 0 for a month that does not exist. */
export const daysInMonth = (year: number, month: number): number =>
  month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : (DAYS[month] ?? 0);

/** Days of the months before a month of a common year. */
const DAYS_BEFORE = DAYS.map((_, month) => DAYS.slice(0, month).reduce((sum, days) => sum + days, 0));
const DAYS_BEFORE_1970 = 719_162;

/** Returns the days from 1970-01-01 to a Gregorian date. */
const countDays = (year: number, month: number, day: number): number => {
  const past = year - 1;
  const leapDays = Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
  const leapDay = month > 2 && daysInMonth(year, 2) === 29 ? 1 : 0;
  return past * 365 + leapDays + (DAYS_BEFORE[month] as number) + leapDay + day - 1 - DAYS_BEFORE_1970;
};

/** Parses two digits; returns -1 for other characters. */
const parseTwoDigits = (text: string, at: number): number => {
  const [tens, ones] = [text.charCodeAt(at) - 48, text.charCodeAt(at + 1) - 48];
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
};

const [MINUS, COLON, T, Z] = [45, 58, 84, 90];

const hasSeparators = (text: string): boolean =>
  text.charCodeAt(4) === MINUS &&
  text.charCodeAt(7) === MINUS &&
  text.charCodeAt(10) === T &&
  text.charCodeAt(13) === COLON &&
  text.charCodeAt(16) === COLON &&
  text.charCodeAt(text.length - 1) === Z;

/** Parses `2025-02-11T09:14:03` of a text in UTC to epoch seconds; NaN for other texts. */
const parseUtcSeconds = (text: string): number => {
  if (text.length < 20 || !hasSeparators(text)) return Number.NaN;
  const [century, years] = [parseTwoDigits(text, 0), parseTwoDigits(text, 2)];
  const [month, day] = [parseTwoDigits(text, 5), parseTwoDigits(text, 8)];
  const [hour, minute, second] = [parseTwoDigits(text, 11), parseTwoDigits(text, 14), parseTwoDigits(text, 17)];
  // The sign of their bits: negative if one of them is.
  if ((century | years | month | day | hour | minute | second) < 0) return Number.NaN;
  const year = century * 100 + years;
  if (day === 0 || day > daysInMonth(year, month) || hour > 23 || minute > 59 || second > 59) return Number.NaN;
  return ((countDays(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
};

const isDigit = (code: number) => code >= 48 && code <= 57;

const parseFraction = (text: string): string | undefined => {
  const end = text.length - 1;
  if (end === 19) return '.000Z';
  if (text.charCodeAt(19) !== 46 || end === 20) return undefined;
  for (let at = 20; at < end; at += 1) if (!isDigit(text.charCodeAt(at))) return undefined;
  return end === 23 ? text.slice(19) : `.${text.slice(20, Math.min(end, 23)).padEnd(3, '0')}Z`;
};

/** Parses the common form `2025-02-11T09:14:03.123456Z` without a regular expression or a Date; undefined for other texts. */
export const parseUtcInstant = (text: string): string | undefined => {
  if (Number.isNaN(parseUtcSeconds(text))) return undefined;
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

/** Parses the same common form to epoch milliseconds; returns undefined for other texts. */
export const parseUtcMillis = (text: string): number | undefined => {
  const seconds = parseUtcSeconds(text);
  if (Number.isNaN(seconds)) return undefined;
  const millis = parseFractionMillis(text);
  return millis === undefined ? undefined : seconds * 1000 + millis;
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

const FIRST = Date.parse('0000-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

const isDigit = (code: number) => code >= 48 && code <= 57;
const two = (text: string, at: number) => (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;

const DAYS = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days of a month of the Gregorian calendar; 0 for a month that does not exist. */
export const daysOf = (year: number, month: number): number =>
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
  const day = two(text, 8);
  const year = two(text, 0) * 100 + two(text, 2);
  return day > 0 && day <= daysOf(year, two(text, 5)) && two(text, 11) < 24 && two(text, 14) < 60 && two(text, 17) < 60;
};

const fraction = (text: string): string | undefined => {
  const end = text.length - 1;
  if (end === 19) return '.000Z';
  if (text.charCodeAt(19) !== 46 || end === 20) return undefined;
  for (let at = 20; at < end; at += 1) if (!isDigit(text.charCodeAt(at))) return undefined;
  return end === 23 ? text.slice(19) : `.${text.slice(20, Math.min(end, 23)).padEnd(3, '0')}Z`;
};

/** The hot case, `2025-02-11T09:14:03.123456Z`, without a regular expression or a Date; undefined for any other text. */
export const instantFromUtc = (text: string): string | undefined => {
  if (text.charCodeAt(text.length - 1) !== 90 || text.length < 20 || !hasDigits(text) || !inRange(text))
    return undefined;
  const rest = fraction(text);
  if (rest === undefined) return undefined;
  return text.length === 24 ? text : text.slice(0, 19) + rest;
};

/** RFC 3339 in UTC with milliseconds, or undefined outside the years 0 to 9999. */
export const instantFromMillis = (millis: number): string | undefined =>
  millis >= FIRST && millis <= LAST ? new Date(Math.floor(millis)).toISOString() : undefined;

import { daysInMonth } from './instant.ts';

export const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
export const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

const DATE = new RegExp(
  `^(?:(?:${DAYS.join('|')})[a-z]*,?\\s+)?(\\d{1,2})[ -](${MONTHS.join('|')})[ -](\\d{4}|\\d{2})\\s+(\\d{1,2}):(\\d{2})(?::(\\d{2}))?(?:\\s+(?:([+-])(\\d{2}):?(\\d{2})|([A-Z]{1,3})))?(?:\\s+\\(.*\\))?$`,
  'i',
);

/** Obsolete zone names (RFC 2822 §4.3), in hours. */
const ZONES: Readonly<Record<string, number>> = {
  ...{ GMT: 0, UT: 0, UTC: 0, Z: 0 },
  ...{ EST: -5, EDT: -4, CST: -6, CDT: -5, MST: -7, MDT: -6, PST: -8, PDT: -7 },
};

/** Date and time of a text; `offset` is in minutes, undefined if the text has none. */
export interface LocalDate {
  readonly local: number;
  readonly offset: number | undefined;
}

// RFC 2822 §4.3: two digits from 50 are in the 20th century.
const toYear = (digits: string): number =>
  digits.length === 4 ? Number(digits) : Number(digits) + (Number(digits) < 50 ? 2000 : 1900);

/** Parses an RFC 2822 date such as `Tue, 20 Jan 2026 10:00:00 +0100`; undefined for other texts. */
export function parseRfc2822(text: string): LocalDate | undefined {
  const match = DATE.exec(text);
  if (!match) return undefined;
  const [, day, name = '', digits = '', hour, minute, second = '0', sign, hours, minutes, zone] = match;
  const month = MONTHS.findIndex((one) => one.toLowerCase() === name.toLowerCase());
  const year = toYear(digits);
  const [d, h, m, s] = [day, hour, minute, second].map(Number) as [number, number, number, number];
  if (d < 1 || d > daysInMonth(year, month + 1) || h > 23 || m > 59 || s > 59) return undefined;
  const local = Date.UTC(2000, month, d, h, m, s);
  const named = zone === undefined ? undefined : ZONES[zone.toUpperCase()];
  if (zone !== undefined && named === undefined) return undefined;
  const offset = sign ? (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) : named && named * 60;
  return { local: new Date(local).setUTCFullYear(year, month, d), offset };
}

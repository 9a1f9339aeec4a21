import { formatInstant, parseUtcInstant, type Zone } from '../../../base/time/index.ts';

const HOUR = 3_600_000;
const QUARTER = HOUR / 4;
const MAX_HOURS = 50_000;

/** Cache from local hours, `2025-02-11 09`, to UTC hours, `2025-02-11T14`; "" if the offset is not in whole hours. */
type Hours = Map<string, string>;

const hourTables = new WeakMap<Zone, Hours>();

const utcZone: Zone = () => 0;

const getHourTable = (zone: Zone): Hours => {
  const known = hourTables.get(zone);
  if (known !== undefined && known.size < MAX_HOURS) return known;
  const table: Hours = new Map();
  hourTables.set(zone, table);
  return table;
};

const convertHour = (hour: string, zone: Zone): string => {
  const between = hour.charCodeAt(10);
  const start = parseUtcInstant(`${hour.slice(0, 10)}T${hour.slice(11)}:00:00Z`);
  if (start === undefined || (between !== 32 && between !== 84)) return '';
  const local = Date.parse(start);
  const offset = zone(local);
  const isEven = [1, 2, 3].every((quarter) => zone(local + quarter * QUARTER) === offset);
  return isEven && offset % HOUR === 0 ? (formatInstant(local - offset)?.slice(0, 13) ?? '') : '';
};

const isDigit = (code: number) => code >= 48 && code <= 57;

const isBelowSixty = (text: string, at: number) => {
  const tens = text.charCodeAt(at);
  return tens >= 48 && tens <= 53 && isDigit(text.charCodeAt(at + 1));
};

/** Parses the fraction of a second, truncated or padded to milliseconds; undefined for any other text. */
const parseFraction = (text: string): string | undefined => {
  const end = text.length;
  if (end === 19) return '.000Z';
  if (text.charCodeAt(19) !== 46 || end === 20) return undefined;
  for (let at = 20; at < end; at += 1) if (!isDigit(text.charCodeAt(at))) return undefined;
  return `.${text.slice(20, 23).padEnd(3, '0')}Z`;
};

const isMinute = (text: string) =>
  text.charCodeAt(13) === 58 && text.charCodeAt(16) === 58 && isBelowSixty(text, 14) && isBelowSixty(text, 17);

/**
 * Fast path for a time without an offset, `2025-02-11 09:14:03.12`, in a zone. Returns RFC 3339 in UTC with
 * milliseconds; undefined for any other text, and in hours with an offset change.
 */
export const parseLocalInstant = (text: string, zone: Zone = utcZone): string | undefined => {
  if (text.length < 19 || !isMinute(text)) return undefined;
  const rest = parseFraction(text);
  if (rest === undefined) return undefined;
  const table = getHourTable(zone);
  const hour = text.slice(0, 13);
  let moved = table.get(hour);
  if (moved === undefined) {
    moved = convertHour(hour, zone);
    table.set(hour, moved);
  }
  return moved === '' ? undefined : moved + text.slice(13, 19) + rest;
};

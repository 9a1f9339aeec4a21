import { getSubsecond, type Nanos, toMillis, toNanos } from './nanos.ts';
import { getPattern, type TimeParts } from './pattern.ts';
import { checkZone } from './zone.ts';

const formatters = new Map<string, Intl.DateTimeFormat>();

function getFormatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  checkZone(zone);
  const fresh = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formatters.set(zone, fresh);
  return fresh;
}

function readParts(nanos: Nanos, zone: string): TimeParts {
  const millis = toMillis(nanos);
  const named = Object.fromEntries(
    getFormatter(zone)
      .formatToParts(millis)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = named;
  const local = new Date(Date.UTC(2000, 0, 1, hour, minute, second)).setUTCFullYear(year, month - 1, day);
  const offset = Math.round((local - Math.floor(millis / 1000) * 1000) / 60_000);
  return { year, month, day, hour, minute, second, nanos: getSubsecond(nanos), offset };
}

const formatInZone = (nanos: Nanos, zone: string, pattern: string): string =>
  getPattern(pattern).write(readParts(nanos, zone));

const floorDivide = (value: bigint, by: bigint): bigint => (value - (((value % by) + by) % by)) / by;

type Write = (nanos: Nanos, zone: string) => string;

const formatUtc = (nanos: Nanos, digits: number): string => {
  const text = new Date(toMillis(nanos)).toISOString().slice(0, -5);
  return `${text}${digits === 0 ? '' : `.${String(getSubsecond(nanos)).padStart(9, '0').slice(0, digits)}`}Z`;
};

/** Named formats; any other text is a pattern. Each cuts what it does not show. */
const NAMED: Readonly<Record<string, Write>> = {
  rfc3339: (nanos) => formatUtc(nanos, 3),
  rfc3339Seconds: (nanos) => formatUtc(nanos, 0),
  rfc3339Micros: (nanos) => formatUtc(nanos, 6),
  rfc3339Nanos: (nanos) => formatUtc(nanos, 9),
  date: (nanos, zone) => formatInZone(nanos, zone, 'yyyy-MM-dd'),
  rfc2822: (nanos, zone) => formatInZone(nanos, zone, 'EEE, dd MMM yyyy HH:mm:ss xx'),
  epochSeconds: (nanos) => String(floorDivide(nanos, 1_000_000_000n)),
  epochMillis: (nanos) => String(floorDivide(nanos, 1_000_000n)),
  epochMicros: (nanos) => String(floorDivide(nanos, 1_000n)),
  epochNanos: (nanos) => String(nanos),
};

/** Returns true for the name of a format; any other format is a pattern. */
export const isNamedFormat = (format: string): boolean => Object.hasOwn(NAMED, format);

/**
 * Formats a time, in epoch milliseconds or nanoseconds, by a named format (see timeFormat in the manifest schema) or a
 * pattern, in a zone. Throws CONFIG_INVALID for an unknown zone.
 */
export function formatTime(at: number | Nanos, format: string, zone = 'UTC'): string {
  const nanos = typeof at === 'bigint' ? at : toNanos(Math.floor(at));
  const named = isNamedFormat(format) ? NAMED[format] : undefined;
  return named ? named(nanos, zone || 'UTC') : formatInZone(nanos, zone || 'UTC', format);
}

/**
 * Returns the number that a text represents, so that a JSON body contains a number, or the text if the number would be
 * rounded.
 */
export const toExactNumber = (text: string): string | number => {
  const value = Number(text);
  return String(value) === text ? value : text;
};

/** Formats a time like `formatTime`; epoch formats give a number. */
export function formatTimeValue(at: number | Nanos, format: string, zone = 'UTC'): string | number {
  const text = formatTime(at, format, zone);
  return format.startsWith('epoch') && isNamedFormat(format) ? toExactNumber(text) : text;
}

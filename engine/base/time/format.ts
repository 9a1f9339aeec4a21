import { checkZone } from './zone.ts';

/** Parts of a local time in patterns. */
const PATTERN = /yyyy|MM|dd|HH|mm|ss|SSS/g;

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

function formatInZone(epochMs: number, zone: string, pattern: string): string {
  const parts = Object.fromEntries(
    getFormatter(zone)
      .formatToParts(epochMs)
      .map(({ type, value }) => [type, value]),
  );
  const { year = '', month = '', day = '', hour = '', minute = '', second = '' } = parts;
  const millis = String(((epochMs % 1000) + 1000) % 1000).padStart(3, '0');
  const values: Record<string, string> = {
    yyyy: year.padStart(4, '0'),
    MM: month,
    dd: day,
    HH: hour,
    mm: minute,
    ss: second,
    SSS: millis,
  };
  return pattern.replace(PATTERN, (part) => values[part] ?? part);
}

type Write = (epochMs: number, zone: string) => string;

/** Named formats; any other text is a pattern. */
const NAMED: Readonly<Record<string, Write>> = {
  rfc3339: (epochMs) => new Date(epochMs).toISOString(),
  rfc3339Seconds: (epochMs) => new Date(epochMs).toISOString().replace(/\.\d+Z$/, 'Z'),
  date: (epochMs, zone) => formatInZone(epochMs, zone, 'yyyy-MM-dd'),
  epochSeconds: (epochMs) => String(Math.floor(epochMs / 1000)),
  epochMillis: (epochMs) => String(epochMs),
};

/** Formats a time by a named format (see timeFormat in the manifest schema) or a pattern, in a zone. Throws CONFIG_INVALID for an unknown zone. */
export function formatTime(epochMs: number, format: string, zone = 'UTC'): string {
  const named = Object.hasOwn(NAMED, format) ? NAMED[format] : undefined;
  return named ? named(epochMs, zone || 'UTC') : formatInZone(epochMs, zone || 'UTC', format);
}

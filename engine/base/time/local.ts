import { engineError } from '../errors/index.ts';
import { daysInMonth } from './instant.ts';
import { loadTemporal } from './temporal.ts';
import { createZone, type Zone } from './zone.ts';

/** Local time, as the epoch milliseconds that it would have in UTC. */
export type LocalMillis = number;

const LOCAL = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}))?$/;
const DAY = 86_400_000;

/** Parses `2026-12-01T02:30` or `2026-12-01`; returns undefined for invalid ones such as 30 February. */
export function parseLocal(text: string): LocalMillis | undefined {
  const [year, month, day, hour, minute] = (LOCAL.exec(text)?.slice(1) ?? []).map((part) => Number(part ?? 0));
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const isReal = day >= 1 && day <= daysInMonth(year, month) && (hour ?? 0) < 24 && (minute ?? 0) < 60;
  return isReal ? Date.UTC(year, month - 1, day, hour, minute) : undefined;
}

const clocks = new Map<string, Zone>();

/** Caches zones: checking that a zone exists takes longer than everything else here. */
function getClock(zone: string): Zone {
  const known = clocks.get(zone);
  if (known) return known;
  const clock = createZone(zone);
  clocks.set(zone, clock);
  return clock;
}

/** Converts an instant to the local time of a zone. Throws CONFIG_INVALID for an unknown zone. */
export function toLocal(epochMs: number, zone: string): LocalMillis {
  getClock(zone);
  const at = loadTemporal().Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(zone);
  return epochMs + at.offsetNanoseconds / 1_000_000;
}

/**
 * Converts a local time of a zone to an instant: the first one if it occurs twice. A time skipped by daylight saving is
 * shifted by the length of the gap, but never to another day. Throws CONFIG_INVALID.
 */
export function toInstant(local: LocalMillis, zone: string): number {
  const at = local - getClock(zone)(local);
  const shown = toLocal(at, zone);
  const isAnotherDay = Math.floor(shown / DAY) !== Math.floor(local / DAY);
  return isAnotherDay ? local - (shown - at) : at;
}

/** Formats an instant in a zone with its offset: `2026-12-01T02:30:00+01:00`. Throws CONFIG_INVALID. */
export function formatLocal(epochMs: number, zone: string): string {
  const local = toLocal(epochMs, zone);
  const offset = Math.round((local - epochMs) / 60_000);
  const minutes = Math.abs(offset);
  const two = (value: number) => String(value).padStart(2, '0');
  const text = new Date(local).toISOString().slice(0, 19);
  return `${text}${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** Parses a local time that was validated before. Throws CONFIG_INVALID. */
export function expectLocal(text: string): LocalMillis {
  const at = parseLocal(text);
  if (at !== undefined) return at;
  const fix = 'Use a date such as 2026-12-01, or a time such as 2026-12-01T02:30.';
  throw engineError('CONFIG_INVALID', { path: '', problem: `"${text}" is not a local time`, fix });
}

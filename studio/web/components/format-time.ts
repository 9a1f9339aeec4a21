const MINUTE = 60_000;
const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', MINUTE],
];

const near = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const day = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short' });
const full = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' });

/** Formats a time relative to now: `3 hours ago`, `in 5 minutes`; a date if more than a month away. */
export function formatRelative(at: number, now = Date.now()): string {
  const distance = at - now;
  const [unit, ms] = STEPS.find(([, size]) => Math.abs(distance) >= size) ?? ['minute', MINUTE];
  if (unit === 'day' && Math.abs(distance) > 30 * ms) return day.format(at);
  const count = Math.round(distance / ms);
  if (count === 0 && unit === 'minute') return distance > 0 ? 'in less than a minute' : 'just now';
  return near.format(count, unit);
}

/** Formats a time in the browser's time zone: `2026-11-25 09:54`. */
export const formatLocal = (at: number): string => full.format(at);

/** Formats a time in UTC: `2026-11-25T08:54:00Z`. */
export const formatUtc = (at: number): string => new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');

const SECOND = 1_000;

/** Formats a duration: `340 ms`, `2.4 s`, `3 min 12 s`, `1 h 4 min`. */
export function formatDuration(ms: number): string {
  if (ms < SECOND) return `${Math.round(ms)} ms`;
  if (ms < MINUTE) return `${(ms / SECOND).toFixed(1)} s`;
  const minutes = Math.floor(ms / MINUTE);
  if (minutes < 60) return `${minutes} min ${Math.round((ms % MINUTE) / SECOND)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

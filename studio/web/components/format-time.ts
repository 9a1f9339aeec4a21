const MINUTE = 60_000;
const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', MINUTE],
];

const near = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const day = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short' });
const full = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' });

/** `3 hours ago`, `in 5 minutes`; a date beyond a month. */
export function formatRelative(at: number, now = Date.now()): string {
  const away = at - now;
  const [unit, ms] = STEPS.find(([, size]) => Math.abs(away) >= size) ?? ['minute', MINUTE];
  if (unit === 'day' && Math.abs(away) > 30 * ms) return day.format(at);
  const count = Math.round(away / ms);
  return count === 0 && unit === 'minute' ? (away > 0 ? 'in a moment' : 'just now') : near.format(count, unit);
}

/** `2026-11-25 09:54`, as this machine's clock has it. */
export const formatLocal = (at: number): string => full.format(at);

/** `2026-11-25T08:54:00Z`. */
export const formatUtc = (at: number): string => new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');

const SECOND = 1_000;

/** `340 ms`, `2.4 s`, `3 min 12 s`, `1 h 4 min`. */
export function formatDuration(ms: number): string {
  if (ms < SECOND) return `${Math.round(ms)} ms`;
  if (ms < MINUTE) return `${(ms / SECOND).toFixed(1)} s`;
  const minutes = Math.floor(ms / MINUTE);
  if (minutes < 60) return `${minutes} min ${Math.round((ms % MINUTE) / SECOND)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

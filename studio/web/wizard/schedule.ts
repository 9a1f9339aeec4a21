import type { Interval, Schedule } from '../api/types.generated.ts';

export type Kind = Schedule['type'] | 'none';

/** How a connection may run by itself, in the guides' words. */
export const KINDS: readonly { readonly id: Kind; readonly title: string; readonly note: string }[] = [
  { id: 'none', title: 'By hand', note: 'only when someone presses Run now' },
  { id: 'once', title: 'Once', note: 'at a date and time' },
  { id: 'interval', title: 'Every…', note: 'so many minutes, hours, days, weeks or months' },
  { id: 'cron', title: 'Cron', note: 'minute, hour, day, month, day of the week' },
];

export const UNITS: readonly Interval['unit'][] = ['minutes', 'hours', 'days', 'weeks', 'months'];

const localZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

const DAY = 86_400_000;

/** Tomorrow at two, as a schedule's local time has it. */
const formatTomorrow = (): string => `${new Date(Date.now() + DAY).toISOString().slice(0, 10)}T02:00`;

/** A schedule of another kind, with what the one before said where that still fits. */
export function convertSchedule(kind: Kind, before: Schedule | null): Schedule | null {
  const zone = before?.zone ?? localZone();
  const bounds = before && before.type !== 'once' && before.end ? { end: before.end } : {};
  switch (kind) {
    case 'none':
      return null;
    case 'once':
      return { type: 'once', at: formatTomorrow(), zone };
    case 'interval':
      return { type: 'interval', every: 1, unit: 'days', start: formatTomorrow(), ...bounds, zone };
    case 'cron':
      return { type: 'cron', cron: '0 2 * * *', ...bounds, zone };
  }
}

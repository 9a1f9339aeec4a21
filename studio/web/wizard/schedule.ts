import type { Interval, Schedule } from '../api/types.generated.ts';

export type Kind = Schedule['type'] | 'none';

/** Frequencies of a connection, in the terms of the vendor guides. */
export const KINDS: readonly { readonly id: Kind; readonly title: string; readonly note: string }[] = [
  { id: 'none', title: 'Manual', note: 'only with Run now' },
  { id: 'once', title: 'Once', note: 'at a date and time' },
  { id: 'interval', title: 'Interval', note: 'every n minutes, hours, days, weeks or months' },
  { id: 'cron', title: 'Cron', note: 'minute, hour, day, month, day of week' },
];

export const UNITS: readonly Interval['unit'][] = ['minutes', 'hours', 'days', 'weeks', 'months'];

const localZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

const DAY = 86_400_000;

/** Returns tomorrow at 02:00 as a local time. */
const formatTomorrow = (): string => `${new Date(Date.now() + DAY).toISOString().slice(0, 10)}T02:00`;

/** Converts a schedule to another kind; keeps the time zone and, if possible, the end. */
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

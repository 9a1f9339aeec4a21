import { DAY, HOUR, MINUTE } from './timeline.ts';

/** Formatter and parser for local times of one time zone. */
export interface ZoneText {
  format(instant: number): string;
  parse(text: string): number | undefined;
}

/** Creates a formatter for `YYYY-MM-DD HH:MM:SS.sss` without zone. Offsets are computed once for ten years around `now`. */
export const zoneText = (zone: string, now: number): ZoneText => {
  const changes = changesOf(zone, now - 5 * 366 * DAY, now + 5 * 366 * DAY);
  const offsetAt = (instant: number): number => {
    let offset = 0;
    for (const change of changes) {
      if (change.at > instant) break;
      offset = change.offset;
    }
    return offset;
  };
  return {
    format: (instant) => {
      const iso = new Date(instant + offsetAt(instant)).toISOString();
      return `${iso.slice(0, 10)} ${iso.slice(11, 23)}`;
    },
    parse: (text) => {
      const local = parseLocal(text);
      if (local === undefined) return undefined;
      const offsets = [-24, 0, 24]
        .map((hours) => offsetAt(local + hours * HOUR))
        .filter((offset) => offsetAt(local - offset) === offset);
      // An ambiguous time is its first occurrence; a skipped one uses the offset before the gap.
      return local - (offsets.length > 0 ? Math.max(...offsets) : offsetAt(local - DAY));
    },
  };
};

const parseLocal = (text: string): number | undefined => {
  if (!/^\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d(\.\d{1,3})?)?$/.test(text)) return undefined;
  const instant = Date.parse(`${text.slice(0, 10)}T${text.slice(11) || '00:00:00'}Z`);
  return Number.isNaN(instant) ? undefined : instant;
};

/** No zone changes its offset twice within a week. */
const WEEK = 7 * DAY;

const changesOf = (zone: string, from: number, to: number): { at: number; offset: number }[] => {
  const clock = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  const offsetOf = (instant: number): number => {
    const name = clock.formatToParts(instant).find((part) => part.type === 'timeZoneName')?.value ?? '';
    const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * MINUTE);
  };
  const changes = [{ at: Number.NEGATIVE_INFINITY, offset: offsetOf(from) }];
  let known = offsetOf(from);
  for (let week = from; week < to; week += WEEK) {
    const next = offsetOf(week + WEEK);
    if (next === known) continue;
    changes.push({ at: boundary(week, week + WEEK, (instant) => offsetOf(instant) !== known), offset: next });
    known = next;
  }
  return changes;
};

const boundary = (low: number, high: number, test: (instant: number) => boolean): number => {
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (test(middle)) high = middle;
    else low = middle;
  }
  return high;
};

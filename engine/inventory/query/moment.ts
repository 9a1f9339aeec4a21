import { addDuration, parseDuration, parseIso } from '../../base/time/index.ts';

/** Time as written: a span (a year, a month, a day or a millisecond), or an offset from now. */
export type Moment =
  | { readonly kind: 'span'; readonly text: string; readonly from: number; readonly to: number }
  | { readonly kind: 'now'; readonly text: string; readonly shift: string };

/** First millisecond, and the first one after the span. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

const CALENDAR = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;
const RELATIVE = /^now(?:([+-])(\d{1,4})([smhdwMy]))?$/;

/** Units of relative times as ISO 8601 durations; `M` is a month, `m` a minute. */
const UNITS: Readonly<Record<string, (count: string) => string>> = {
  s: (n) => `PT${n}S`,
  m: (n) => `PT${n}M`,
  h: (n) => `PT${n}H`,
  d: (n) => `P${n}D`,
  w: (n) => `P${n}W`,
  M: (n) => `P${n}M`,
  y: (n) => `P${n}Y`,
};

function parseCalendar(text: string): Moment | undefined {
  const [, year, month, day] = CALENDAR.exec(text) ?? [];
  if (year === undefined) return undefined;
  const from = parseIso(`${year}-${month ?? '01'}-${day ?? '01'}`, undefined);
  if (from === undefined) return undefined;
  const length = parseDuration(day ? 'P1D' : month ? 'P1M' : 'P1Y');
  return length && { kind: 'span', text, from, to: addDuration(from, length) };
}

/** Parses `2025`, `2025-03`, `2025-03-01`, an ISO 8601 time (UTC without a zone), `now`, `now-7d`; returns undefined for others. */
export function parseMoment(text: string): Moment | undefined {
  const calendar = parseCalendar(text);
  if (calendar) return calendar;
  const relative = RELATIVE.exec(text);
  if (relative) {
    const [, sign = '+', count = '0', unit = 'd'] = relative;
    return { kind: 'now', text, shift: `${sign}${UNITS[unit]?.(count)}` };
  }
  const from = parseIso(text, undefined);
  return from === undefined ? undefined : { kind: 'span', text, from, to: from + 1 };
}

/** Returns the span of a moment relative to `now`. */
export function resolveSpan(moment: Moment, now: number): TimeSpan {
  if (moment.kind === 'span') return moment;
  const shift = parseDuration(moment.shift);
  const from = shift ? addDuration(now, shift) : now;
  return { from, to: from + 1 };
}

import { engineError } from '../../../base/errors/index.ts';
import { formatLocal } from '../../../base/time/index.ts';
import { type IntervalUnit, parseSchedule, type Schedule } from '../../../platform/schedule/index.ts';
import type { Options } from '../../options.ts';

/** Options that define a schedule. */
export type ScheduleOptions = Pick<Options, 'at' | 'every' | 'cron' | 'start' | 'end' | 'zone' | 'unscheduled'>;

const MINUTE = 60_000;
const UNITS: readonly IntervalUnit[] = ['minutes', 'hours', 'days', 'weeks', 'months'];

/** Returns the time zone of this machine. */
export const localZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

const createUsageError = (problem: string) => engineError('USAGE', { problem });

/** Parses an interval such as `6 hours`, `1 day` or `30m`: a number and a prefix of a unit. Throws USAGE. */
function parseEvery(text: string): { readonly every: number; readonly unit: IntervalUnit } {
  const [, count, unitPrefix = ''] = /^\s*(\d{1,4})\s*([a-z]+)\s*$/i.exec(text) ?? [];
  const lower = unitPrefix.toLowerCase();
  // "m" means minutes; months need at least "mo".
  const unit = lower === '' ? undefined : UNITS.find((one) => one.startsWith(lower));
  if (count !== undefined && unit !== undefined) return { every: Number(count), unit };
  throw createUsageError(`invalid --every "${text}": use a number and a unit (${UNITS.join(', ')}), such as "6 hours"`);
}

/** Returns the next whole minute in local time of a zone. */
const nextMinute = (now: number, zone: string): string =>
  formatLocal(Math.ceil((now + 1) / MINUTE) * MINUTE, zone).slice(0, 'YYYY-MM-DDTHH:MM'.length);

function buildSchedule(options: ScheduleOptions, now: number): Schedule {
  const { at, every, cron, start, end, zone = localZone() } = options;
  const bounds = { ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }) };
  if (at !== undefined) {
    if (start !== undefined || end !== undefined)
      throw createUsageError('--at cannot be combined with --start or --end');
    return parseSchedule({ type: 'once', at, zone });
  }
  if (every === undefined) return parseSchedule({ type: 'cron', cron, zone, ...bounds });
  // Validates the zone first, because an unknown zone has no local time.
  const first = start ?? nextMinute(now, parseSchedule({ type: 'cron', cron: '0 0 * * *', zone }).zone);
  return parseSchedule({ type: 'interval', ...parseEvery(every), zone, ...bounds, start: first });
}

/**
 * Parses the schedule options. Returns null for --unscheduled and undefined without schedule options. An interval without
 * --start starts at the next minute. Throws USAGE, SCHEDULE_INVALID.
 */
export function parseScheduleOptions(options: ScheduleOptions, now: number): Schedule | null | undefined {
  const kinds = (['at', 'every', 'cron', 'unscheduled'] as const).filter((name) => options[name] !== undefined);
  const [kind, other] = kinds;
  if (other !== undefined) throw createUsageError(`--${kind} and --${other} exclude each other: use one`);
  if (kind === 'unscheduled') return null;
  if (kind !== undefined) return buildSchedule(options, now);
  const dependent = (['start', 'end', 'zone'] as const).find((name) => options[name] !== undefined);
  if (dependent) throw createUsageError(`--${dependent} requires a schedule: add --at, --every or --cron`);
  return undefined;
}

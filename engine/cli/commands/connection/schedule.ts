import { engineError } from '../../../base/errors/index.ts';
import { formatLocal } from '../../../base/time/index.ts';
import { type IntervalUnit, parseSchedule, type Schedule } from '../../../platform/schedule/index.ts';
import { parseInterval } from '../../interval.ts';
import type { Options } from '../../options.ts';

/** Options that define a schedule. */
export type ScheduleOptions = Pick<Options, 'at' | 'every' | 'cron' | 'start' | 'end' | 'zone' | 'unscheduled'>;

const MINUTE = 60_000;
const UNITS: readonly IntervalUnit[] = ['minutes', 'hours', 'days', 'weeks', 'months'];

/** Returns the time zone of this machine. */
export const localZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

const createUsageError = (problem: string) => engineError('USAGE', { problem });

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
  return parseSchedule({
    type: 'interval',
    ...parseInterval({ option: 'every', text: every, units: UNITS }),
    zone,
    ...bounds,
    start: first,
  });
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

import { engineError } from '../../../base/errors/index.ts';
import { formatLocal } from '../../../base/time/index.ts';
import { type IntervalUnit, parseSchedule, type Schedule } from '../../../platform/schedule/index.ts';
import type { Options } from '../../options.ts';

/** Options that say when a connection runs. */
export type ScheduleOptions = Pick<Options, 'at' | 'every' | 'cron' | 'start' | 'end' | 'zone' | 'unscheduled'>;

const MINUTE = 60_000;
const UNITS: readonly IntervalUnit[] = ['minutes', 'hours', 'days', 'weeks', 'months'];

/** The time zone of this machine. */
export const localZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

const createUsageError = (problem: string) => engineError('USAGE', { problem });

/** `6 hours`, `1 day`, `30m`: a number and the beginning of a unit. Throws USAGE. */
function parseEvery(text: string): { readonly every: number; readonly unit: IntervalUnit } {
  const [, count, word = ''] = /^\s*(\d{1,4})\s*([a-z]+)\s*$/i.exec(text) ?? [];
  const lower = word.toLowerCase();
  // "m" alone is minutes; months need a second letter.
  const unit = lower === '' ? undefined : UNITS.find((one) => one.startsWith(lower));
  if (count !== undefined && unit !== undefined) return { every: Number(count), unit };
  throw createUsageError(`--every takes a number and ${UNITS.join(', ')}, such as "6 hours", not "${text}"`);
}

/** The next whole minute on the clocks of a zone. */
const nextMinute = (now: number, zone: string): string =>
  formatLocal(Math.ceil((now + 1) / MINUTE) * MINUTE, zone).slice(0, 'YYYY-MM-DDTHH:MM'.length);

function buildSchedule(options: ScheduleOptions, now: number): Schedule {
  const { at, every, cron, start, end, zone = localZone() } = options;
  const bounds = { ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }) };
  if (at !== undefined) {
    if (start !== undefined || end !== undefined)
      throw createUsageError('--at is one time: it has no --start and no --end');
    return parseSchedule({ type: 'once', at, zone });
  }
  if (every === undefined) return parseSchedule({ type: 'cron', cron, zone, ...bounds });
  // Checked first: there is no "now" in a zone that there is not.
  const first = start ?? nextMinute(now, parseSchedule({ type: 'cron', cron: '0 0 * * *', zone }).zone);
  return parseSchedule({ type: 'interval', ...parseEvery(every), zone, ...bounds, start: first });
}

/**
 * The schedule that the options say; null for none, undefined when they say nothing. An interval without a start begins
 * with the next minute. Throws USAGE, SCHEDULE_INVALID.
 */
export function parseScheduleOptions(options: ScheduleOptions, now: number): Schedule | null | undefined {
  const kinds = (['at', 'every', 'cron', 'unscheduled'] as const).filter((name) => options[name] !== undefined);
  const [kind, other] = kinds;
  if (other !== undefined) throw createUsageError(`--${kind} and --${other} are two schedules: choose one`);
  if (kind === 'unscheduled') return null;
  if (kind !== undefined) return buildSchedule(options, now);
  const stray = (['start', 'end', 'zone'] as const).find((name) => options[name] !== undefined);
  if (stray) throw createUsageError(`--${stray} is of a schedule: give --at, --every or --cron, too`);
  return undefined;
}

import { Cron } from 'croner';
import { toInstant, toLocal } from '../../base/time/index.ts';
import type { FindNext } from './next.ts';
import type { CronSchedule } from './schedule.generated.ts';

const HOUR = 3_600_000;
/** Upper limit of a daylight saving shift. */
const MAX_SHIFT = 4 * HOUR;

const patterns = new Map<string, Cron>();

function getPattern(cron: string, timezone: string): Cron {
  const key = `${timezone} ${cron}`;
  const pattern = patterns.get(key) ?? new Cron(cron, { mode: '5-part', timezone, paused: true });
  patterns.set(key, pattern);
  return pattern;
}

/** The parser's name of each part; it counts days and months from zero. */
const PARTS: Readonly<Record<string, { readonly name: string; readonly first: 0 | 1; readonly range: string }>> = {
  minute: { name: 'minute', first: 0, range: '0–59' },
  hour: { name: 'hour', first: 0, range: '0–23' },
  day: { name: 'day of the month', first: 1, range: '1–31' },
  month: { name: 'month', first: 1, range: '1–12' },
  dayOfWeek: { name: 'day of the week', first: 0, range: '0–7' },
};

function describeCronError(error: unknown): string {
  const message = error instanceof Error ? error.message.replace(/^CronPattern: /, '') : 'syntax error';
  const [, key = '', value] = /^Invalid value for (\w+): (-?\d+)$/.exec(message) ?? [];
  const part = PARTS[key];
  if (part) return `${part.name} ${Number(value) + part.first} is out of range (${part.range})`;
  return message
    .replace(/^Syntax error, /, '')
    .replace(/^configuration entry/, 'part')
    .replace(/\.$/, '');
}

/** Returns the problem of a cron expression; undefined when it is valid. */
export function findCronProblem(cron: string): string | undefined {
  // "@daily" hides its time, and "?" means the time at which the expression is parsed.
  if (/[@?]/.test(cron)) return '@ and ? are not supported';
  if (cron.trim().split(/\s+/).length !== 5)
    return 'expected five parts (minute, hour, day of the month, month, day of the week)';
  try {
    getPattern(cron, 'UTC');
    return undefined;
  } catch (error) {
    return describeCronError(error);
  }
}

const nextAfter = (pattern: Cron, at: number): number | undefined => pattern.nextRun(new Date(at))?.getTime();

/** Generates the local times of a pattern after `from`. */
function* listClockTimes(cron: string, from: number): Generator<number> {
  const pattern = getPattern(cron, 'UTC');
  for (let at = nextAfter(pattern, from); at !== undefined; at = nextAfter(pattern, at)) yield at;
}

/**
 * Finds the next run in local time, so that each local time runs once: in a repeated hour the first occurrence, in a skipped
 * hour a run that is later by the shift. Because a shift can move a run past the next one, takes the earliest of all nearby.
 */
function nextByClock({ cron, zone }: CronSchedule, last: number): number | undefined {
  let found: { readonly instant: number; readonly local: number } | undefined;
  for (const local of listClockTimes(cron, toLocal(last, zone) - MAX_SHIFT)) {
    if (found && local > found.local + MAX_SHIFT) break;
    const instant = toInstant(local, zone);
    if (instant > last && (!found || instant < found.instant)) found = { instant, local };
  }
  return found?.instant;
}

/** Finds the next run of a cron schedule. A pattern for every hour follows elapsed hours, including repeated ones. */
export const nextCron: FindNext<CronSchedule> = (schedule, last) => {
  const [, hour] = schedule.cron.trim().split(/\s+/);
  return hour === '*' ? nextAfter(getPattern(schedule.cron, schedule.zone), last) : nextByClock(schedule, last);
};

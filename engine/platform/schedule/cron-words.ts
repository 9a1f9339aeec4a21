const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

const join = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/** Returns the numbers of a list such as `0,12`, or undefined for other syntax. */
function readNumbers(field: string): readonly number[] | undefined {
  return /^\d{1,2}(?:,\d{1,2})*$/.test(field) ? field.split(',').map(Number) : undefined;
}

const pad = (value: number): string => String(value).padStart(2, '0');

/** Returns the index of a name in full or of its first three letters, or of a number. */
function indexOf(text: string, names: readonly string[], offset: number): number | undefined {
  if (/^\d{1,2}$/.test(text)) return Number(text) - offset;
  const at = names.findIndex((name) => name.slice(0, 3).toUpperCase() === text.toUpperCase());
  return at < 0 ? undefined : at;
}

/** Formats the days of the week: `on weekdays`, `on Monday and Friday`. */
function formatDays(field: string): string | undefined {
  if (/^(?:1-5|MON-FRI)$/i.test(field)) return 'on weekdays';
  if (/^(?:0,6|6,0|6,7|SAT,SUN|SUN,SAT)$/i.test(field)) return 'on weekends';
  const days = field.split(',').map((part) => DAYS[(indexOf(part, DAYS, 0) ?? Number.NaN) % 7]);
  return days.every((day) => day !== undefined) ? `on ${join(days)}` : undefined;
}

/** Formats the day of a schedule that runs on days: `daily`, `on weekdays`, `monthly on day 1`, `yearly on 1 January`. */
function formatDate(day: string, month: string, weekday: string): string | undefined {
  if (month === '*' && day === '*') return weekday === '*' ? 'daily' : formatDays(weekday);
  const days = readNumbers(day);
  if (days === undefined || weekday !== '*') return undefined;
  if (month === '*') return `monthly on ${days.length === 1 ? 'day' : 'days'} ${join(days.map(String))}`;
  const name = MONTHS[indexOf(month, MONTHS, 1) ?? -1];
  return name === undefined ? undefined : `yearly on ${join(days.map(String))} ${name}`;
}

/** Formats a schedule that runs several times a day: `every 15 minutes`, `hourly at minute 5`. */
function formatOften(minute: string, hour: string): string | undefined {
  const minutes = /^\*\/(\d{1,2})$/.exec(minute)?.[1];
  if (hour === '*' && minute === '*') return 'every minute';
  if (hour === '*' && minutes !== undefined && 60 % Number(minutes) === 0) return `every ${minutes} minutes`;
  if (!/^\d{1,2}$/.test(minute)) return undefined;
  if (hour === '*') return Number(minute) === 0 ? 'hourly' : `hourly at minute ${Number(minute)}`;
  const hours = /^\*\/(\d{1,2})$/.exec(hour)?.[1];
  if (hours === undefined || 24 % Number(hours) !== 0) return undefined;
  return `every ${hours} hours at minute ${Number(minute)}`;
}

/** Formats a cron expression: `daily at 02:30`, `on weekdays at 08:00`. Unusual ones remain expressions: `cron 0 0 1-7 * SUN`. */
export function formatCron(cron: string): string {
  const [minute = '', hour = '', day = '', month = '', weekday = '', ...more] = cron.trim().split(/\s+/);
  const unusual = `cron ${cron}`;
  if (more.length > 0) return unusual;
  const often = day === '*' && month === '*' && weekday === '*' ? formatOften(minute, hour) : undefined;
  if (often !== undefined) return often;
  const [minutes, hours, date] = [readNumbers(minute), readNumbers(hour), formatDate(day, month, weekday)];
  if (minutes?.length !== 1 || hours === undefined || date === undefined) return unusual;
  return `${date} at ${join(hours.map((one) => `${pad(one)}:${pad(minutes[0] ?? 0)}`))}`;
}

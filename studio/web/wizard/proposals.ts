/** Smallest and largest number of each field of a cron expression. */
const CRON_RANGES = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;

const DAILY = '0 2 * * *';

/** Proposes a valid cron expression: numbers out of range become the nearest valid ones, anything else a daily run. */
export function proposeCron(cron: string): string {
  const fields = cron.trim().split(/\s+/);
  if (fields.length !== CRON_RANGES.length || !fields.every((field) => /^[\d*,/-]+$/.test(field))) return DAILY;
  const clamped = CRON_RANGES.map(([first, last], at) =>
    (fields[at] ?? '*').replaceAll(/(?<!\/)\d+/g, (digits) => String(Math.min(Math.max(Number(digits), first), last))),
  ).join(' ');
  return clamped === fields.join(' ') ? DAILY : clamped;
}

const MAX_NAME = 100;

/** Returns a name with a number that no other connection has. */
export function proposeName(name: string, taken: readonly string[]): string {
  const base = name
    .trim()
    .replace(/ \d+$/, '')
    .slice(0, MAX_NAME - 4);
  for (let number = 2; ; number++) {
    const free = `${base} ${number}`;
    if (!taken.includes(free)) return free;
  }
}

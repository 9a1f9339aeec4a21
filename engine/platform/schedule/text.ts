import type { Schedule } from './schedule.generated.ts';

type ByType = { [S in Schedule as S['type']]: S };

const bounds = ({ start, end }: { readonly start?: string; readonly end?: string }): string =>
  `${start === undefined ? '' : ` from ${start}`}${end === undefined ? '' : ` until ${end}`}`;

const WORDS: { readonly [T in keyof ByType]: (schedule: ByType[T]) => string } = {
  once: ({ at }) => `once, at ${at}`,
  interval: ({ every, unit, ...rest }) =>
    `every ${every === 1 ? unit.replace(/s$/, '') : `${every} ${unit}`}${bounds(rest)}`,
  cron: ({ cron, ...rest }) => `at ${cron}${bounds(rest)}`,
};

/** A schedule in words: `every 6 hours from 2026-12-01 (Europe/Berlin)`. */
export const scheduleText = (schedule: Schedule): string =>
  `${(WORDS[schedule.type] as (one: Schedule) => string)(schedule)} (${schedule.zone})`;

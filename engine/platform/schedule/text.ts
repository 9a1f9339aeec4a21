import type { Schedule } from './schedule.generated.ts';

type ByType = { [S in Schedule as S['type']]: S };

const formatBounds = ({ start, end }: { readonly start?: string; readonly end?: string }): string =>
  `${start === undefined ? '' : ` from ${start}`}${end === undefined ? '' : ` until ${end}`}`;

const FORMATS: { readonly [T in keyof ByType]: (schedule: ByType[T]) => string } = {
  once: ({ at }) => `once, at ${at}`,
  interval: ({ every, unit, ...rest }) =>
    `every ${every === 1 ? unit.replace(/s$/, '') : `${every} ${unit}`}${formatBounds(rest)}`,
  cron: ({ cron, ...rest }) => `at ${cron}${formatBounds(rest)}`,
};

/** Formats a schedule for display: `every 6 hours from 2026-12-01 (Europe/Berlin)`. */
export const formatSchedule = (schedule: Schedule): string =>
  `${(FORMATS[schedule.type] as (one: Schedule) => string)(schedule)} (${schedule.zone})`;

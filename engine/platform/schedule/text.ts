import { formatCron } from './cron-words.ts';
import type { Schedule } from './schedule.generated.ts';

type ByType = { [S in Schedule as S['type']]: S };

/** Formats a local time of the zone: `2026-12-01 02:30`. */
const formatTime = (local: string): string => local.replace('T', ' ');

const formatBounds = ({ start, end }: { readonly start?: string; readonly end?: string }): string =>
  `${start === undefined ? '' : ` from ${formatTime(start)}`}${end === undefined ? '' : ` until ${formatTime(end)}`}`;

const FORMATS: { readonly [T in keyof ByType]: (schedule: ByType[T]) => string } = {
  once: ({ at }) => `once, at ${formatTime(at)}`,
  interval: ({ every, unit, ...rest }) =>
    `every ${every === 1 ? unit.replace(/s$/, '') : `${every} ${unit}`}${formatBounds(rest)}`,
  cron: ({ cron, ...rest }) => `${formatCron(cron)}${formatBounds(rest)}`,
};

/** Formats a schedule for display: `daily at 02:30 Asia/Kolkata`, `every 6 hours from 2026-12-01 UTC`. */
export const formatSchedule = (schedule: Schedule): string =>
  `${(FORMATS[schedule.type] as (one: Schedule) => string)(schedule)} ${schedule.zone}`;

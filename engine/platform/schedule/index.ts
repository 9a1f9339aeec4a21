export { type DueSlot, findDueSlot } from './due.ts';
export type * from './schedule.generated.ts';
export { findNextSlot, formatSlot, listSlots, type ScheduleSlot } from './slots.ts';
export { formatSchedule } from './text.ts';
export { findScheduleIssues, parseSchedule, type ScheduleIssue } from './validate-schedule.ts';

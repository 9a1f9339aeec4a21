export { asSchedule, type ScheduleIssue, scheduleIssues } from './check.ts';
export { type Due, dueSlot } from './due.ts';
export type * from './schedule.generated.ts';
export { nextSlot, type Slot, slotOf, slots } from './slots.ts';
export { scheduleText } from './text.ts';

import type { Schedule } from './schedule.generated.ts';
import { findNextSlot } from './slots.ts';

/** What is due of a schedule. */
export interface DueSlot {
  /** The newest slot that has come: the one to run for. */
  readonly slot: number;
  /** Slots before it that nothing ran for, at most MOST_COUNTED. */
  readonly missed: number;
  /** It makes up for missed slots, or comes later than it should. */
  readonly catchUp: boolean;
  /** The slot after now; undefined when none is left. */
  readonly next: number | undefined;
}

/** A run that begins this long after its slot has waited for something that was not there. */
const LATE_MS = 300_000;
/** More is not worth counting. */
const MOST_COUNTED = 1000;

const MINUTE = 60_000;

/** The newest slot in [first, now], found by looking back twice as far each time. */
function findNewestSlot(schedule: Schedule, first: number, now: number): number {
  for (let back = MINUTE; now - back > first; back *= 2) {
    const slot = findNextSlot(schedule, now - back);
    if (slot !== undefined && slot <= now) return findLastSlot(schedule, slot, now);
  }
  return findLastSlot(schedule, first, now);
}

function findLastSlot(schedule: Schedule, from: number, now: number): number {
  let slot = from;
  for (;;) {
    const next = findNextSlot(schedule, slot);
    if (next === undefined || next > now) return slot;
    slot = next;
  }
}

function countBefore(schedule: Schedule, from: number, slot: number): number {
  let missed = 0;
  for (let at: number | undefined = from; at !== undefined && at < slot && missed < MOST_COUNTED; missed++)
    at = findNextSlot(schedule, at);
  return missed;
}

/**
 * What to run when `nextAt`, the slot that was to come next, has come by `now`: however many slots were missed, one run
 * makes up for all of them. Undefined when it has not come.
 */
export function findDueSlot(schedule: Schedule, { nextAt, now }: { nextAt: number; now: number }): DueSlot | undefined {
  if (nextAt > now) return undefined;
  const slot = findNewestSlot(schedule, nextAt, now);
  const missed = countBefore(schedule, nextAt, slot);
  return { slot, missed, catchUp: missed > 0 || now - slot > LATE_MS, next: findNextSlot(schedule, now) };
}

import type { Schedule } from './schedule.generated.ts';
import { findNextSlot } from './slots.ts';

/** Due slot of a schedule. */
export interface DueSlot {
  /** Newest past slot, for which to run. */
  readonly slot: number;
  /** Number of missed slots before it, at most MAX_COUNTED. */
  readonly missed: number;
  /** True if slots were missed or the run is late. */
  readonly catchUp: boolean;
  /** Next slot after now; undefined if none is left. */
  readonly next: number | undefined;
}

/** Delay after which a run is reported as a catch-up run. */
const LATE_MS = 300_000;
/** Limit for counting missed slots. */
const MAX_COUNTED = 1000;

const MINUTE = 60_000;

/** Finds the newest slot in [first, now] by searching back in doubling steps. */
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
  for (let at: number | undefined = from; at !== undefined && at < slot && missed < MAX_COUNTED; missed++)
    at = findNextSlot(schedule, at);
  return missed;
}

/**
 * Returns the due slot if `nextAt`, the planned next slot, is not after `now`; undefined otherwise. A single run replaces all
 * missed slots.
 */
export function findDueSlot(schedule: Schedule, { nextAt, now }: { nextAt: number; now: number }): DueSlot | undefined {
  if (nextAt > now) return undefined;
  const slot = findNewestSlot(schedule, nextAt, now);
  const missed = countBefore(schedule, nextAt, slot);
  return { slot, missed, catchUp: missed > 0 || now - slot > LATE_MS, next: findNextSlot(schedule, now) };
}

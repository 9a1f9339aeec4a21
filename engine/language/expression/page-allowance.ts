import { PAGE_LIMITS } from './limits.ts';

/** Steps and processor time that are left to the evaluations over the items of one page. */
export interface PageAllowance {
  steps: number;
  time: number;
  /** Processor time since other work of the thread had its turn. */
  busy: number;
}

/** An allowance for the items of one page, or for another list that a vendor sends. */
export const createPageAllowance = (): PageAllowance => ({ steps: PAGE_LIMITS.steps, time: PAGE_LIMITS.time, busy: 0 });

/**
 * Adds what each evaluation may take in any case. Where an allowance is used up, cheap evaluations thus still succeed,
 * and only those that take much fail.
 */
export const topUp = (allowance: PageAllowance): void => {
  allowance.steps = Math.max(0, allowance.steps) + PAGE_LIMITS.stepsEach;
  allowance.time = Math.max(0, allowance.time) + PAGE_LIMITS.timeEach;
};

/** Subtracts what an evaluation took. */
export const charge = (allowance: PageAllowance, steps: number, time: number): void => {
  allowance.steps -= steps;
  allowance.time -= time;
  allowance.busy += time;
};

/** Processor time after which other work of the thread gets a turn. */
const LONGEST_TURN_MS = 100;

/**
 * A promise to wait for after evaluations that took long: leases are renewed, signals handled and other connections
 * served meanwhile. Undefined where no wait is needed.
 */
export const takeTurn = (allowance: PageAllowance): Promise<void> | undefined => {
  if (allowance.busy < LONGEST_TURN_MS) return undefined;
  allowance.busy = 0;
  return new Promise((resume) => setImmediate(resume));
};

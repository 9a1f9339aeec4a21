import { createHash } from 'node:crypto';

/** What was passed, in bounded memory: the latest marks, and one older that the way is measured against. */
export interface Trail {
  readonly recent: readonly string[];
  /** The older mark, and how many steps until it is set anew (Brent's algorithm finds loops of any length). */
  readonly anchor: string | null;
  readonly stride: number;
  readonly steps: number;
}

const RECENT = 32;

/** Nothing was passed yet. */
export const EMPTY_TRAIL: Trail = { recent: [], anchor: null, stride: 1, steps: 0 };

/** A short name of any text: 72 bits, so that a checkpoint stays small. */
export const computeMark = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 12);

/** Whether this was passed before: a loop of up to 32 steps is seen at once, a longer one before it is walked three times. */
export const hasPassed = ({ recent, anchor }: Trail, mark: string): boolean => mark === anchor || recent.includes(mark);

/** The trail with one more mark. */
export function addMark(trail: Trail, mark: string): Trail {
  const recent = [...trail.recent, mark].slice(-RECENT);
  const steps = trail.steps + 1;
  if (trail.anchor !== null && steps < trail.stride) return { ...trail, recent, steps };
  return { recent, anchor: mark, stride: trail.stride * 2, steps: 0 };
}

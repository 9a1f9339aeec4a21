import { hash } from 'node:crypto';

/** Visited marks in bounded memory: the latest ones, and one older anchor to detect longer loops. */
export interface Trail {
  readonly recent: readonly string[];
  /** Older mark, replaced after `stride` steps (Brent's algorithm, which detects loops of any length). */
  readonly anchor: string | null;
  readonly stride: number;
  readonly steps: number;
}

const RECENT = 32;

export const EMPTY_TRAIL: Trail = { recent: [], anchor: null, stride: 1, steps: 0 };

/** Computes a 72-bit hash of a text as base64url, short so that checkpoints stay small. */
export const computeMark = (text: string): string => hash('sha256', text, 'base64url').slice(0, 12);

/** Returns true if the mark was visited. Detects a loop of up to 32 steps at once, a longer one within three rounds. */
export const hasPassed = ({ recent, anchor }: Trail, mark: string): boolean => mark === anchor || recent.includes(mark);

/** Returns the trail with one more mark. */
export function addMark(trail: Trail, mark: string): Trail {
  const recent = [...trail.recent, mark].slice(-RECENT);
  const steps = trail.steps + 1;
  if (trail.anchor !== null && steps < trail.stride) return { ...trail, recent, steps };
  return { recent, anchor: mark, stride: trail.stride * 2, steps: 0 };
}

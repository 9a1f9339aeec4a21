import type { Confidence } from './report.ts';

/** Proposed value, with the evidence for it. */
export interface Proposal<T> {
  readonly value: T;
  readonly confidence: Confidence;
  /** Evidence, as a clause: "the response contains …". */
  readonly reason: string;
}

/** Formats the note of an inferred value. */
export const formatNote = (reason: string): string => `inferred from ${reason}`;

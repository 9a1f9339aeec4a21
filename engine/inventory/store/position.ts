/** Digits of a position: positions of a run sort as they were written. */
const POSITION_DIGITS = 12;

/** Formats the position of a record without an identity within a run or a slice. */
export const formatPosition = (within: string, at: number): string =>
  `${within}:${String(at).padStart(POSITION_DIGITS, '0')}`;

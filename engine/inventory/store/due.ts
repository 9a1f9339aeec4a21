/** Rows that are stored together, where pages are small. */
const ENOUGH_ROWS = 1000;
/** Longest time that rows wait to be stored, milliseconds. */
const PATIENCE_MS = 1000;

/** Returns true when rows that wait are worth a transaction. */
export const isDue = (rows: number, waitedMs: number): boolean => rows >= ENOUGH_ROWS || waitedMs >= PATIENCE_MS;

/** Rows that are stored together if pages are small. */
const ENOUGH_ROWS = 1000;
/** Maximum delay before rows are stored, milliseconds. */
const PATIENCE_MS = 1000;

/** Returns true if the pending rows justify a transaction. */
export const isDue = (rows: number, waitedMs: number): boolean => rows >= ENOUGH_ROWS || waitedMs >= PATIENCE_MS;

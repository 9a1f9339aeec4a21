/** The full suite runs (`npm run test:full`), with PostgreSQL and Chromium; the default suite needs Node alone. */
export const isFull = process.env['MAPWRIGHT_TESTS'] === 'full';

/** Share of a law's inputs that the default suite runs. */
const SHARE = 0.1;
const FEWEST = 5;

/** Returns the number of inputs of a law: `full` in the full suite, a tenth of it by default. */
export const scaleRuns = (full: number): number =>
  isFull ? full : Math.max(Math.min(FEWEST, full), Math.ceil(full * SHARE));

/** Returns all rows of a slow table in the full suite, its first `count` rows by default. */
export const pickRows = <T>(all: readonly T[], count = 1): readonly T[] => (isFull ? all : all.slice(0, count));

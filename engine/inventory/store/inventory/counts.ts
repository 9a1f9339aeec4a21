import type { WriteCounts } from '../store.ts';

/** Mutable write counts. */
export type Counting = { -readonly [K in keyof WriteCounts]: number };

export const createCounts = (): Counting => ({ added: 0, changed: 0, unchanged: 0, returned: 0, repeated: 0 });

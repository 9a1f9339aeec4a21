const UNIQUE_SQLITE: readonly unknown[] = [1555, 2067];
const UNIQUE_POSTGRES = '23505';

/** Returns true if a write failed because a row with that key exists. */
export const isDuplicate = (error: unknown): boolean =>
  error instanceof Error &&
  (('errcode' in error && UNIQUE_SQLITE.includes(error.errcode)) ||
    ('code' in error && error.code === UNIQUE_POSTGRES));

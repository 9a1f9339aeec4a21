import { type CodeWith, engineError, isEngineError } from '../../../base/errors/index.ts';

/** Primary result codes of SQLite that a user can act on. */
const CODES: Readonly<Record<number, readonly [CodeWith<{ store: string; reason: string }>, string]>> = {
  3: ['STORE_UNWRITABLE', 'no permission'],
  5: ['STORE_LOCKED', 'SQLITE_BUSY'],
  6: ['STORE_LOCKED', 'SQLITE_LOCKED'],
  8: ['STORE_UNWRITABLE', 'it is read-only'],
  10: ['STORE_UNWRITABLE', 'the disk reports an error'],
  11: ['STORE_DAMAGED', 'SQLITE_CORRUPT'],
  13: ['STORE_FULL', 'SQLITE_FULL'],
  14: ['STORE_UNWRITABLE', 'the file cannot be opened'],
  26: ['STORE_DAMAGED', 'not an SQLite database'],
};

/** Returns the primary result code of an error of node:sqlite. */
export const readResultCode = (error: unknown): number | undefined =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;

/** Converts an error of node:sqlite to the catalogue; returns programming errors unchanged. */
export function toSqliteError(error: unknown, store: string): unknown {
  if (isEngineError(error)) return error;
  const known = CODES[readResultCode(error) ?? 0];
  if (!known) return error;
  const [code, reason] = known;
  return engineError(code, { store, reason }, error);
}

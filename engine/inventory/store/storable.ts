/**
 * Replaces what the databases cannot store: PostgreSQL rejects NUL in text, and both reject invalid Unicode. Records
 * and JSON never contain such text; messages about a vendor's item (of a reject) may.
 */
export const toStorable = (value: unknown): unknown =>
  typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())
    ? value.toWellFormed().replaceAll('\0', '\ufffd')
    : value;

/** Parses a JSON column that this program wrote; the caller knows its type. */
export const parseStored = <T>(column: string): T => JSON.parse(column) as T;

/**
 * A value as both databases can keep it: PostgreSQL has no text with NUL in it, and neither has text that is not Unicode.
 * Records and JSON never have such text; what is said about a vendor's item (a reject's message) may.
 */
export const toStorable = (value: unknown): unknown =>
  typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())
    ? value.toWellFormed().replaceAll('\0', '\ufffd')
    : value;

/** Parses a JSON column that we wrote ourselves; the caller knows its type. */
export const parseStored = <T>(column: string): T => JSON.parse(column) as T;

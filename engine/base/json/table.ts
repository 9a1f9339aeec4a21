/**
 * Creates a table keyed by names from a vendor or user: no inherited members, so that `__proto__` is an ordinary key.
 * Copies `entries`.
 */
export const createTable = <T>(entries: Readonly<Record<string, T>> = {}): Record<string, T> =>
  Object.assign(Object.create(null), entries);

/** Creates a table of copied tables. */
export const createTables = <T>(
  entries: Readonly<Record<string, Readonly<Record<string, T>>>> = {},
): Record<string, Record<string, T>> =>
  createTable(Object.fromEntries(Object.entries(entries).map(([name, inner]) => [name, createTable(inner)])));

/** Returns an own member of a record by name. */
export const getMember = <T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;

/**
 * A table by names that a vendor or a user gives: all its members are its own, and `__proto__` is a name like the others.
 * With `entries` a copy of them.
 */
export const createTable = <T>(entries: Readonly<Record<string, T>> = {}): Record<string, T> =>
  Object.assign(Object.create(null), entries);

/** Tables in a table, copied. */
export const createTables = <T>(
  entries: Readonly<Record<string, Readonly<Record<string, T>>>> = {},
): Record<string, Record<string, T>> =>
  createTable(Object.fromEntries(Object.entries(entries).map(([name, inner]) => [name, createTable(inner)])));

/** A member of a record's own, whatever the name. */
export const getMember = <T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;

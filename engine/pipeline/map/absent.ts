const isEmptyObject = (value: object) => {
  for (const _ in value) return false;
  return true;
};

/** Returns true for an empty value: undefined, null, "", [] or {}. */
export const isAbsent = (value: unknown): boolean => {
  if (value === undefined || value === null || value === '') return true;
  if (typeof value !== 'object') return false;
  return Array.isArray(value) ? value.length === 0 : isEmptyObject(value);
};

/**
 * Separator of a column with several values, `|a|b|`; a single value is stored as it is. Every packed text sorts after
 * all single values, so that a comparison tells them apart without reading them.
 */
export const SEPARATOR = '|';

/** Packs the values of a record for one column; null if there are none. */
export function packValues(values: readonly string[]): string | null {
  const distinct = [...new Set(values)];
  const [first] = distinct;
  if (first === undefined) return null;
  return distinct.length === 1 ? first : `${SEPARATOR}${distinct.join(SEPARATOR)}${SEPARATOR}`;
}

/** Returns the values of a packed column. */
export const unpackValues = (text: string): readonly string[] =>
  text.startsWith(SEPARATOR) ? text.slice(1, -1).split(SEPARATOR) : [text];

import type { EnumSpec } from './spec.ts';

/** Result of a lookup: the mapped value, an unmapped literal, or a literal with the enum's default for it. */
type EnumResult =
  | { readonly value: unknown; readonly defaulted?: undefined }
  | { readonly value: unknown; readonly defaulted: string }
  | { readonly unmapped: string };

export type EnumLookup = (value: unknown) => EnumResult;

/** Normalizes a text for loose matching. */
export const toLooseKey = (text: string): string => text.toLowerCase().replace(/[\s_-]+/g, '');

const resolveUnmapped = (policy: EnumSpec['unmapped'], value: unknown, literal: string): EnumResult => {
  if (policy === 'reject') return { unmapped: literal };
  if (policy === 'omit') return { value: undefined, defaulted: literal };
  return { value: policy === 'pass' ? value : policy.to, defaulted: literal };
};

/** Converts a value to the literal that an enum table lists. */
export const toLiteral = (value: unknown): string =>
  typeof value === 'object' ? JSON.stringify(value) : String(value);

/** Compiles an enum table to a lookup of non-empty values. Results of known values are created once. */
export const createEnumLookup = (spec: EnumSpec): EnumLookup => {
  const key = spec.match === 'loose' ? toLooseKey : (text: string) => text;
  const results = new Map(
    Object.entries(spec.values).map(([literal, value]) => [key(literal), Object.freeze({ value })]),
  );
  return (value) => {
    const literal = typeof value === 'string' ? value : toLiteral(value);
    return results.get(key(literal)) ?? resolveUnmapped(spec.unmapped, value, literal);
  };
};

import type { EnumSpec } from './spec.ts';

/** What a table says of one value: the mapped one, nothing, or that it is unknown. */
type EnumAnswer = { readonly value: unknown } | { readonly unmapped: string } | undefined;

export type EnumLookup = (value: unknown) => EnumAnswer;

/** What texts have in common that a loose table takes for the same. */
export const toLooseKey = (text: string): string => text.toLowerCase().replace(/[\s_-]+/g, '');

const createUnknownAnswer = (policy: EnumSpec['unmapped'], value: unknown, literal: string): EnumAnswer => {
  if (policy === 'reject') return { unmapped: literal };
  if (policy === 'omit') return undefined;
  return { value: policy === 'pass' ? value : policy.to };
};

/** A value as the literal that a table may hold. */
export const toLiteral = (value: unknown): string =>
  typeof value === 'object' ? JSON.stringify(value) : String(value);

/** The table as a function of a value that is there. The answers for known values are made once. */
export const createEnumLookup = (spec: EnumSpec): EnumLookup => {
  const key = spec.match === 'loose' ? toLooseKey : (text: string) => text;
  const answers = new Map(
    Object.entries(spec.values).map(([literal, value]) => [key(literal), Object.freeze({ value })]),
  );
  return (value) => {
    const literal = typeof value === 'string' ? value : toLiteral(value);
    return answers.get(key(literal)) ?? createUnknownAnswer(spec.unmapped, value, literal);
  };
};

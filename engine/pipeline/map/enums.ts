import type { EnumSpec } from './spec.ts';

/** What a table says of one value: the mapped one, nothing, or that it is unknown. */
type EnumAnswer = { readonly value: unknown } | { readonly unmapped: string } | undefined;

export type EnumLookup = (value: unknown) => EnumAnswer;

/** What texts have in common that a loose table takes for the same. */
export const looseKey = (text: string): string => text.toLowerCase().replace(/[\s_-]+/g, '');

const unknownAnswer = (policy: EnumSpec['unmapped'], value: unknown, literal: string): EnumAnswer => {
  if (policy === 'reject') return { unmapped: literal };
  if (policy === 'omit') return undefined;
  return { value: policy === 'pass' ? value : policy.to };
};

/** A value as the literal that a table may hold. */
export const literalOf = (value: unknown): string =>
  typeof value === 'object' ? JSON.stringify(value) : String(value);

/** The table as a function of a value that is there. The answers for known values are made once. */
export const enumLookup = (spec: EnumSpec): EnumLookup => {
  const key = spec.match === 'loose' ? looseKey : (text: string) => text;
  const answers = new Map(
    Object.entries(spec.values).map(([literal, value]) => [key(literal), Object.freeze({ value })]),
  );
  return (value) => {
    const literal = typeof value === 'string' ? value : literalOf(value);
    return answers.get(key(literal)) ?? unknownAnswer(spec.unmapped, value, literal);
  };
};

import type { Json } from './types.ts';

/** Serializes a value with keys sorted by code unit, for hashes and comparisons: equal values have equal texts. */
export function stableStringify(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(stableStringify).join(',')}]`;
  const object = value as { readonly [key: string]: Json };
  const members = Object.keys(object)
    .sort()
    .flatMap((key) => formatMember(key, object[key]));
  return `{${members.join(',')}}`;
}

// Like JSON.stringify, skips undefined members.
const formatMember = (key: string, value: Json | undefined): string[] =>
  value === undefined ? [] : [`${JSON.stringify(key)}:${stableStringify(value)}`];

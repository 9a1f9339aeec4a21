import type { Json } from './types.ts';

/** One text per value, whatever the order of its members: keys sorted by code unit. For hashes and comparisons. */
export function stableStringify(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(stableStringify).join(',')}]`;
  const object = value as { readonly [key: string]: Json };
  const members = Object.keys(object)
    .sort()
    .flatMap((key) => formatMember(key, object[key]));
  return `{${members.join(',')}}`;
}

// As in JSON.stringify, a member that is undefined is a member that is not there.
const formatMember = (key: string, value: Json | undefined): string[] =>
  value === undefined ? [] : [`${JSON.stringify(key)}:${stableStringify(value)}`];

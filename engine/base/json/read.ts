import type { Json } from './types.ts';

/** Returns the value at `path`, using own properties and array indexes only; undefined if it does not exist. */
export function readPath(value: Json | undefined, path: readonly (string | number)[]): Json | undefined {
  let at = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    // `length` is an own property of an array, but not a member of the document.
    if (Array.isArray(at) && step === 'length') return undefined;
    at = (at as Record<string | number, Json>)[step];
  }
  return at;
}

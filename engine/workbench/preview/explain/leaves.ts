import { type Json, toPointer } from '../../../base/json/index.ts';
import type { MappedItem, MappedSample } from './mapped.ts';

/** More leaves than that tell nobody anything. */
const MOST = 2_000;

/** A pointer as a pattern: any index of a list is `*`. */
const patternOf = (path: readonly (string | number)[]): string =>
  toPointer(path.map((step) => (typeof step === 'number' ? '*' : step)));

function* leaves(value: Json, path: readonly (string | number)[]): Generator<readonly (string | number)[]> {
  if (typeof value !== 'object' || value === null) yield path;
  else if (Array.isArray(value)) for (const [at, member] of value.entries()) yield* leaves(member, [...path, at]);
  else for (const [key, member] of Object.entries(value)) yield* leaves(member, [...path, key]);
}

/** The leaves of an item that lie at or below one of the places. */
const isBelow = (pointer: string, places: readonly string[]) =>
  places.some((place) => pointer === place || pointer.startsWith(`${place}/`));

function note(sample: MappedSample, { item }: MappedItem, patterns: Map<string, boolean>): void {
  const places = sample.explainer.mayRead(item);
  for (const path of leaves(item, [])) {
    if (patterns.size >= MOST) return;
    const pattern = patternOf(path);
    if (patterns.get(pattern)) continue;
    patterns.set(pattern, isBelow(toPointer(path), places));
  }
}

/** Which leaves of the shown items the map may read, and which none of its fields asks for. */
export function leavesOf(sample: MappedSample, shown: number): { readonly unread: string[]; readonly read: string } {
  const patterns = new Map<string, boolean>();
  for (const one of sample.items.slice(0, shown)) if (one.explained) note(sample, one, patterns);
  const unread = [...patterns].flatMap(([pattern, isRead]) => (isRead ? [] : [pattern]));
  return { unread, read: `${patterns.size - unread.length}/${patterns.size}` };
}

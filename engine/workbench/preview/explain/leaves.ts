import { type Json, toPointer } from '../../../base/json/index.ts';
import { readsOfMap } from '../../../manifest/reads.ts';
import { findPointers } from '../../../pipeline/map/pointer.ts';
import type { MapInput } from '../elements.ts';
import type { MappedItem, MappedSample } from './mapped-sample.ts';

/** Maximum number of leaves to list. */
const MOST = 2_000;

/** Formats a path as a pointer in which every list index is `*`. */
const toPattern = (path: readonly (string | number)[]): string =>
  toPointer(path.map((step) => (typeof step === 'number' ? '*' : step)));

function* listLeaves(value: Json, path: readonly (string | number)[]): Generator<readonly (string | number)[]> {
  if (typeof value !== 'object' || value === null) yield path;
  else if (Array.isArray(value)) for (const [at, member] of value.entries()) yield* listLeaves(member, [...path, at]);
  else for (const [key, member] of Object.entries(value)) yield* listLeaves(member, [...path, key]);
}

/** Returns true if a pointer is at or below one of the positions. */
const isBelow = (pointer: string, places: readonly string[]) =>
  places.some((place) => pointer === place || pointer.startsWith(`${place}/`));

/** Returns the pointers to the values of the item that the map may read, directly or through `$item`. */
function listPlaces({ explainer, map }: MappedSample, { value, item, at }: MapInput): readonly string[] {
  const own = at === null ? [] : explainer.mayRead(value).map((pointer) => at + pointer);
  const ofItem = map.each === undefined ? [] : readsOfMap(map).filter(([root]) => root === 'item');
  return [
    ...own,
    ...findPointers(
      ofItem.map((path) => path.slice(1)),
      item,
    ),
  ];
}

function noteLeaves(sample: MappedSample, { input }: MappedItem, patterns: Map<string, boolean>): void {
  const places = listPlaces(sample, input);
  for (const path of listLeaves(input.item, [])) {
    if (patterns.size >= MOST) return;
    const pattern = toPattern(path);
    if (patterns.get(pattern)) continue;
    patterns.set(pattern, isBelow(toPointer(path), places));
  }
}

/** Counts the leaves of the returned items that the map reads, and lists the ones that no field reads. */
export function findUnreadLeaves(
  sample: MappedSample,
  shown: number,
): { readonly unread: string[]; readonly read: string } {
  const patterns = new Map<string, boolean>();
  for (const one of sample.items.slice(0, shown)) if (one.explained) noteLeaves(sample, one, patterns);
  const unread = [...patterns].flatMap(([pattern, isRead]) => (isRead ? [] : [pattern]));
  return { unread, read: `${patterns.size - unread.length}/${patterns.size}` };
}

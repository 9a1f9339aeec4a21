import { type Json, toPointer } from '../../../base/json/index.ts';
import { createMemory } from '../../../base/memoize/index.ts';
import { readsOfMap } from '../../../manifest/reads.ts';
import { findPointers } from '../../../pipeline/map/pointer.ts';
import type { MapInput } from '../elements.ts';
import type { MappedItem, MappedSample } from './mapped-sample.ts';

/** Maximum number of leaves to list. */
const MOST = 2_000;

/** Scalar value of an item. */
interface Leaf {
  readonly pointer: string;
  /** Pointer in which every list index is `*`. */
  readonly pattern: string;
}

/** Calls `visit` with each leaf below a value. */
function visitLeaves(value: Json, { pointer, pattern }: Leaf, visit: (leaf: Leaf) => void): void {
  if (typeof value !== 'object' || value === null) visit({ pointer, pattern });
  else if (Array.isArray(value))
    for (const [at, member] of value.entries())
      visitLeaves(member, { pointer: `${pointer}/${at}`, pattern: `${pattern}/*` }, visit);
  else
    for (const [key, member] of Object.entries(value)) {
      const step = toPointer([key]);
      visitLeaves(member, { pointer: pointer + step, pattern: pattern + step }, visit);
    }
}

/** Returns true if a pointer is at or below one of the positions. */
function isBelow(pointer: string, places: ReadonlySet<string>): boolean {
  for (let end = pointer.length; end >= 0; end = pointer.lastIndexOf('/', end - 1)) {
    if (places.has(pointer.slice(0, end))) return true;
    if (end === 0) return false;
  }
  return false;
}

type Paths = readonly (readonly string[])[];

/** Paths of the values that a map may read. */
interface MapPaths {
  readonly ofInput: Paths;
  /** Paths through `$item`. */
  readonly ofItem: Paths;
}

function listPaths({ explainer, map }: MappedSample): MapPaths {
  const reads = map.each === undefined ? [] : readsOfMap(map).filter(([root]) => root === 'item');
  return { ofInput: explainer.paths, ofItem: reads.map((path) => path.slice(1)) };
}

/** Returns the pointers to the values of the item that the map may read. */
function listPlaces({ ofInput, ofItem }: MapPaths, { value, item, at }: MapInput): readonly string[] {
  const own = at === null ? [] : findPointers(ofInput, value).map((pointer) => at + pointer);
  return [...own, ...findPointers(ofItem, item)];
}

function noteLeaves(paths: MapPaths, { input }: MappedItem, patterns: Map<string, boolean>): void {
  const places = new Set(listPlaces(paths, input));
  visitLeaves(input.item, { pointer: '', pattern: '' }, ({ pointer, pattern }) => {
    if (patterns.size < MOST && !patterns.get(pattern)) patterns.set(pattern, isBelow(pointer, places));
  });
}

interface UnreadLeaves {
  readonly unread: string[];
  readonly read: string;
}

function sortLeaves(items: readonly MappedItem[], paths: MapPaths): UnreadLeaves {
  const patterns = new Map<string, boolean>();
  for (const one of items) if (one.explained) noteLeaves(paths, one, patterns);
  const unread = [...patterns].flatMap(([pattern, isRead]) => (isRead ? [] : [pattern]));
  return { unread, read: `${patterns.size - unread.length}/${patterns.size}` };
}

const rememberLeaves = createMemory<UnreadLeaves>();

/** Counts the leaves of the returned items that the map reads, and lists the ones that no field reads. Many edits change neither. */
export function findUnreadLeaves(sample: MappedSample, shown: number): UnreadLeaves {
  const paths = listPaths(sample);
  const key = [sample.extracted, JSON.stringify([paths, sample.map.each]), shown];
  return rememberLeaves(key, () => sortLeaves(sample.items.slice(0, shown), paths));
}

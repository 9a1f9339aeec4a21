import { type Json, readPath } from '../../base/json/index.ts';
import type { CompiledStream } from '../connector/connector.ts';

/** Stored part of an item that other streams refer to. */
export interface Parent {
  readonly key: string;
  readonly item: Json;
  /** Items that it was read under, by name. */
  readonly ancestors: Readonly<Record<string, Json>>;
}

/** Items that later streams refer to, in reading order. */
export interface Parents {
  /** Adds parents; returns how many were already known. */
  add(stream: string, parents: readonly Parent[]): number;
  of(stream: string): readonly Parent[];
  /** Returns the lines to append to the state's side files, by stream: the parents added since the last call. */
  takeNew(): ReadonlyMap<string, Uint8Array>;
  restore(stream: string, lines: Uint8Array): void;
}

export function createParents(): Parents {
  const all = new Map<string, Parent[]>();
  const known = new Map<string, Set<string>>();
  const journaled = new Map<string, number>();
  const listOf = (stream: string): Parent[] => {
    const list = all.get(stream) ?? [];
    all.set(stream, list);
    return list;
  };
  // Rows that move during paging arrive twice; their children are read once.
  const isNew = (stream: string, key: string): boolean => {
    const keys = known.get(stream) ?? new Set<string>();
    known.set(stream, keys);
    return keys.size < keys.add(key).size;
  };
  return {
    add: (stream, parents) => {
      const list = listOf(stream);
      const fresh = parents.filter((parent) => isNew(stream, parent.key));
      for (const parent of fresh) list.push(parent);
      return parents.length - fresh.length;
    },
    of: (stream) => all.get(stream) ?? [],
    takeNew() {
      const fresh = new Map<string, Uint8Array>();
      for (const [stream, list] of all) {
        const from = journaled.get(stream) ?? 0;
        fresh.set(
          stream,
          Buffer.from(
            list
              .slice(from)
              .map((parent) => `${JSON.stringify(parent)}\n`)
              .join(''),
          ),
        );
        journaled.set(stream, list.length);
      }
      return fresh;
    },
    restore(stream, lines) {
      const list = listOf(stream);
      const complete = Buffer.from(lines).toString('utf8').split('\n').filter(Boolean);
      for (const parent of complete.map((line) => JSON.parse(line) as Parent))
        if (isNew(stream, parent.key)) list.push(parent);
      journaled.set(stream, list.length);
    },
  };
}

const toText = (value: Json | undefined): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));

/** Formats the key of the parent that a stream's items were read under, from their ancestors. Empty without one. */
export function formatParentKey(
  streams: readonly CompiledStream[],
  { partition }: CompiledStream,
  ancestors: Readonly<Record<string, Json>>,
): string {
  const parent = partition && streams.find(({ name }) => name === partition.parent);
  if (!parent) return '';
  const own = formatItemKey(parent, ancestors[partition.as] ?? null);
  return [formatParentKey(streams, parent, ancestors), own].filter(Boolean).join('/');
}

/** Formats the key values of an item, as used in reports and saved cursors. */
export const formatItemKey = (stream: CompiledStream, item: Json): string =>
  stream.key.map((path) => toText(readPath(item, path))).join('|');

import { type Json, readPath } from '../../base/json/index.ts';
import type { CompiledStream } from '../connector/connector.ts';

/** What is kept of an item that others refer to. */
export interface Parent {
  readonly key: string;
  readonly item: Json;
  /** The items that it was read under, by name. */
  readonly ancestors: Readonly<Record<string, Json>>;
}

/** The items that later streams refer to, in the order in which they were read. */
export interface Parents {
  /** How many of them were known already. */
  add(stream: string, parents: readonly Parent[]): number;
  of(stream: string): readonly Parent[];
  /** By stream: lines for the journal of what was added since the last call, none where nothing was. */
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
  // Rows that move while they are paged come twice: their children are read once.
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
      const kept = Buffer.from(lines).toString('utf8').split('\n').filter(Boolean);
      for (const parent of kept.map((line) => JSON.parse(line) as Parent))
        if (isNew(stream, parent.key)) list.push(parent);
      journaled.set(stream, list.length);
    },
  };
}

const toText = (value: Json | undefined): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));

/** How an item is named in reports and saved cursors: its key's values. */
export const formatItemKey = (stream: CompiledStream, item: Json): string =>
  stream.key.map((path) => toText(readPath(item, path))).join('|');

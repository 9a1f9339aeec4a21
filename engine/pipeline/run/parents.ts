import { hash } from 'node:crypto';
import { type Json, readPath, stableStringify } from '../../base/json/index.ts';
import { type CompiledStream, type Connector, findStream } from '../connector/connector.ts';

/** Stored part of an item that other streams refer to. */
export interface Parent {
  readonly key: string;
  readonly item: Json;
  /** Items that it was read under, by name. */
  readonly ancestors: Readonly<Record<string, Json>>;
  /** Level of an item whose stream is its own parent, from 1. */
  readonly level?: number;
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

/** Longer keys of values end with a hash. */
const KEY_LENGTH = 120;

// The separators of composed keys are escaped, so that different items never have equal keys.
const escapeKey = (text: string): string => text.replaceAll('%', '%25').replaceAll('/', '%2F');

const formatKeyPart = (value: Json | undefined): string =>
  escapeKey(typeof value === 'string' ? value : JSON.stringify(value ?? null));

/** Formats the key values of an item, as used in reports and saved cursors. */
export const formatItemKey = (stream: CompiledStream, item: Json): string =>
  stream.key.map((path) => formatKeyPart(readPath(item, path))).join('|');

/** Formats a value as a key: a scalar as its text, other values as JSON. */
export function formatValueKey(value: Json): string {
  const text = escapeKey(typeof value === 'string' ? value : stableStringify(value));
  if (text.length <= KEY_LENGTH) return text;
  return `${text.slice(0, KEY_LENGTH / 2)}…${hash('sha256', text, 'base64url').slice(0, 16)}`;
}

/** Joins the keys of a partition, from the outermost to the innermost; leaves out empty ones. */
export const joinKeys = (...keys: readonly (string | undefined)[]): string => keys.filter(Boolean).join('/');

/** Returns the key without its innermost part. */
export const removeLastKey = (key: string): string => key.slice(0, Math.max(0, key.lastIndexOf('/')));

/** Formats the key of the partition that a stream's items were read in, from their ancestors. Empty without sources. */
export function formatParentKey(
  connector: Pick<Connector, 'streams'>,
  { sources }: CompiledStream,
  ancestors: Readonly<Record<string, Json>>,
): string {
  const keys = sources.map(({ as, members: [member] }) => {
    const value = ancestors[as] ?? null;
    const parent =
      member?.kind === 'parent' && member.depth === undefined ? findStream(connector, member.stream) : undefined;
    if (!parent) return formatValueKey(value);
    const above = formatParentKey(connector, parent, ancestors);
    return member?.value
      ? joinKeys(removeLastKey(above), formatValueKey(value))
      : joinKeys(above, formatItemKey(parent, value));
  });
  return joinKeys(...keys);
}

import { type Json, type JsonObject, readPath } from '../../base/json/index.ts';

/** Parts of an item that later streams and maps read: paths, or the whole item. */
export type Carry = readonly (readonly string[])[] | 'whole';

const startsWith = (path: readonly string[], prefix: readonly string[]) =>
  prefix.every((step, index) => path[index] === step);

/** Reduces paths to the shortest ones that cover them; `whole` if one of them is the item itself. */
export function computeCarry(paths: readonly (readonly string[])[]): Carry {
  if (paths.some((path) => path.length === 0)) return 'whole';
  const unique = new Map(paths.map((path) => [JSON.stringify(path), path]));
  const all = [...unique.values()];
  return all.filter((path) => !all.some((other) => other !== path && startsWith(path, other)));
}

/** Returns the longest prefix of a path that passes through objects only; an array on the path is carried whole. */
function findReachablePath(item: Json, path: readonly string[]): readonly string[] {
  let at: Json | undefined = item;
  for (const [depth, step] of path.entries()) {
    if (Array.isArray(at)) return path.slice(0, depth);
    at = readPath(at, [step]);
  }
  return path;
}

function setPath(target: Map<string, unknown>, path: readonly string[], value: Json): void {
  const [first = '', ...rest] = path;
  if (rest.length === 0) {
    target.set(first, value);
    return;
  }
  const inner = target.get(first);
  const next = inner instanceof Map ? inner : new Map<string, unknown>();
  if (!(inner instanceof Map)) target.set(first, next);
  setPath(next, rest, value);
}

const toPlainJson = (value: unknown): Json =>
  value instanceof Map
    ? (Object.fromEntries([...value].map(([key, inner]) => [key, toPlainJson(inner)])) as JsonObject)
    : (value as Json);

/** Picks the carried parts of an item. */
export function pickCarried(item: Json, carry: Carry): Json {
  if (carry === 'whole') return item;
  const picked = new Map<string, unknown>();
  for (const path of carry) {
    const reachable = findReachablePath(item, path);
    const value = readPath(item, reachable);
    if (value !== undefined) setPath(picked, reachable, value);
  }
  return toPlainJson(picked);
}

import { type Json, type JsonObject, readPath } from '../../base/json/index.ts';

/** What is kept of a parent's items for those that refer to them: these paths, or all of it. */
export type Carry = readonly (readonly string[])[] | 'whole';

const startsWith = (path: readonly string[], prefix: readonly string[]) =>
  prefix.every((step, index) => path[index] === step);

/** The shortest paths that cover `paths`; `whole` where one of them is the item itself. */
export function computeCarry(paths: readonly (readonly string[])[]): Carry {
  if (paths.some((path) => path.length === 0)) return 'whole';
  const unique = new Map(paths.map((path) => [JSON.stringify(path), path]));
  const all = [...unique.values()];
  return all.filter((path) => !all.some((other) => other !== path && startsWith(path, other)));
}

/** The deepest part of a path that passes through objects only: an array on the way is kept as it is. */
function reachablePath(item: Json, path: readonly string[]): readonly string[] {
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

/** The part of `item` that `carry` names. */
export function pickCarried(item: Json, carry: Carry): Json {
  if (carry === 'whole') return item;
  const kept = new Map<string, unknown>();
  for (const path of carry) {
    const there = reachablePath(item, path);
    const value = readPath(item, there);
    if (value !== undefined) setPath(kept, there, value);
  }
  return toPlainJson(kept);
}

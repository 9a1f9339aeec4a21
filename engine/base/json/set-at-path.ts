import type { Json } from './types.ts';

const setIndex = (list: readonly Json[], step: string, change: (member: Json | undefined) => Json): Json => {
  const index = step === '-' ? list.length : Number(step);
  return index < list.length ? list.with(index, change(list[index])) : [...list, change(undefined)];
};

/**
 * Returns a copy of `value` with `member` at `path`, creating missing objects. A list on the path is indexed; an index at
 * or after its end appends. A scalar on the path is replaced by an object.
 */
export function setAtPath(value: Json | undefined, path: readonly string[], member: Json): Json {
  const [step, ...rest] = path;
  if (step === undefined) return member;
  const change = (inner: Json | undefined): Json => setAtPath(inner, rest, member);
  if (Array.isArray(value) && /^(?:-|\d+)$/.test(step)) return setIndex(value, step, change);
  const holder = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  const known = Object.hasOwn(holder, step) ? (holder as Readonly<Record<string, Json>>)[step] : undefined;
  // A computed key defines an own member, also for "__proto__".
  return { ...holder, [step]: change(known) };
}

import { readPath } from './read.ts';
import { isObject, type Json } from './types.ts';

/** Formats a path as a JSON pointer (RFC 6901): `['a/b', 0]` becomes `/a~1b/0`, the whole document an empty string. */
export const toPointer = (path: readonly (string | number)[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** Parses a JSON pointer; returns undefined for invalid ones (no leading slash, a `~` other than `~0` and `~1`). */
export function fromPointer(pointer: string): string[] | undefined {
  if (pointer === '') return [];
  if (!pointer.startsWith('/') || /~(?![01])/.test(pointer)) return undefined;
  const steps = pointer.slice(1).split('/');
  return steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Returns the value at a JSON pointer, using own properties only; undefined if it does not exist. */
export function resolvePointer(value: Json, pointer: string): Json | undefined {
  const path = fromPointer(pointer);
  return path === undefined ? undefined : readPath(value, path);
}

/**
 * Returns a copy of `value` with `member` at a path. Missing objects are created; a value on the path that is neither an
 * object nor a list is replaced by an object.
 */
export function setPath(value: Json | undefined, [step, ...rest]: readonly string[], member: Json): Json {
  if (step === undefined) return member;
  if (Array.isArray(value))
    return value.map((inner, index) => (String(index) === step ? setPath(inner, rest, member) : inner));
  const holder = isObject(value) ? value : {};
  const inner = Object.hasOwn(holder, step) ? holder[step] : undefined;
  return { ...holder, [step]: setPath(inner, rest, member) };
}

import { readPath } from './read.ts';
import type { Json } from './types.ts';

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
